"""What is asked when a step cannot be undone for everybody, as `--screenshot` paints it."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.undo.schemas import Refusal, Step, UndoPreview
from ui.kit.desk import Desk
from ui.kit.undo_dialog import UndoDialog

_REFUSED = (
    Refusal(
        1,
        "Lindenhof Software GmbH",
        "Grace Hopper changed City, Postal code, Internal notes on Nov 20, 2026, 14:03.",
    ),
    Refusal(2, "Zoë Ångström", "You changed City on Nov 21, 2026, 09:12."),
    Refusal(3, "Anna Schmidt", "This e-mail belongs to Jane Roe now."),
    Refusal(4, "jane@roe.example", "This customer's data was purged and cannot come back."),
)


def some(desk: Desk, parent: QWidget) -> QWidget:
    """A few of many stand in the way."""
    step = Step(1, _("Edit %s customers") % "1,240", datetime.now(UTC), 1240)
    return _shown(desk, UndoPreview(step, 1240, _REFUSED, len(_REFUSED)), parent)


def everybody(desk: Desk, parent: QWidget) -> QWidget:
    """All of them do, so there is nothing to choose."""
    step = Step(1, _("Archive %s customers") % len(_REFUSED), datetime.now(UTC), len(_REFUSED))
    only = tuple(replace(one, reason=_REFUSED[0].reason) for one in _REFUSED)
    return _shown(desk, UndoPreview(step, len(only), only, len(only)), parent)


def _shown(desk: Desk, preview: UndoPreview, parent: QWidget) -> QWidget:
    dialog = UndoDialog(desk, preview, lambda: None, parent=parent)
    dialog.show()
    return dialog


SHOTS = (("undo_refused", some), ("undo_nobody", everybody))
