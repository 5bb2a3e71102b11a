"""A page's button in the navigation, with the number that matters about it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.pressing import ToolButton
from ui.kit.theme import CAPTION, Role, theme

_HIGH, _AROUND, _EDGE = 18, 12, 8
_DOT = 8
# A number with more digits than fit is not read anyway.
_MOST = 99


class NavButton(ToolButton):
    """Reads as its title, and its number in words; folded to its icon, a dot stands for it."""

    def __init__(self, title: str, shortcut: str) -> None:
        super().__init__()
        self._title, self._shortcut = title, shortcut
        self.count = 0
        self.setText(title)
        self.show_count(0, "")

    def show_count(self, count: int, words: str) -> None:
        """Show so many, which mean `words`; 0 shows nothing."""
        self.count = count
        said = _("%(page)s, %(count)s") % {"page": self._title, "count": words}
        name = said if count else self._title
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self._shortcut})" if self._shortcut else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count:
            return
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            painter.setBrush(look.color(Role.DANGER))
            x = self.width() / 2 + (-_DOT - 6 if rtl else 6)
            painter.drawEllipse(QRectF(x, self.height() / 2 - 12, _DOT, _DOT))
        else:
            self._pill(painter, rtl=rtl)
        painter.end()

    def _pill(self, painter: QPainter, *, rtl: bool) -> None:
        look = theme()
        text = fmt.text(self.count) if self.count <= _MOST else f"{_MOST}+"
        painter.setFont(look.font(CAPTION, QFont.Weight.DemiBold))
        high = look.px(_HIGH)
        wide = max(high, painter.fontMetrics().horizontalAdvance(text) + _AROUND)
        x = _EDGE if rtl else self.width() - wide - _EDGE
        room = QRectF(x, (self.height() - high) / 2, wide, high)
        painter.setBrush(look.color(Role.BAD_BG))
        painter.drawRoundedRect(room, high / 2, high / 2)
        painter.setPen(look.color(Role.BAD_FG))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
