"""Brings customers in: choose a file, say what its columns mean, see what happens, do it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import DeskError, Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.pasted import Pasted
from app.exchange.schemas import ImportResult, Inspection, Label, Options, Rehearsal
from ui.exchange import words
from ui.exchange.import_body import ImportBody
from ui.exchange.import_buttons import ImportButtons
from ui.exchange.import_log import ImportLog, confirm_revert
from ui.exchange.import_shell import PLACE, ImportShell
from ui.exchange.step_bar import Step
from ui.kit import undoing
from ui.kit.desk import Desk

_SIZE = (1080, 740)


def import_customers(desk: Desk, parent: QWidget | None = None) -> QDialog:
    """The open dialog that imports customers."""
    dialog = ImportDialog(desk, parent)
    dialog.open()
    return dialog


class ImportDialog(ImportShell):
    """Three steps: the file, what its columns mean, what happens to its rows."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Import customers"), _SIZE, parent)
        self.rehearsal: Rehearsal | None = None
        self._command = 0
        # Whether the file is a new choice of which nothing is shown yet.
        self._fresh = False
        # Where to go once the rows of a file are checked and nothing had to be asked.
        self._goal = Step.ROWS
        self._settling = False
        self.body = ImportBody(desk, PLACE)
        self.buttons = ImportButtons(PLACE)
        self._lay_out(self.body, self.buttons)
        self._connect()
        self._offer()
        self.body.file.source.file.setFocus()

    def take(self, path: Path | Pasted) -> None:
        """Look into a file, or into what was pasted."""
        self.path, self._fresh = path, True
        self.body.file.source.show_path(path)
        self._look(Options(), {})

    def settle_at(self, step: Step) -> None:
        """Stop at this step, instead of at the rows, once they are checked."""
        self._goal = step

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
        said = words.outcome(result.counts) + words.tags_outcome(result.rehearsal.new_tags)
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

    def _saves_errors(self, path: Path | Pasted, out: Path) -> Callable[[Progress], int]:
        return partial(
            self.desk.services.exchange.save_errors, path, out, self.body.mapping,
            self.body.options(),
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self._settling = False
        super()._failed(error)

    def _mend(self, error: DeskError) -> None:
        if self._fresh:
            self.body.show_nothing()
        elif self.rehearsal is None:
            self.body.show_rehearsal(None, self.found)
            self._lead_to(error)

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
        self.ended.revert_asked.connect(self._revert)
        buttons = self.buttons
        buttons.run.clicked.connect(self._run)
        buttons.log.clicked.connect(self._show_log)
        buttons.next.clicked.connect(lambda: self.body.go_on(1))
        buttons.back.clicked.connect(lambda: self.body.go_on(-1))
        buttons.cancel.clicked.connect(self.reject)
        buttons.save_errors.clicked.connect(self._save_errors)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.body.file)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(source.take_clipboard)
