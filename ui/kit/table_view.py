"""The view of a list: rows chosen by mouse or keyboard, buttons in rows, true scroll bar."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ui.kit.cells import Kind
from ui.kit.delegates import Inline, RowDelegate
from ui.kit.header import Header
from ui.kit.table import TableModel
from ui.kit.theme import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
# Rows beyond those on the screen: a turn of the wheel.
_MORE = 6
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class TableView(QTableView):
    """Shows a `TableModel`. `rows_seen` carries the rows on the screen, first and last.

    `opened` carries a row number, `inline_chosen` a button's name and a row number. With
    `drags`, chosen rows can be dragged: `drag_wanted` says that somebody does.
    """

    rows_seen = Signal(int, int)
    opened = Signal(int)
    inline_chosen = Signal(str, int)
    chosen_changed = Signal()
    current_changed = Signal()
    drag_wanted = Signal()
    resized = Signal()

    def __init__(self, model: TableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self.header = Header(model, self)
        self.setHorizontalHeader(self.header)
        self.painter_of_rows = RowDelegate(model, self)
        self.setItemDelegate(self.painter_of_rows)
        self._compact = False
        self._pressed = ("", -1)
        self.drags = False
        # Where a chosen row is held: which of them is meant is known when it is let go.
        self._held: QPoint | None = None
        self._prepare()
        self._restyle()
        theme().changed.connect(self._restyle)
        self.verticalScrollBar().valueChanged.connect(self._tell_seen)
        for signal in (model.modelReset, model.rowsInserted):
            signal.connect(self._tell_seen)
        model.modelReset.connect(self.chosen_changed)
        self.doubleClicked.connect(self._double_clicked)

    def _prepare(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)

    @property
    def compact(self) -> bool:
        """Whether rows are close together."""
        return self._compact

    def set_compact(self, compact: bool) -> None:
        """Rows close together, or comfortable."""
        self._compact = compact
        self._restyle()

    def _restyle(self) -> None:
        height = theme().px(32 if self._compact else 40)
        top = self.rowAt(0)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        if top > 0:
            self.verticalScrollBar().setValue(top * height)
        self._tell_seen()

    def paint_by(self, delegate: RowDelegate) -> None:
        """Let another delegate paint the rows; buttons within them stay."""
        delegate.inline = self.painter_of_rows.inline
        self.painter_of_rows.deleteLater()
        self.painter_of_rows = delegate
        self.setItemDelegate(delegate)

    def set_inline(self, inline: Sequence[Inline]) -> None:
        """The buttons within each row."""
        self.painter_of_rows.inline = inline

    def row_height(self) -> int:
        """How high every row is, in pixels."""
        return self.verticalHeader().defaultSectionSize()

    def room(self) -> int:
        """How many rows there is room for, and a few more; 0 while that is not known."""
        return self.viewport().height() // self.row_height() + _MORE if self.isVisible() else 0

    def seen(self) -> tuple[int, int]:
        """The first and last row on the screen; (0, -1) if there is none."""
        count = self.table.rowCount()
        if not count:
            return (0, -1)
        height = self.row_height()
        top = self.verticalScrollBar().value() // height
        return (min(top, count - 1), min(count - 1, top + self.viewport().height() // height + 1))

    def current_row(self) -> int:
        """The row the keyboard is at, or -1."""
        return self.currentIndex().row()

    def chosen_ranges(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last), in order; never one entry per row."""
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        ranges = sorted((part.top(), part.bottom()) for part in parts)
        merged: list[tuple[int, int]] = []
        for top, bottom in ranges:
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
            else:
                merged.append((top, bottom))
        return merged

    def choose(self, rows: Iterable[int], current: int = -1) -> None:
        """Select exactly these rows, given in order, and put the keyboard at `current`."""
        selection, last = QItemSelection(), self.table.columnCount() - 1
        start = end = -2
        for row in [*rows, -2]:
            if row == end + 1:
                end = row
                continue
            if start >= 0:
                selection.select(self.table.index(start, 0), self.table.index(end, last))
            start = end = row
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        if current >= 0:
            column = max(0, self.header.logicalIndex(0))
            model.setCurrentIndex(self.table.index(current, column), flags.NoUpdate)
        model.select(selection, flags.ClearAndSelect | flags.Rows)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.painter_of_rows.paint_rows(painter, event.rect())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.current_row() >= 0:
            self.opened.emit(self.current_row())
            return
        if event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
            return
        plain = event.modifiers() in {_NO_KEYS, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in _ENDS and plain and (rows := self.table.rowCount()):
            # Rows are chosen as a whole: the first or last column is no place to go to.
            place = 0 if event.key() == Qt.Key.Key_Home else rows - 1
            self.choose([place], place)
            return
        super().keyPressEvent(event)
        # Qt chooses the row it moves to; where it cannot move, the one it stands at is meant.
        if event.key() in _MOVES and plain and not self.selectionModel().hasSelection():
            self.choose([self.current_row()] if self.current_row() >= 0 else [])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved = event.position().toPoint() - self._held
            if moved.manhattanLength() >= QApplication.startDragDistance():
                self._held = None
                self.drag_wanted.emit()
            return
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row(), self._inline_at(event.position().toPoint())[1])

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1, -1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, place = self._inline_at(event.position().toPoint())
        self._pressed = (self.painter_of_rows.inline[place].name if place >= 0 else "", row)
        self._held = None
        if self.drags and row >= 0 and place < 0 and _plainly_left(event):
            chosen = self.selectionModel().isRowSelected(row, QModelIndex())
            self._held = event.position().toPoint() if chosen else None
        if self._held is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._held = None
            super().mousePressEvent(event)
        super().mouseReleaseEvent(event)
        row, place = self._inline_at(event.position().toPoint())
        pressed, self._pressed = self._pressed, ("", -1)
        if place < 0 or event.button() is not Qt.MouseButton.LeftButton:
            return
        name = self.painter_of_rows.inline[place].name
        if pressed == (name, row):
            self.inline_chosen.emit(name, row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self._tell_seen()

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.table.cell(index.row(), index.column()).kind is not Kind.ACTIONS:
            self.opened.emit(index.row())

    def _inline_at(self, point: QPoint) -> tuple[int, int]:
        """The row and the button within it at `point`; -1 for none."""
        index = self.indexAt(point)
        if not index.isValid():
            return (-1, -1)
        if self.table.cell(index.row(), index.column()).kind is not Kind.ACTIONS:
            return (index.row(), -1)
        rect = self.visualRect(index)
        return (index.row(), self.painter_of_rows.inline_at(rect, point, index.row()))

    def _hover(self, row: int, place: int) -> None:
        pen = self.painter_of_rows
        if (row, place) == (pen.hovered_row, pen.hovered_inline):
            return
        for old in {pen.hovered_row, row} - {-1}:
            y = self.rowViewportPosition(old)
            self.viewport().update(QRect(0, y, self.viewport().width(), self.row_height()))
        pen.hovered_row, pen.hovered_inline = row, place
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
        )

    def _tell_seen(self) -> None:
        self.rows_seen.emit(*self.seen())


def _plainly_left(event: QMouseEvent) -> bool:
    """The left button alone, without a key that would add to the choice."""
    plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
    return plain and event.button() is Qt.MouseButton.LeftButton
