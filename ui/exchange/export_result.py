"""What came of an export: where the file is, and what to do with it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role

_LONGEST = 70


class ExportResultPage(QWidget):
    """Says how many rows are in the file; `again` goes back to the form."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._path, self._told = Path(), ""
        self.title = label("", "h2", name=f"{place}.result")
        self.place = label("", "muted", name=f"{place}.result.place")
        self.notes = paragraph("", "", f"{place}.result.notes")
        self.open = button(_("Open file"), f"{place}.result.open", Icon.EXTERNAL)
        self.reveal = button(_("Show in folder"), f"{place}.result.folder", Icon.FOLDER)
        self.again = button(_("Export something else"), f"{place}.result.again", role="link")
        self.open.clicked.connect(self._open)
        self.reveal.clicked.connect(self._reveal)
        self._arrange()

    def show_result(self, path: Path, total: str, notes: Sequence[str]) -> None:
        """Tell of a file that was written, with so many rows, and what is odd about it."""
        self._path = path
        self.title.setText(_("%s exported") % total)
        where = _("%(file)s in %(folder)s") % {"file": path.name, "folder": str(path.parent)}
        self.place.setText(fmt.short(where, _LONGEST))
        self.place.setToolTip(str(path))
        self._told = "\n".join(notes)
        self._say("")

    def _open(self) -> None:
        said = _("No program on this computer opens %s. The file is in its folder.")
        self._say("" if open_path(self._path) else said % self._path.name)

    def _reveal(self) -> None:
        said = _("This computer has no program that shows folders. The file is in %s.")
        self._say("" if reveal(self._path) else said % self._path.parent)

    def _say(self, more: str) -> None:
        self.notes.setText("\n".join(filter(None, (self._told, more))))
        self.notes.setVisible(bool(self.notes.text()))

    def _arrange(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for widget in (self.open, self.reveal):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        self.notes.setAlignment(centre)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(picture(Icon.CIRCLE_CHECK, 40, Role.OK_FG), 0, centre)
        for said in (self.title, self.place):
            column.addWidget(said, 0, centre)
        column.addWidget(self.notes)
        column.addSpacing(6)
        column.addLayout(buttons)
        column.addWidget(self.again, 0, centre)
        column.addStretch(2)


def open_path(path: Path) -> bool:
    """Open a file, or a folder, with the program that is meant for it; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def reveal(path: Path) -> bool:
    """Show a file in its folder, marked where the system can; whether it can be shown."""
    if sys.platform == "win32":
        return QProcess.startDetached("explorer", ["/select,", str(path)])[0]
    if sys.platform == "darwin":
        return QProcess.startDetached("open", ["-R", str(path)])[0]
    return open_path(path.parent)
