"""Paints the rows of a list: ground, hairline, cells, and the buttons within a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from ui.kit.cells import Kind
from ui.kit.icons import Icon, paint_icon
from ui.kit.painting import PAD, Brush
from ui.kit.table import TableModel
from ui.kit.theme import Role, theme

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected.value
_GLYPH = 16
_GAP = 2


@dataclass(frozen=True, slots=True)
class Inline:
    """A button within each row; the first of a row shows its title.

    `fits` may leave it out of a single row, which it gets.
    """

    name: str
    title: str
    icon: Icon
    destructive: bool = False
    fits: Callable[[Any], bool] | None = None


class RowDelegate(QStyledItemDelegate):
    """Stateless but for what the pointer is over; everything else comes from the model."""

    def __init__(self, model: TableModel[Any], parent: QTableView) -> None:
        super().__init__(parent)
        self._model = model
        self._view = parent
        self.inline: Sequence[Inline] = ()
        self.hovered_row = -1
        self.hovered_inline = -1
        self.brush = Brush(theme())
        theme().changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.brush = Brush(theme())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.brush.theme.px(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell, as Qt asks for it; a whole view goes through `paint_rows`."""
        row, rect = index.row(), option.rect
        self.ground(painter, rect, row, chosen=bool(option.state.value & _SELECTED))
        rtl = option.direction is Qt.LayoutDirection.RightToLeft
        self._cells(painter, row, [(index.column(), rect.x(), rect.width())], rect, rtl=rtl)

    def paint_rows(self, painter: QPainter, dirty: QRect) -> None:
        """Every row that `dirty` touches, at once: Qt would call back for each single cell.

        Each call waits for its turn among the threads, and a worker may be busy.
        """
        view, rtl = self._view, self._view.isRightToLeft()
        columns = self._columns(dirty)
        top, bottom = view.rowAt(dirty.top()), view.rowAt(dirty.bottom())
        if top < 0 or not columns:
            return
        if bottom < 0:
            bottom = self._model.rowCount() - 1
        left = min(x for _column, x, _width in columns)
        width = max(x + wide for _column, x, wide in columns) - left
        height, y = view.rowHeight(top), view.rowViewportPosition(top)
        chosen, current = view.selectionModel(), view.currentIndex()
        focused = current.row() if view.hasFocus() else -1
        for row in range(top, bottom + 1):
            rect = QRect(left, y, width, height)
            is_chosen = chosen.isSelected(self._model.index(row, columns[0][0]))
            self.ground(painter, rect, row, chosen=is_chosen)
            self._cells(painter, row, columns, rect, rtl=rtl)
            if row == focused:
                self._edge(painter, view.visualRect(current), rtl=rtl)
            y += height

    def _columns(self, dirty: QRect) -> list[tuple[int, int, int]]:
        """The columns that can be seen there: number, left edge and width."""
        header, found = self._view.horizontalHeader(), []
        for place in range(header.count()):
            column = header.logicalIndex(place)
            x, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if width and x <= dirty.right() and x + width > dirty.left():
                found.append((column, x, width))
        return found

    def ground(self, painter: QPainter, rect: QRect, row: int, *, chosen: bool) -> None:
        """What lies below a row's cells."""
        look = self.brush.theme
        if chosen:
            painter.fillRect(rect, look.color(Role.SELECTION))
        elif row == self.hovered_row:
            painter.fillRect(rect, look.color(Role.HOVER))
        line = QRect(rect.x(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, look.color(Role.GRID))

    def says(self, _row: int, _column: int) -> bool:
        """Whether a cell is painted: a list may leave out what the row above says already."""
        return True

    def _cells(
        self,
        painter: QPainter,
        row: int,
        columns: Sequence[tuple[int, int, int]],
        within: QRect,
        *,
        rtl: bool,
    ) -> None:
        """The cells of a row in these columns, at the height of `within`."""
        y, height = within.y(), within.height()
        cooked, ready = self._model.cooked(row), self._model.is_ready(row)
        for column, x, width in columns:
            if not self.says(row, column):
                continue
            rect = QRect(x, y, width, height)
            if not ready:
                self.brush.skeleton(painter, rect, row + column)
                continue
            cell = cooked.cell(column) if cooked else self._model.cell(row, column)
            if cell.kind is Kind.ACTIONS:
                self._buttons(painter, rect, row)
            else:
                self.brush.cell(painter, rect, cell, right=self._model.is_right(column), rtl=rtl)

    def _edge(self, painter: QPainter, rect: QRect, *, rtl: bool) -> None:
        """Where the keyboard is."""
        x = rect.right() - 2 if rtl else rect.x()
        edge = QRect(x, rect.y() + 4, 3, rect.height() - 9)
        painter.fillRect(edge, self.brush.theme.color(Role.FOCUS))

    def inline_width(self) -> int:
        """How wide a column of these buttons must be."""
        rects = self.inline_rects(QRect(0, 0, 0, 40))
        return rects[-1].right() + PAD if rects else 0

    def inline_rects(self, rect: QRect) -> list[QRect]:
        """Where the buttons are within a cell."""
        side, x, found = self.brush.theme.px(30), rect.x() + PAD - 8, []
        for place, item in enumerate(self.inline):
            wide = side
            if place == 0:
                wide = self.brush.caption.width(item.title) + self.brush.theme.px(_GLYPH) + 24
            found.append(QRect(x, rect.y() + (rect.height() - side) // 2, wide, side))
            x += wide + _GAP
        return found

    def inline_at(self, rect: QRect, point: QPoint, row: int) -> int:
        """Which button of a row is at `point`, or -1."""
        for place, found in enumerate(self.inline_rects(rect)):
            if found.contains(point) and self._offers(row, place):
                return place
        return -1

    def _offers(self, row: int, place: int) -> bool:
        fits, found = self.inline[place].fits, self._model.row(row)
        return fits is None or found is None or fits(found)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row, column = index.row(), index.column()
        if not index.isValid() or self._model.cell(row, column).kind is not Kind.ACTIONS:
            return super().helpEvent(event, view, option, index)
        place = self.inline_at(option.rect, event.pos(), row)
        if place >= 0:
            QToolTip.showText(event.globalPos(), self.inline[place].title, view)
        return place >= 0

    def _buttons(self, painter: QPainter, rect: QRect, row: int) -> None:
        offered = tuple(place for place in range(len(self.inline)) if self._offers(row, place))
        if row == self.hovered_row and self.hovered_inline in offered:
            self._draw_buttons(painter, rect, offered, self.hovered_inline)
            return
        names = tuple(self.inline[place].name for place in offered)

        def draw(inside: QPainter, room: QRect) -> None:
            self._draw_buttons(inside, room, offered, -1)

        self.brush.stamp(painter, rect, (Kind.ACTIONS, self._view.objectName(), *names), draw)

    def _draw_buttons(
        self, painter: QPainter, rect: QRect, offered: Sequence[int], hovered: int
    ) -> None:
        look, glyph = self.brush.theme, self.brush.theme.px(_GLYPH)
        for place, (item, at) in enumerate(zip(self.inline, self.inline_rects(rect), strict=True)):
            if place not in offered:
                continue
            hot = place == hovered
            role = Role.DANGER if item.destructive and hot else Role.TEXT if hot else Role.MUTED
            if hot:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(look.color(Role.BORDER_STRONG), 1))
                painter.setBrush(look.color(Role.SURFACE))
                painter.drawRoundedRect(QRectF(at).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            x = at.x() + 8 if place == 0 else at.x() + (at.width() - glyph) / 2
            box = QRectF(x, at.y() + (at.height() - glyph) / 2, glyph, glyph)
            paint_icon(painter, box, item.icon, role)
            if place == 0:
                words = at.adjusted(8 + glyph + 6, 0, -4, 0)
                self.brush.caption.write(painter, words, item.title, look.color(Role.TEXT))
