"""Paints a list row with something muted at its right end."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.theme import CAPTION, Role, theme

HINT = Qt.ItemDataRole.UserRole + 1
_GAP, _EDGE = 16, 10


class HintDelegate(QStyledItemDelegate):
    """Title as always, the text in the role `HINT` small and to the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        hint = str(index.data(HINT) or "")
        font = theme().font(CAPTION)
        painter.save()
        painter.setFont(font)
        room = painter.fontMetrics().horizontalAdvance(hint)
        painter.restore()
        rect = QRect(shown.rect)
        style = shown.widget.style() if shown.widget else QApplication.style()
        if hint:
            # The style elides the title within what it is told to be the row.
            title = shown.fontMetrics.elidedText(
                shown.text,
                Qt.TextElideMode.ElideRight,
                max(80, rect.width() - room - _GAP - _EDGE - 44),
            )
            shown.text = title
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        painter.save()
        painter.setFont(font)
        painter.setPen(theme().color(Role.MUTED))
        inner = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)
        painter.restore()
