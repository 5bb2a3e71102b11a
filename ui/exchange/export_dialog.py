"""Takes a list out into a file: which format, which columns, which rows."""

from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import DeskError, Invalid
from app.core.listing import ListQuery, Selection
from app.core.text import N_, _
from app.exchange.export_schemas import ExportResult, Format
from ui.exchange.export_body import ExportBody
from ui.exchange.export_form import ExportForm
from ui.exchange.export_log import ExportLog
from ui.exchange.export_result import ExportResultPage
from ui.exchange.list_body import ListBody
from ui.kit import dialogs
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "export"
F = TypeVar("F", bound=ExportForm)
_KINDS = {
    Format.CSV: N_("Comma-separated (*.csv)"),
    Format.XLSX: N_("Excel workbooks (*.xlsx)"),
    Format.PDF: N_("PDF documents (*.pdf)"),
    Format.VCARD: N_("Contact cards (*.vcf)"),
}


def export_customers(
    desk: Desk,
    asked: ListQuery,
    chosen: Sequence[int] | Selection,
    visible_columns: Sequence[str],
    parent: QWidget | None = None,
) -> QDialog:
    """The open dialog that exports customers.

    `asked` is what the list shows, `chosen` are the rows picked in it, in their order; a
    `Selection` without ids means every row the list has.
    """
    if isinstance(chosen, Selection):
        asked, chosen = (asked if chosen.ids is not None else chosen.asked), chosen.ids or ()
    dialog = customers_dialog(desk, asked, chosen, visible_columns, parent)
    dialog.open()
    return dialog


def customers_dialog(
    desk: Desk,
    asked: ListQuery,
    ids: Sequence[int],
    visible_columns: Sequence[str],
    parent: QWidget | None = None,
) -> "ExportDialog[ExportBody]":
    """The dialog that exports customers."""
    return ExportDialog(desk, ExportBody(desk, PLACE, asked, ids, visible_columns), parent)


def export_list(
    name: str,
    desk: Desk,
    asked: ListQuery,
    ids: Sequence[int],
    shown: Sequence[str],
    parent: QWidget | None = None,
    customer_id: int | None = None,
) -> "ExportDialog[ListBody]":
    """The open dialog that exports another list, such as "orders", or a customer's timeline."""
    body = ListBody(desk, PLACE, name, (asked, array("q", ids)), shown, customer_id)
    dialog = ExportDialog(desk, body, parent)
    dialog.open()
    return dialog


class ExportDialog(QDialog, Generic[F]):
    """Stays open while the file is written, and tells then where it is."""

    def __init__(self, desk: Desk, body: F, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.body = desk, body
        self.setObjectName(PLACE)
        self.setWindowTitle(body.title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.ended = ExportResultPage(PLACE)
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.earlier = button(_("Earlier exports…"), f"{PLACE}.log", Icon.HISTORY, "link")
        self.earlier.setVisible(desk.actor.can(Permission.AUDIT_READ))
        self.run = button(_("Export…"), f"{PLACE}.run", role="primary")
        self.run.setDefault(True)
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()
        body.recall(desk.memory.recall(body.memory, {}), ())
        desk.tasks.run(self, body.gather, partial(body.know, desk))

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self.work.is_busy:
            self.work.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _run(self) -> None:
        form = self.body.form()
        if problems := self.body.problems():
            self._refuse(" ".join(problems.values()), problems)
            return
        folder = Path(self.desk.memory.recall(f"{PLACE}.folder", ""))
        name = self.body.suggested()
        suggested = str(folder / name) if folder.is_dir() else name
        kinds = [_(_KINDS[form]), _("All files (*)")]
        if (path := dialogs.ask_save_path(self, suggested, kinds)) is None:
            return
        if not path.suffix:
            path = path.with_suffix(f".{form.value}")
        if path.suffix.lower() in {f".{one.value}" for one in Format if one is not form}:
            said = _("A file whose name ends in %(ending)s would not be what this writes. "
                     "Choose the format for it, or end the name in .%(own)s.")  # fmt: skip
            self._refuse(said % {"ending": path.suffix, "own": form.value}, {})
            return
        self.bar.say("")
        self.desk.memory.keep(self.body.memory, self.body.state())
        self.desk.memory.keep(f"{PLACE}.folder", str(path.parent))
        self.work.start(
            self, self.body.doing, self.body.export_to(path), partial(self.show_done, path)
        )  # fmt: skip

    def show_done(self, path: Path, result: ExportResult) -> None:
        """Tell that the file is there."""
        self.ended.show_result(path, self.body.rows.total(result.rows), result.notes)
        self._show_page(self.ended)
        self.ended.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The export was stopped. No file was written."))
        else:
            self._refuse(str(error), error.fields if isinstance(error, Invalid) else {})

    def _refuse(self, said: str, problems: Mapping[str, str]) -> None:
        """Say why not, with the keyboard where it can be mended; entries stay."""
        self.bar.say(said)
        self.body.point_at(problems)

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        over = page is self.ended
        self.run.setVisible(not over)
        self.cancel.setText(_("Close") if over else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _offer(self, busy: bool) -> None:
        for part in (self.run, self.body, self.earlier):
            part.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _connect(self) -> None:
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.earlier.clicked.connect(lambda: ExportLog(self.desk, self).open())
        self.ended.again.clicked.connect(lambda: self._show_page(self.body))
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._offer)

    def _arrange(self) -> None:
        self.pages.addWidget(self.body)
        self.pages.addWidget(self.ended)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label(self.windowTitle(), "h1"))
        head.addStretch(1)
        head.addWidget(self.earlier)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.run)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        column.addLayout(foot)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in self.body.size_hint)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))
