"""The buttons below an import of a table: its columns, rows with problems, import, close."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.text import _
from app.exchange.schemas import Label, Rehearsal
from ui.exchange.import_buttons import verb
from ui.kit.icons import Icon
from ui.kit.parts import button


class TableButtons(QWidget):
    """After the import only close, and save what was left out."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setProperty("foot", True)
        self.columns = button(_("Columns…"), f"{place}.columns", Icon.COLUMNS)
        self.columns.setCheckable(True)
        self.save_errors = button(
            _("Save rows with problems…"), f"{place}.saveErrors", Icon.DOWNLOAD
        )
        self.log = button(_("Earlier imports…"), f"{place}.log", Icon.HISTORY)
        self.cancel = button(_("Cancel"), f"{place}.cancel")
        self.run = button(_("Import"), f"{place}.run", role="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.columns)
        row.addWidget(self.save_errors)
        row.addWidget(self.log)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.run)

    def offer(self, found: Rehearsal | None, *, busy: bool, writing: bool, over: bool) -> None:
        """Enable what makes sense, and say on the button how much it does."""
        counts = found.counts if found else dict.fromkeys(Label, 0)
        useful, errors = counts[Label.CREATE] + counts[Label.UPDATE], counts[Label.ERROR]
        self.save_errors.setVisible(errors > 0)
        self.save_errors.setEnabled(not busy)
        self.run.setVisible(not over)
        self.run.setEnabled(bool(useful) and not busy and not over)
        self.run.setText(verb(useful, errors))
        self.run.setAccessibleName(self.run.text())
        self.cancel.setText(_("Stop") if writing else _("Close") if over else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
