"""The log of imports: who brought in what, what came of it, and taking one back."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.listing import small
from app.core.text import N_, _
from app.exchange.schemas import CUSTOMERS, ImportJob
from ui.kit import dialogs, undoing
from ui.kit import format as fmt
from ui.kit.actions import RowAction
from ui.kit.cells import Cell, Kind
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Column, columns
from ui.kit.theme import theme

PLACE = "imports"
_SIZE = (980, 560)


def _stands(job: ImportJob) -> bool:
    """Whether it can be taken back, as far as the log knows."""
    return job.target == CUSTOMERS and bool(job.command) and job.undone_at is None


def _state(job: ImportJob, _value: Any, _text: str) -> Cell:
    said = "" if job.command else _("Changed nothing")
    if job.undone_at is not None:
        said = _("By %(who)s, %(when)s") % {"who": job.undone_by, "when": fmt.text(job.undone_at)}
    return Cell(said, Kind.MUTED)


_WHAT = {
    CUSTOMERS: N_("Customers"),
    "licenses": N_("Licenses"),
    "activations": N_("Activations"),
    "invoices": N_("Invoices"),
    "payments": N_("Payments"),
}
COLUMNS = columns(
    ImportJob,
    Column("at", N_("When"), 150, priority=0),
    Column("who", N_("Who"), 130),
    Column("target", N_("What"), 110, show=lambda target: _(_WHAT[target]), priority=1),
    Column("file", N_("File"), 180, stretch=True, priority=0),
    Column("created", N_("Created"), 80, priority=0),
    Column("updated", N_("Updated"), 80, priority=0),
    Column("unchanged", N_("Unchanged"), 90, priority=4),
    Column("skipped", N_("Skipped"), 80, priority=4),
    Column("refused", N_("Problems"), 80, priority=2),
    Column("profile", N_("Saved mapping"), 130, priority=5),
    Column("undone_at", N_("Taken back"), 150, cook=_state, priority=1),
)
WORDS = ListWords(
    title=N_("Imports"),
    one=N_("%s import"),
    many=N_("%s imports"),
    nothing=N_("Nothing was imported yet"),
    hint=N_("Every import is kept here, with what came of it."),
    no_match=N_("No import matches"),
    search=N_("Search by file, person or mapping…"),
)


class ImportLog(QDialog):
    """Lists imports, the latest first; each of customers can be taken back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Earlier imports"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = RowAction(
            N_("Take back…"),
            self._ask,
            Permission.CUSTOMERS_IMPORT,
            Icon.UNDO,
            name=f"{PLACE}.revert",
            inline=True,
            fits=_stands,
        )
        self.page: ListPage[ImportJob] = ListPage(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            small(desk.services.imports.jobs),
            row_actions=(back,),
            sort=("at", True),
            watches=("import_jobs", "customers"),
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

    def _ask(self, ids: Sequence[int]) -> None:
        work = partial(self.desk.services.imports.job, ids[0])
        self.desk.tasks.run(self, work, self._confirm)

    def _confirm(self, job: ImportJob) -> None:
        if confirm_revert(self, job.file):
            undoing.undo(self.desk, job.command)


def confirm_revert(parent: QWidget, file: str) -> bool:
    """Ask whether an import is to be taken back, naming what follows."""
    title = _("Take the import of %s back?") % file if file else _("Take this import back?")
    said = _(
        "Customers it created are removed, and those it updated are as before. Whoever was "
        "changed since is listed first and stays."
    )
    return bool(dialogs.confirm(parent, title, said, _("Take the import back"), destructive=True))
