"""A small table to read: its rows are ready texts, in the order they are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTableView

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.theme import Role, theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = 30
FRAME = 12


@dataclass(frozen=True, slots=True)
class Head:
    """A column's title, an `N_()` constant; one of them should `stretch`, numbers stand `right`."""

    title: str
    right: bool = False
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `strong` is for sums, `muted` for what explains the row above."""

    cells: tuple[str, ...]
    strong: bool = False
    muted: bool = False
    hint: str = ""


class _Model(QAbstractTableModel):
    def __init__(self, heads: Sequence[Head], parent: QObject) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        head = self.heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(head.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return fmt.RIGHT if head.right else fmt.LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[column] if column < len(line.cells) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return fmt.RIGHT if self.heads[column].right else fmt.LEFT
        if role == Qt.ItemDataRole.FontRole and line.strong:
            return theme().font(weight=QFont.Weight.DemiBold)
        if role == Qt.ItemDataRole.ForegroundRole and line.muted:
            return theme().color(Role.MUTED)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.hint or None
        return None


class PlainTable(QTableView):
    """Named `<name>`; with `fits` it is as high as its rows, up to that many of them."""

    def __init__(self, name: str, title: str, heads: Sequence[Head], *, fits: int = 0) -> None:
        super().__init__()
        self._fits = fits
        self._model = _Model(heads, self)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(self._model)
        self.setProperty("role", "boxed")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW))
        bar = self.horizontalHeader()
        bar.setObjectName(f"{name}.header")
        bar.setHighlightSections(False)
        bar.setSectionsClickable(False)
        self._stretched = [place for place, head in enumerate(heads) if head.stretch]
        for place, head in enumerate(heads):
            bar.setSectionResizeMode(
                place,
                QHeaderView.ResizeMode.Stretch if head.stretch else QHeaderView.ResizeMode.Fixed,
            )
        self.show_lines(())

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._model.lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows."""
        self._model.show_lines(lines)
        # Measures the first thousand rows; nobody scrolls further to find a wider number.
        for place, head in enumerate(self._model.heads):
            if not head.stretch:
                self.resizeColumnToContents(place)
                self.setColumnWidth(place, self.columnWidth(place) + theme().px(FRAME))
        if self._fits:
            rows = min(max(len(lines), 1), self._fits)
            self.setFixedHeight(
                rows * self.verticalHeader().defaultSectionSize()
                + self.horizontalHeader().sizeHint().height() + FRAME
            )  # fmt: skip
