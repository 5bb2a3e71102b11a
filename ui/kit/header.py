"""The header of a list: aligned like its cells, a chevron at the sorted column only."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.kit.icons import Icon, paint_icon
from ui.kit.painting import PAD
from ui.kit.table import TableModel
from ui.kit.theme import CAPTION, Role, theme

_CHEVRON = 14
_GAP = 4


class Header(QHeaderView):
    """Emits `sort_asked` with a column's key when a sortable one is clicked."""

    sort_asked = Signal(str)

    def __init__(self, model: TableModel[Any], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = model
        self._sorted, self._descending = "", False
        self._hovered = -1
        self._restyle()
        theme().changed.connect(self._restyle)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionClicked.connect(self._clicked)

    def _restyle(self) -> None:
        self._font = theme().font(CAPTION, QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(self._font)
        self.setFixedHeight(theme().px(34))
        self.viewport().update()

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Say which column the list is sorted by."""
        self._sorted, self._descending = key, descending
        self.viewport().update()

    def needed(self, column: int) -> int:
        """The width a column's title needs in full, with its chevron."""
        words = self._metrics.horizontalAdvance(self._table.title(column))
        return words + 2 * PAD + _CHEVRON + _GAP

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        look, spec = theme(), self._table.columns[column]
        active = spec.key == self._sorted
        hovered = spec.sortable and column == self._hovered
        painter.save()
        painter.fillRect(rect, look.color(Role.HOVER if hovered else Role.SURFACE))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.color(Role.BORDER))
        painter.setFont(self._font)
        painter.setPen(look.color(Role.TEXT if active or hovered else Role.MUTED))
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        room = inner.width() - ((_CHEVRON + _GAP) if active else 0)
        words = self._metrics.elidedText(
            self._table.title(column), Qt.TextElideMode.ElideRight, room
        )
        used = self._metrics.horizontalAdvance(words)
        right = bool(spec.align & Qt.AlignmentFlag.AlignRight) != self.isRightToLeft()
        x = inner.right() + 1 - used if right else inner.x()
        painter.drawText(
            QRect(x, inner.y(), used + 2, inner.height()), Qt.AlignmentFlag.AlignVCenter, words
        )
        if active:
            at = x - _GAP - _CHEVRON if right else x + used + _GAP
            box = QRectF(at, rect.center().y() - _CHEVRON / 2 + 1, _CHEVRON, _CHEVRON)
            chevron = Icon.CHEVRON_DOWN if self._descending else Icon.CHEVRON_UP
            paint_icon(painter, box, chevron, Role.TEXT)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: Any) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, column: int) -> None:
        if column != self._hovered:
            self._hovered = column
            self.viewport().update()

    def _clicked(self, column: int) -> None:
        if self._table.columns[column].sortable:
            self.sort_asked.emit(self._table.columns[column].key)
