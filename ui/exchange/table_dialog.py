"""Brings in licenses, activations and the like: choose a file, see what happens, do it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import DeskError, Invalid
from app.core.text import _, ngettext
from app.exchange.pasted import Pasted
from app.exchange.schemas import DateOrder, Inspection, Label, Options
from app.exchange.tables.reading import TableRehearsal
from ui.exchange import words
from ui.exchange.import_dialog import PLACE, dropped
from ui.exchange.mapping_panel import MappingPanel
from ui.exchange.preview import Preview
from ui.exchange.result_page import ResultPage
from ui.exchange.source_panel import SourcePanel
from ui.exchange.summary import Summary
from ui.exchange.table_buttons import TableButtons
from ui.exchange.table_words import KINDS, WORDS, fields_of
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

_COALESCE_MS = 200
_SIZE = (980, 700)


def import_table(desk: Desk, target: str, parent: QWidget | None = None) -> QDialog:
    """The open dialog that imports into a target, such as "licenses"."""
    dialog = TableImportDialog(desk, target, parent)
    dialog.open()
    return dialog


class TableImportDialog(QDialog):
    """Rehearses again whenever something about the file or its columns changes."""

    def __init__(self, desk: Desk, target: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.target = desk, target
        self._words = WORDS[target]
        self.setObjectName(PLACE)
        self.setWindowTitle(_(self._words.title))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.path: Path | Pasted | None = None
        self.found: Inspection | None = None
        self.rehearsal: TableRehearsal | None = None
        self._writing = False
        self._days: DateOrder | None = None
        self.source = SourcePanel(PLACE, title=self._words.title, kinds=KINDS)
        self.summary = Summary(PLACE, mending=False)
        self.notes = paragraph("", "muted", f"{PLACE}.effects")
        self.preview = Preview(desk, f"{PLACE}.preview", spec=self._words.columns)
        self.mapping = MappingPanel(f"{PLACE}.mapping", fields=fields_of(target))
        self.ended = ResultPage(PLACE)
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.buttons = TableButtons(PLACE)
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self._rehearse)
        self._arrange()
        self._connect()
        self._show(None)
        self.source.file.setFocus()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being done, or about to be."""
        return not self.work.is_busy and not self._soon.isActive()

    def take(self, path: Path | Pasted) -> None:
        """Look into a file, or into what was pasted."""
        self.path, self._days = path, None
        self.source.show_path(path)
        self._look(Options(), {})

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

    def _save_errors(self) -> None:
        if self.path is None:
            return
        stem = _("pasted cells") if isinstance(self.path, Pasted) else self.path.stem
        suggested = _("%s, to be mended.csv") % stem
        out = dialogs.ask_save_path(self, suggested, [_("Comma-separated (*.csv)")])
        if out is None:
            return
        save = partial(
            self.desk.services.table_imports.save_errors, self.target, self.path, out,
            self.mapping.mapping, self._options(),
        )  # fmt: skip
        self.work.start(self, _("Saving the rows…"), save, partial(self._saved, out))

    def _saved(self, out: Path, count: int) -> None:
        said = ngettext(
            "%(rows)s row saved as %(file)s.", "%(rows)s rows saved as %(file)s.", count
        )
        self.desk.notices.say(said % {"rows": fmt.text(count), "file": out.name})

    def _failed(self, error: Exception) -> None:
        self._writing = False
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The import was stopped. Nothing was changed."))
        else:
            self.bar.say(str(error))
            if isinstance(error, Invalid) and "mapping" in error.fields:
                self.buttons.columns.setChecked(True)
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done now."""
        over = self.pages.currentWidget() is self.ended
        self.body.setEnabled(not self._writing)
        self.buttons.columns.setVisible(self.found is not None and not over)
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
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(lambda _busy: self._offer())
        self.buttons.run.clicked.connect(self._run)
        self.buttons.cancel.clicked.connect(self.reject)
        self.buttons.save_errors.clicked.connect(self._save_errors)
        # Enter alone is the search's and the file's; it must not import by the way.
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._run)

    def _arrange(self) -> None:
        self.body, self.rows = QWidget(), QWidget()
        self.pages, self.tables = QStackedWidget(), QStackedWidget()
        _stacked(self.rows, self.summary, self.preview)
        for page in (self.rows, self.mapping):
            self.tables.addWidget(page)
        _stacked(self.body, self.source, self.notes, self.tables)
        for page in (self.body, self.ended):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        column.addWidget(self.buttons)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in _SIZE)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))


def _stacked(page: QWidget, *parts: QWidget) -> None:
    """Put parts one below the other; the last takes what room there is."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part, int(part is parts[-1]))
