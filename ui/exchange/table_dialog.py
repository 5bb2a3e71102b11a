"""Brings in licenses, activations and the like: choose a file, see what happens, do it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import DeskError, Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.pasted import Pasted
from app.exchange.schemas import DateOrder, Inspection, Label, Options
from app.exchange.tables.reading import TableRehearsal
from ui.exchange import words
from ui.exchange.import_log import ImportLog
from ui.exchange.import_shell import PLACE, ImportShell
from ui.exchange.mapping_panel import MappingPanel
from ui.exchange.preview import Preview
from ui.exchange.source_panel import SourcePanel
from ui.exchange.summary import Summary
from ui.exchange.table_buttons import TableButtons
from ui.exchange.table_words import KINDS, WORDS, fields_of
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.text_parts import paragraph

_SIZE = (980, 700)


def import_table(desk: Desk, target: str, parent: QWidget | None = None) -> QDialog:
    """The open dialog that imports into a target, such as "licenses"."""
    dialog = TableImportDialog(desk, target, parent)
    dialog.open()
    return dialog


class TableImportDialog(ImportShell):
    """One page: the file, and what happens to its rows or what its columns mean."""

    def __init__(self, desk: Desk, target: str, parent: QWidget | None = None) -> None:
        self.target, self._words = target, WORDS[target]
        super().__init__(desk, _(self._words.title), _SIZE, parent)
        self.rehearsal: TableRehearsal | None = None
        self._days: DateOrder | None = None
        self.source = SourcePanel(PLACE, title=self._words.title, kinds=KINDS)
        self.summary = Summary(PLACE, mending=False)
        self.notes = paragraph("", "muted", f"{PLACE}.effects")
        self.preview = Preview(desk, f"{PLACE}.preview", spec=self._words.columns)
        self.mapping = MappingPanel(f"{PLACE}.mapping", fields=fields_of(target))
        self.buttons = TableButtons(PLACE)
        self._arrange()
        self._connect()
        self._show(None)
        self.source.file.setFocus()

    def take(self, path: Path | Pasted) -> None:
        """Look into a file, or into what was pasted."""
        self.path, self._days = path, None
        self.source.show_path(path)
        self._look(Options(), {})

    def _look(self, options: Options, wanted: dict[str, str]) -> None:
        """Find out what is in the file; columns in `wanted` keep their field."""
        if self.path is None:
            return
        self._soon.stop()
        self.found = None
        self._show(None)
        look = partial(self.desk.services.table_imports.inspect, self.target, self.path, options)
        self.work.start(self, _("Reading the file…"), look, partial(self._looked, wanted))

    def _looked(self, wanted: dict[str, str], found: Inspection) -> None:
        self.found = found
        self.source.show_found(found)
        kept = {name: field for name, field in wanted.items() if name in found.header}
        self.mapping.show_found(found, kept or found.mapping)
        self._rehearse()

    def _options(self) -> Options:
        """How to read the file; as days are guessed column by column, only what was chosen."""
        return replace(self.source.options(), date_order=self._days)

    def _reread(self) -> None:
        shown = self.source.options().date_order
        if self.found is not None and shown not in (None, self.found.date_order):
            self._days = shown
        self._look(self._options(), self.mapping.mapping)

    def _remap(self) -> None:
        self.work.stop()
        self._show(None)
        self._soon.start()

    def _rehearse(self) -> None:
        if self.path is None or self.found is None:
            return
        self._show(None)
        rehearse = partial(
            self.desk.services.table_imports.rehearse, self.target, self.path,
            self.mapping.mapping, self._options(),
        )  # fmt: skip
        self.work.start(self, _("Checking the rows…"), rehearse, self._show)

    def _show(self, rehearsal: TableRehearsal | None) -> None:
        """Show what would happen to each row; None for nothing yet."""
        self.rehearsal = rehearsal
        self.bar.say("")
        self.summary.show_found(rehearsal)
        self.preview.show_rows(rehearsal)
        ignored = [
            name for name in (self.found.header if self.found and rehearsal else ())
            if name not in self.mapping.mapping
        ]  # fmt: skip
        said = list(rehearsal.notes) if rehearsal else [_(self._words.hint)]
        if ignored:
            said.append(_("Not imported: %s.") % ", ".join(fmt.short(one, 40) for one in ignored))
        self.notes.setText(" ".join(said))
        self.notes.setVisible(bool(said))
        self._offer()

    def _run(self) -> None:
        if self.path is None or self.rehearsal is None or not self.buttons.run.isEnabled():
            return
        options = replace(self._options(), skip_errors=True, sha256=self.rehearsal.sha256)
        self._writing = True
        self.bar.say("")
        run = partial(
            self.desk.services.table_imports.run, self.target, self.path, self.mapping.mapping,
            options,
        )  # fmt: skip
        self.work.start(self, _("Importing the rows…"), run, self._done)

    def _done(self, result: TableRehearsal) -> None:
        self._writing = False
        self.rehearsal = result
        said = [*words.rows_outcome(result.counts), *result.notes]
        self.ended.show_result(said, errors=result.counts[Label.ERROR] > 0, changed=False)
        self.pages.setCurrentWidget(self.ended)
        self.desk.notices.say(" ".join(words.rows_outcome(result.counts)))
        self._offer()
        self.buttons.cancel.setFocus()

    def _saves_errors(self, path: Path | Pasted, out: Path) -> Callable[[Progress], int]:
        return partial(
            self.desk.services.table_imports.save_errors, self.target, path, out,
            self.mapping.mapping, self._options(),
        )  # fmt: skip

    def _mend(self, error: DeskError) -> None:
        if isinstance(error, Invalid) and "mapping" in error.fields:
            self.buttons.columns.setChecked(True)

    def _offer(self) -> None:
        """Offer what can be done now."""
        over = self.pages.currentWidget() is self.ended
        self.body.setEnabled(not self._writing)
        self.buttons.columns.setVisible(self.found is not None and not over)
        reads_log = self.desk.actor.can(Permission.CUSTOMERS_IMPORT)
        self.buttons.log.setVisible(reads_log and self.path is None)
        self.buttons.offer(
            self.rehearsal, busy=self.work.is_busy, writing=self._writing, over=over
        )  # fmt: skip

    def _connect(self) -> None:
        self.source.chosen.connect(self.take)
        self.source.changed.connect(self._reread)
        self.mapping.changed.connect(self._remap)
        self.summary.picked.connect(self.preview.show_only)
        self.buttons.columns.toggled.connect(
            lambda on: self.tables.setCurrentWidget(self.mapping if on else self.rows)
        )
        self.buttons.run.clicked.connect(self._run)
        self.buttons.cancel.clicked.connect(self.reject)
        self.buttons.save_errors.clicked.connect(self._save_errors)
        self.buttons.log.clicked.connect(lambda: ImportLog(self.desk, self).open())

    def _arrange(self) -> None:
        self.body, self.rows = QWidget(), QWidget()
        self.tables = QStackedWidget()
        _stacked(self.rows, self.summary, self.preview)
        for page in (self.rows, self.mapping):
            self.tables.addWidget(page)
        _stacked(self.body, self.source, self.notes, self.tables)
        self._lay_out(self.body, self.buttons)


def _stacked(page: QWidget, *parts: QWidget) -> None:
    """Put parts one below the other; the last takes what room there is."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part, int(part is parts[-1]))
