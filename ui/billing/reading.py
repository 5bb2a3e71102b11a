"""A dialog to read a table in, with its sums below and a way on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _
from ui.billing.totals import Sum, TotalsView
from ui.kit.parts import button, label
from ui.kit.plain_table import Head, Line, PlainTable
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

SIZE = (980, 640)


class TableDialog(QDialog):
    """`say` tells above the table what it shows. Open it with `open()`."""

    def __init__(
        self, place: str, title: str, heads: Sequence[Head], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self.setObjectName(place)
        self.setWindowTitle(title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = paragraph("", "muted", f"{place}.lead")
        self.table = PlainTable(f"{place}.table", title, heads)
        self.totals = TotalsView(f"{place}.totals")
        self.close_button = button(_("Close"), f"{place}.close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "h1", name=f"{place}.title"))
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.totals)
        self.column.addLayout(self.buttons)
        screen, (width, height) = self.screen().availableSize(), SIZE
        self.resize(
            min(theme().px(width), screen.width() - 40),
            min(theme().px(height), screen.height() - 60),
        )
        self.close_button.setFocus()

    def add_step(self, step: QWidget) -> None:
        """One more button, before Close."""
        self.buttons.insertWidget(self.buttons.count() - 1, step)

    def show_found(self, said: str, lines: Sequence[Line], sums: Sequence[Sum] = ()) -> None:
        """Show these rows and sums."""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.table.show_lines(lines)
        self.totals.show_sums(sums)
        self.totals.setVisible(bool(sums))
