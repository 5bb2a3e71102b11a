"""Takes licenses out into a file: which rows, which format, and what for."""

from array import array
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import DeskError, Invalid
from app.core.listing import ListQuery, Selection
from app.core.text import _, ngettext
from app.exchange.export_schemas import PURPOSE_LENGTH, ExportResult, Format
from app.exchange.lists.reading import ListOrder
from ui.exchange.export_result import reveal
from ui.exchange.format_cards import FormatCards
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "export"
_WIDTH = 560


def export_licenses(
    desk: Desk, asked: ListQuery, ids: Sequence[int], parent: QWidget | None = None
) -> QDialog:
    """The open dialog that exports the chosen licenses, or all that are asked for."""
    dialog = LicenseExportDialog(desk, asked, ids, parent)
    dialog.open()
    return dialog


class LicenseExportDialog(QDialog):
    """Closes once the file is written, and says where it is."""

    def __init__(
        self, desk: Desk, asked: ListQuery, ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._asked, self._ids = desk, asked, array("q", ids)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Export licenses"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = ngettext("The %s selected license", "The %s selected licenses", len(self._ids))
        self.selected = _radio(said % fmt.text(len(self._ids)), f"{PLACE}.scope.selected")
        self.filtered = _radio(_("The list as filtered"), f"{PLACE}.scope.filtered")
        self.formats = FormatCards(PLACE, (Format.XLSX, Format.CSV))
        self.purpose = QLineEdit()
        self.purpose.setObjectName(f"{PLACE}.purpose")
        self.purpose.setPlaceholderText(_("For example: yearly audit"))
        self.purpose.setMaxLength(PURPOSE_LENGTH)
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.run = button(_("Export…"), f"{PLACE}.run", role="primary")
        self.run.setDefault(True)
        self._arrange()
        chosen = self.selected if self._ids else self.filtered
        chosen.setChecked(True)
        self.selected.setVisible(bool(self._ids))
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._offer)

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
        form = self.formats.read()
        words = _("Excel workbooks (*.xlsx)"), _("Comma-separated (*.csv)")
        kinds = words if form is Format.XLSX else words[::-1]
        suggested = f"{_('licenses')}-{fmt.today().isoformat()}.{form.value}"
        path = dialogs.ask_save_path(self, suggested, [kinds[0], _("All files (*)")])
        if path is None:
            return
        if not path.suffix:
            path = path.with_suffix(f".{form.value}")
        self.bar.say("")
        chosen = Selection(self._asked)
        if self.selected.isChecked():
            chosen = Selection(ids=tuple(self._ids))
        order = ListOrder(form, chosen, purpose=self.purpose.text())
        export = partial(self.desk.services.list_exports.run, "licenses", path, order)
        self.work.start(self, _("Exporting licenses…"), export, partial(self._done, path))

    def _done(self, path: Path, result: ExportResult) -> None:
        said = ngettext(
            "%(count)s license saved in %(file)s.", "%(count)s licenses saved in %(file)s.",
            result.rows,
        )  # fmt: skip
        told = said % {"count": fmt.text(result.rows), "file": path.name}
        self.desk.notices.say(told, (_("Show in folder"), partial(reveal, path)))
        self.accept()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("The export was stopped. No file was written."))
        else:
            self.bar.say(str(error))
            if isinstance(error, Invalid) and "purpose" in error.fields:
                self.purpose.setFocus()

    def _offer(self, busy: bool) -> None:
        for part in (self.run, self.formats, self.purpose, self.selected, self.filtered):
            part.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.run)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(paragraph(_("Keys stay masked, as the list shows them."), "muted"))
        column.addWidget(self.formats)
        column.addWidget(self.selected)
        column.addWidget(self.filtered)
        column.addWidget(title_for(self.purpose, _("What is it for?")))
        column.addWidget(self.purpose)
        column.addWidget(
            paragraph(_("Kept with your name in the log of exports."), "caption")
        )  # fmt: skip
        column.addStretch(1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        column.addLayout(foot)
        self.resize(theme().px(_WIDTH), self.sizeHint().height())


def _radio(words: str, name: str) -> QRadioButton:
    made = QRadioButton(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made
