"""Drags chosen customers out of the list: as a CSV file, or with Alt as contact cards."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QMimeData, QObject, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDrag, QGuiApplication

from app.core.access import Permission
from ui.kit.icons import Icon, icon

if TYPE_CHECKING:
    from app.exchange.export_schemas import Format
    from ui.customers.page import CustomersPage

# By the ending of the file.
_CSV = "csv"
_KINDS = {_CSV: "text/csv", "vcf": "text/vcard"}


class DragOut(QObject):
    """Asks for the text in the background; the drag begins when it has come, if still held.

    What is dropped on a file manager or into a message is a file, which goes when the
    program ends; what is dropped into a text is the text.
    """

    def __init__(self, page: "CustomersPage") -> None:
        super().__init__(page)
        self._page = page
        self._folder: QTemporaryDir | None = None
        page.view.drags = page.desk.actor.can(Permission.CUSTOMERS_EXPORT)
        page.view.drag_wanted.connect(self._ask)

    def mime(self, form: "Format", text: str) -> QMimeData:
        """What is carried: text of its kind, plain text, and a file with it."""
        data = QMimeData()
        data.setData(_KINDS[form.value], text.encode())
        data.setText(text)
        if (file := self._file(form, text)) is not None:
            data.setUrls([QUrl.fromLocalFile(str(file))])
        return data

    def _ask(self) -> None:
        from app.exchange.export_schemas import Format  # noqa: PLC0415 - not for the first list

        alt = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
        form = Format.VCARD if alt else Format.CSV
        ids: Sequence[int] = list(self._page.chosen_ids())
        columns = self._page.shown() if form is Format.CSV else None
        text = partial(self._page.desk.services.exports.as_text, ids, form, columns)
        self._page.desk.tasks.run(self, text, partial(self._carry, form))

    def _carry(self, form: "Format", text: str) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        drag = QDrag(self._page.view)
        drag.setMimeData(self.mime(form, text))
        drag.setPixmap(icon(Icon.EXPORT).pixmap(32, 32))
        drag.exec(Qt.DropAction.CopyAction)

    def _file(self, form: "Format", text: str) -> Path | None:
        if self._folder is None:
            self._folder = QTemporaryDir(QDir.temp().filePath("customer-desk-XXXXXX"))
        if not self._folder.isValid():
            return None
        path = Path(self._folder.filePath(f"customers.{form.value}"))
        # A spreadsheet takes a file without this mark for one in an old encoding.
        mark = "utf-8-sig" if form.value == _CSV else "utf-8"
        path.write_text(text, encoding=mark, newline="")
        return path
