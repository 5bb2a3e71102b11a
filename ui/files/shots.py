"""The screens about files as `--screenshot` paints them."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from app.attachments.schemas import AttachmentRow, AttachTo
from app.core.listing import ListQuery
from app.core.text import _
from app.orders.schemas import OrderRow
from ui.files.forms import details_form
from ui.files.strip import on_order
from ui.kit.desk import Desk

# Names beside those of the demo.
_FILES = (
    ("Price list Q4.xlsx", 96_400),
    ("Screenshot activation.png", 214_000),
    ("installer-1.4.2.exe", 900_000),
)


def _order(desk: Desk) -> OrderRow:
    return desk.services.orders.first(ListQuery(), 1)[0]


def _filled(desk: Desk) -> list[AttachmentRow]:
    """Files of a customer; some are added when they are not there yet."""
    order, files = _order(desk), desk.services.attachments
    to = AttachTo(order.customer_id)
    if len(files.of(to)) < len(_FILES):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, size in _FILES:
                path = Path(folder) / name
                path.write_bytes(name.encode().ljust(size, b"."))
                paths.append(path)
            files.add_many(to, paths[:1])
            files.add_many(AttachTo(order.customer_id, order_id=order.id), paths[1:])
    return files.of(to)


def tab(desk: Desk, _parent: QWidget) -> QWidget:
    """A customer's files."""
    _filled(desk)
    desk.navigator.open_customer(_order(desk).customer_id, "files")
    windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
    found = next(one for one in windows if one.isVisible())
    found.resize(1000, 720)
    return found


def details(desk: Desk, parent: QWidget) -> QWidget:
    """A file's name and note."""
    dialog = details_form(desk, _filled(desk)[0], lambda _draft: None, parent)
    dialog.show()
    return dialog


def strip(desk: Desk, parent: QWidget) -> QWidget:
    """The files of an order, as its card shows them."""
    _filled(desk)
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("Files"))
    box = QVBoxLayout(dialog)
    box.setContentsMargins(24, 20, 24, 20)
    box.addWidget(on_order(desk, _order(desk).id))
    dialog.resize(700, 220)
    dialog.show()
    return dialog


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("files_tab", tab),
    ("file_details", details),
    ("files_strip", strip),
)
