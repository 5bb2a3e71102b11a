"""The dialog that changes many customers, as `--screenshot` paints it."""

from PySide6.QtWidgets import QWidget

from app.core.listing import ListQuery, Selection
from app.customers.bulk_changes import How
from ui.customers.bulk_dialog import BulkDialog
from ui.customers.bulk_fields import FieldsPanel
from ui.customers.bulk_words import Doing
from ui.kit.desk import Desk


def edit(desk: Desk, parent: QWidget) -> QWidget:
    """Two fields of every customer, about to be changed."""
    dialog = _of_all(desk, Doing.EDIT, parent)
    panel = dialog.findChild(FieldsPanel)
    if panel is not None:
        panel.add.click()
        first, second = panel.rows
        first.fields.write("city")
        first.value.write("Springfield")
        second.fields.write("company_name")
        second.hows.write(How.REPLACE)
        second.sought.write("GmbH")
        second.value.write("AG")
    return dialog


def suspend(desk: Desk, parent: QWidget) -> QWidget:
    """Every customer, about to be suspended; some cannot be."""
    return _of_all(desk, Doing.SUSPEND, parent)


def delete(desk: Desk, parent: QWidget) -> QWidget:
    """Every customer, about to be deleted."""
    return _of_all(desk, Doing.DELETE, parent)


def tags(desk: Desk, parent: QWidget) -> QWidget:
    """Every customer, about to get a tag."""
    return _of_all(desk, Doing.TAGS, parent)


def _of_all(desk: Desk, doing: Doing, parent: QWidget) -> BulkDialog:
    count = desk.services.customers.count(ListQuery())
    dialog = BulkDialog(desk, doing, Selection(), count, parent)
    dialog.show()
    return dialog


SHOTS = (
    ("bulk_edit", edit),
    ("bulk_tags", tags),
    ("bulk_suspend", suspend),
    ("bulk_delete", delete),
)
