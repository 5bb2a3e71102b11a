"""Brings customers in: choose a file, say what its columns mean, see what happens, do it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import DeskError, Invalid
from app.core.text import _, ngettext
from app.exchange.pasted import Pasted
from app.exchange.schemas import ImportResult, Inspection, Label, Options, Rehearsal
from ui.exchange import words
from ui.exchange.import_body import ImportBody
from ui.exchange.import_buttons import ImportButtons
from ui.exchange.import_log import ImportLog, confirm_revert
from ui.exchange.result_page import ResultPage
from ui.exchange.step_bar import Step
from ui.kit import dialogs, undoing
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.parts import label
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "import"
_COALESCE_MS = 200
_SIZE = (1080, 740)


def import_customers(desk: Desk, parent: QWidget | None = None) -> QDialog:
    """The open dialog that imports customers."""
    dialog = ImportDialog(desk, parent)
    dialog.open()
    return dialog


class ImportDialog(QDialog):
    """Rehearses again whenever something about the file or the mapping changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Import customers"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.path: Path | Pasted | None = None
        self.found: Inspection | None = None
        self.rehearsal: Rehearsal | None = None
        self._command = 0
        self._writing = False
        # Whether the file is a new choice of which nothing is shown yet.
        self._fresh = False
        # Where to go once the rows of a file are checked and nothing had to be asked.
        self._goal = Step.ROWS
        self._settling = False
        self.body = ImportBody(desk, PLACE)
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.buttons = ImportButtons(PLACE)
        self.pages = QStackedWidget()
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self._rehearse)
        self._arrange()
        self._connect()
        self._offer()
        self.body.file.source.file.setFocus()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being done, or about to be."""
        return not self.work.is_busy and not self._soon.isActive()

    def take(self, path: Path | Pasted) -> None:
        """Look into a file, or into what was pasted."""
        self.path, self._fresh = path, True
        self.body.file.source.show_path(path)
        self._look(Options(), {})

    def settle_at(self, step: Step) -> None:
        """Stop at this step, instead of at the rows, once they are checked."""
        self._goal = step

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self._writing and self.work.is_busy:
            self.work.cancel()
            return
        self._soon.stop()
        self.work.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self._writing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.take(path)

    def _look(self, options: Options, wanted: dict[str, str]) -> None:
        """Find out what is in the file; columns in `wanted` keep their field."""
        if self.path is None:
            return
        self._soon.stop()
        self.found, self.rehearsal = None, None
        self.bar.say("")
        look = partial(self.desk.services.exchange.inspect, self.path, options)
        self.work.start(
            self, _("Reading the file…"), lambda _progress: look(), partial(self._looked, wanted)
        )

    def _looked(self, wanted: dict[str, str], found: Inspection) -> None:
        fresh, self._fresh = self._fresh, False
        self.found, self._settling = found, fresh and not found.uncertain
        kept = {name: field for name, field in wanted.items() if name in found.header}
        self.body.show_found(found, kept or found.mapping, fresh=fresh)
        self._rehearse()

    def _reread(self) -> None:
        self._look(self.body.options(), self.body.mapping)

    def _remap(self) -> None:
        self.work.stop()
        self.rehearsal = None
        self._offer()
        self._soon.start()

    def _rehearse(self) -> None:
        if self.path is None or self.found is None:
            return
        self.rehearsal = None
        self.bar.say("")
        rehearse = partial(
            self.desk.services.exchange.rehearse,
            self.path,
            self.body.mapping,
            self.body.options(),
        )
        self.work.start(self, _("Checking the rows…"), rehearse, self._rehearsed)

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.body.show_rehearsal(rehearsal, self.found)
        if self._settling:
            self._settling = False
            self.body.go_to(self._goal)
        self._offer()

    def _run(self) -> None:
        if self.path is None or self.rehearsal is None or self.work.is_busy:
            return
        options = replace(self.body.options(), skip_errors=True, sha256=self.rehearsal.sha256)
        self.bar.say("")
        self._writing = True
        run = partial(self.desk.services.exchange.run, self.path, self.body.mapping, options)
        self.work.start(self, _("Importing customers…"), run, self._done)

    def _done(self, result: ImportResult) -> None:
        self._writing, self._command = False, result.command
        said = words.outcome(result.counts)
        errors = result.counts[Label.ERROR] > 0
        self.ended.show_result(said, errors=errors, changed=result.command > 0)
        self.pages.setCurrentWidget(self.ended)
        self.buttons.finish()
        undoing.done(self.desk, " ".join(said), result.command)

    def _revert(self) -> None:
        if confirm_revert(self, ""):
            undoing.undo(self.desk, self._command)

    def _show_log(self) -> None:
        ImportLog(self.desk, self).open()

    def _save_errors(self) -> None:
        if self.path is None:
            return
        stem = _("pasted cells") if isinstance(self.path, Pasted) else self.path.stem
        suggested = _("%s, to be mended.csv") % stem
        target = dialogs.ask_save_path(self, suggested, [_("Comma-separated (*.csv)")])
        if target is None:
            return
        save = partial(
            self.desk.services.exchange.save_errors,
            self.path,
            target,
            self.body.mapping,
            self.body.options(),
        )
        self.work.start(self, _("Saving the rows…"), save, partial(self._saved, target))

    def _saved(self, target: Path, count: int) -> None:
        said = ngettext(
            "%(rows)s row saved as %(file)s.", "%(rows)s rows saved as %(file)s.", count
        )
        self.desk.notices.say(said % {"rows": count, "file": target.name})
        self._offer()

    def _failed(self, error: Exception) -> None:
        self._writing, self._settling = False, False
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The import was stopped. Nothing was changed."))
        else:
            self.bar.say(str(error))
            if self._fresh:
                self.body.show_nothing()
            elif self.rehearsal is None:
                self.body.show_rehearsal(None, self.found)
                self._lead_to(error)
        self._offer()

    def _lead_to(self, error: DeskError) -> None:
        """Go back to where what is wrong can be chosen otherwise."""
        keys = set(error.fields) if isinstance(error, Invalid) else set()
        if keys & {"file", "encoding", "date_order"}:
            self.body.go_to(Step.FILE)
        elif keys & {"mapping", "rules"}:
            self.body.go_to(Step.COLUMNS)

    def _offer(self) -> None:
        """Offer what can be done now."""
        busy = self.work.is_busy
        self.body.setEnabled(not self._writing)
        self.buttons.offer(self.body.step, self.rehearsal, busy=busy, writing=self._writing)
        self.buttons.next.setEnabled(self.found is not None)

    def _connect(self) -> None:
        source = self.body.file.source
        source.chosen.connect(self.take)
        source.changed.connect(self._reread)
        self.body.meant_otherwise.connect(self._remap)
        self.body.step_changed.connect(self._offer)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(lambda _busy: self._offer())
        self.ended.revert_asked.connect(self._revert)
        buttons = self.buttons
        buttons.run.clicked.connect(self._run)
        buttons.log.clicked.connect(self._show_log)
        buttons.next.clicked.connect(lambda: self.body.go_on(1))
        buttons.back.clicked.connect(lambda: self.body.go_on(-1))
        buttons.cancel.clicked.connect(self.reject)
        buttons.save_errors.clicked.connect(self._save_errors)
        # Enter alone is the search's and the file's; it must not import by the way.
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._run)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.body.file)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(source.take_clipboard)

    def _arrange(self) -> None:
        self.ended = ResultPage(PLACE)
        self.pages.addWidget(self.body)
        self.pages.addWidget(self.ended)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(_("Import customers"), "h1"))
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        column.addWidget(self.buttons)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in _SIZE)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))


def dropped(event: QDropEvent) -> Path | None:
    """The one file that is being dropped."""
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None
