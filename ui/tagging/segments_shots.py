"""The screens about segments as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from app.segments.schemas import SegmentDraft
from ui.kit.desk import Desk
from ui.tagging.segments_criteria import CriteriaEditor
from ui.tagging.segments_form import segment_form
from ui.tagging.segments_keys import KeysDialog

_JSON = """{
  "status": "active",
  "lifetime_value_min": 5000,
  "any": [
    {"country": ["DE", "AT", "CH"]},
    {"last_order_days_ago_min": 90, "total_orders_min": 3}
  ],
  "none": [{"has_open_invoices": true}]
}"""


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def edit(desk: Desk, parent: QWidget) -> QWidget:
    """The conditions of a segment."""
    segments = desk.services.segments
    draft = SegmentDraft("Loyal neighbours", "Who buys again", segments.parse(_JSON))
    return _shown(segment_form(desk, segments.names(), draft, parent))


def as_json(desk: Desk, parent: QWidget) -> QWidget:
    """The same as JSON, with a slip."""
    dialog = edit(desk, parent)
    [editor] = dialog.findChildren(CriteriaEditor)
    editor.tabs.setCurrentIndex(1)
    editor.json.text.setPlainText(_JSON.replace("total_orders_min", "total_order_min"))
    editor.json.look()
    return dialog


def keys(desk: Desk, parent: QWidget) -> QWidget:
    """Which keys there are."""
    return _shown(KeysDialog(desk.services.segments.names(), parent))


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("segment_edit", edit),
    ("segment_json", as_json),
    ("segment_keys", keys),
)
