"""The third step of an import: what would become of each row, and what can be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.exchange.schemas import Label, Rehearsal
from ui.exchange.fix_grid import Check, FixGrid
from ui.exchange.fix_model import Mending
from ui.exchange.preview import Preview
from ui.exchange.summary import Summary
from ui.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Checked:
    """A rehearsal, and what mending its rows needs: columns, mapping, and a quick check."""

    rehearsal: Rehearsal
    header: tuple[str, ...]
    check: Check
    mapping: Mapping[str, str] = field(default_factory=dict)


class RowsStep(QWidget):
    """A list of all rows; those with problems alone stand in a grid, to be mended."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._checked: Checked | None = None
        self.mending = Mending()
        self.summary = Summary(place)
        self.preview = Preview(desk, f"{place}.preview")
        self.grid = FixGrid(desk, place, self.mending)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.preview)
        self._pages.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.summary)
        column.addWidget(self._pages, 1)
        self.summary.picked.connect(self._pick)
        self.show_checked(None)

    @property
    def is_mending(self) -> bool:
        """Whether the grid is shown, whose rows stay while they are mended."""
        return self._pages.currentWidget() is self.grid

    def forget(self) -> None:
        """It is another file: nothing is mended yet."""
        self.mending.fixes.clear()
        self.mending.skipped.clear()
        self._pages.setCurrentWidget(self.preview)
        self.show_checked(None)

    def show_checked(self, checked: Checked | None) -> None:
        """Show what would happen to each row; None for nothing yet."""
        self._checked = checked
        found = checked.rehearsal if checked else None
        self.summary.show_found(found)
        self.preview.show_rows(found)
        if self.is_mending:
            self.summary.pick(Label.ERROR)
            self.grid.recheck(checked.check if checked else None)

    def _pick(self, label: Label | None) -> None:
        if label is Label.ERROR:
            if self._checked is not None:
                found = self._checked
                self.grid.show_rows(found.rehearsal.rows, found.header, found.mapping, found.check)
            self._pages.setCurrentWidget(self.grid)
            self.grid.start()
        else:
            self._pages.setCurrentWidget(self.preview)
            self.preview.show_only(label)
