"""The dialogs about invoices and payments as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from ui.billing.draft_form import basis, draft_form
from ui.kit.desk import Desk


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def new(desk: Desk, parent: QWidget) -> QWidget:
    """A new invoice."""
    return _shown(draft_form(desk, basis(desk), parent))


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (("invoice_new", new),)
