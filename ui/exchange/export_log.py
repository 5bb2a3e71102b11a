"""The log of exports: who took out what, by which filter, how many, and why."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.listing import small
from app.core.text import N_, _, ngettext
from app.exchange.export_schemas import ExportJob, Format
from ui.exchange.export_result import reveal
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.actions import Action
from ui.kit.cells import Cell, Kind, muted
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Column, columns
from ui.kit.theme import theme

PLACE = "exports"
_SIZE = (1040, 580)
_FORMATS = {
    Format.XLSX: "XLSX",
    Format.CSV: "CSV",
    Format.PDF: "PDF",
    Format.VCARD: N_("Contact cards"),
}


def _file(job: ExportJob, value: Any, text: str) -> Cell:
    if not value:
        return Cell(_("Dragged out of the list"), Kind.MUTED)
    if job.written:
        return Cell(text)
    return Cell(_("%s (not written)") % text, Kind.MUTED)


COLUMNS = columns(
    ExportJob,
    Column("at", N_("When"), 172, priority=0),
    Column("who", N_("Who"), 130, priority=0),
    Column("rows", N_("Rows"), 96, priority=0),
    Column("words", N_("Filter"), 220, stretch=True, priority=1),
    Column("purpose", N_("Why"), 150, priority=2),
    Column("file", N_("File"), 190, cook=_file, priority=3),
    Column("form", N_("Format"), 90, show=lambda form: _(_FORMATS[form]), priority=4),
    Column("columns", N_("Columns"), 200, cook=muted, priority=5),
)
WORDS = ListWords(
    title=N_("Exports"),
    one=N_("%s export"),
    many=N_("%s exports"),
    nothing=N_("Nothing was exported yet"),
    hint=N_("Every export is kept here: who took out what, and why."),
    no_match=N_("No export matches"),
    search=N_("Search by person, filter, reason or file…"),
)


class ExportLog(QDialog):
    """Lists exports, the latest first, and writes them into a file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Earlier exports"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = Action(
            N_("Save as CSV…"), self._save, Permission.AUDIT_READ, Icon.DOWNLOAD, "",
            f"{PLACE}.save",
        )  # fmt: skip
        self.page: ListPage[ExportJob] = ListPage(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            small(desk.services.exports.jobs),
            actions=(save,),
            sort=("at", True),
            watches=("exports",),
            embedded=True,
        )
        shut = QDialogButtonBox(self)
        shut.addButton(button(_("Close"), f"{PLACE}.close"), QDialogButtonBox.ButtonRole.RejectRole)
        shut.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.page, 1)
        column.addWidget(shut)
        self.resize(*(theme().px(side) for side in _SIZE))

    def _save(self) -> None:
        suggested = f"{_('exports')}-{fmt.today().isoformat()}.csv"
        path = dialogs.ask_save_path(self, suggested, [_("Comma-separated (*.csv)")])
        if path is None:
            return
        work = partial(self.desk.services.exports.save_jobs, path)
        self.desk.tasks.run(self, work, partial(self._saved, path))

    def _reveal(self, path: Path) -> None:
        if not reveal(path):
            said = _("This computer has no program that shows folders. The file is in %s.")
            self.desk.notices.warn(said % path.parent)

    def _saved(self, path: Path, lines: int) -> None:
        said = ngettext(
            "%(rows)s line saved as %(file)s.", "%(rows)s lines saved as %(file)s.", lines
        )
        self.desk.notices.say(
            said % {"rows": fmt.text(lines), "file": path.name},
            (_("Show in folder"), lambda: self._reveal(path)),
        )
