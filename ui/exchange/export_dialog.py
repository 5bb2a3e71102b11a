"""Takes customers out into a file: which format, which columns, which rows."""

from collections.abc import Sequence
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.listing import ListQuery, Selection
from app.core.text import N_, _, ngettext
from app.exchange.export_schemas import ALL, ExportOrder, ExportResult, Format, suggested_name
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.form_choices import ChoiceEditor
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, titled
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "export"
_FORMATS = (
    (Format.XLSX, N_("Excel workbook (XLSX)")),
    (Format.CSV, N_("Comma-separated text (CSV)")),
)
_KINDS = {Format.CSV: N_("Comma-separated (*.csv)"), Format.XLSX: N_("Excel workbooks (*.xlsx)")}
_WIDTH = 480


class Scope(Enum):
    """Which customers are taken out."""

    SELECTED = "selected"
    FILTERED = "filtered"
    ALL = "all"


def export_customers(
    desk: Desk,
    asked: ListQuery,
    ids: Sequence[int],
    visible_columns: Sequence[str],
    parent: QWidget | None = None,
) -> QDialog:
    """The open dialog that exports customers.

    `asked` is what the list shows, `ids` are the chosen rows in order.
    """
    dialog = ExportDialog(desk, asked, ids, visible_columns, parent)
    dialog.open()
    return dialog


class ExportDialog(QDialog):
    """Stays open while the file is written, and closes when it is there."""

    def __init__(
        self,
        desk: Desk,
        asked: ListQuery,
        ids: Sequence[int],
        visible_columns: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self._asked, self._ids = desk, asked, list(ids)
        self._visible = list(visible_columns)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Export customers"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.format = ChoiceEditor([(form, _(name)) for form, name in _FORMATS])
        self.columns = ChoiceEditor(self._column_options())
        self.scope = ChoiceEditor(self._scope_options())
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.run = button(_("Export…"), f"{PLACE}.run", role="primary")
        self.run.setDefault(True)
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._arrange()
        self._connect()
        self._recall()

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
        form: Format = self.format.read()
        path = dialogs.ask_save_path(
            self, suggested_name(form, fmt.today()), [_(_KINDS[form]), _("All files (*)")]
        )
        if path is None:
            return
        if not path.suffix:
            path = path.with_suffix(f".{form.value}")
        self.bar.say("")
        self._remember()
        selection = {
            Scope.ALL: ALL,
            Scope.FILTERED: Selection(self._asked),
            Scope.SELECTED: Selection(ids=tuple(self._ids)),
        }[self.scope.read()]
        columns = tuple(self._visible) if self.columns.read() else None
        order = ExportOrder(form, selection, columns)
        export = partial(self.desk.services.exports.run, path, order)
        self.work.start(self, _("Exporting customers…"), export, partial(self._done, path))

    def _done(self, path: Path, result: ExportResult) -> None:
        rows = result.rows
        said = ngettext(
            "%(rows)s customer exported to %(file)s.",
            "%(rows)s customers exported to %(file)s.",
            rows,
        )
        folder = QUrl.fromLocalFile(str(path.parent))
        self.desk.notices.say(
            said % {"rows": fmt.text(rows), "file": path.name},
            (_("Open folder"), lambda: _open(folder)),
        )
        self.accept()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The export was stopped. No file was written."))
        else:
            self.bar.say(str(error))

    def _offer(self, busy: bool) -> None:
        for part in (self.run, self.format.widget, self.columns.widget, self.scope.widget):
            part.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _column_options(self) -> list[tuple[bool, str]]:
        shown = ngettext("The %s column shown", "The %s columns shown", len(self._visible))
        return [(True, shown % fmt.text(len(self._visible))), (False, _("All columns"))]

    def _scope_options(self) -> list[tuple[Scope, str]]:
        options = [(Scope.FILTERED, _("The list as filtered and sorted"))]
        if self._ids:
            chosen = ngettext("The %s chosen customer", "The %s chosen customers", len(self._ids))
            options.insert(0, (Scope.SELECTED, chosen % fmt.text(len(self._ids))))
        return [*options, (Scope.ALL, _("All customers, also archived ones"))]

    def _recall(self) -> None:
        kept = self.desk.memory.recall(PLACE, {"format": "", "shown": True})
        known = {form.value: form for form, _name in _FORMATS}
        self.format.write(known.get(str(kept.get("format")), Format.XLSX))
        self.columns.write(bool(kept.get("shown")))
        self.scope.write(Scope.SELECTED if self._ids else Scope.FILTERED)

    def _remember(self) -> None:
        self.desk.memory.keep(
            PLACE, {"format": self.format.read().value, "shown": self.columns.read()}
        )

    def _connect(self) -> None:
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._offer)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(_("Export customers"), "h1"))
        for editor, name, words in (
            (self.scope, "scope", _("Customers")),
            (self.columns, "columns", _("Columns")),
            (self.format, "format", _("Format")),
        ):
            editor.set_name(f"{PLACE}.{name}", words)
            column.addLayout(titled(editor.widget, words, editor.input))
        column.addWidget(paragraph(_("Who exports what is kept in the audit trail."), "muted"))
        column.addWidget(self.bar)
        column.addWidget(self.work)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.run)
        column.addLayout(buttons)
        self.setMinimumWidth(theme().px(_WIDTH))


def _open(folder: QUrl) -> None:
    QDesktopServices.openUrl(folder)
