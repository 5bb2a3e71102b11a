"""How each kind of cell is painted."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.kit.cells import Cell, Kind
from ui.kit.face import END, MIDDLE, START, Face
from ui.kit.icons import Icon, paint_icon
from ui.kit.theme import CAPTION, Role, Theme

PAD = 13
BADGE = 22
AVATAR = 24
GLYPH = 14
_INITIALS = 10
_GAP = 6


class Brush:
    """The faces of one theme at one text size, and the painting of cells with them."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.body = Face(theme.font())
        self.strong = Face(theme.font(weight=QFont.Weight.DemiBold))
        self.caption = Face(theme.font(CAPTION, QFont.Weight.Medium))
        self.tiny = Face(theme.font(_INITIALS, QFont.Weight.DemiBold))
        self._painters = {
            Kind.PLAIN: self._plain,
            Kind.MUTED: self._muted,
            Kind.NAME: self._name,
            Kind.BADGE: self._badge,
            Kind.OUTLINED: self._outlined,
            Kind.ALERT: self._alert,
        }

    def cell(self, painter: QPainter, rect: QRect, cell: Cell, *, right: bool, rtl: bool) -> None:
        """Paint `cell` into `rect`; numbers stand `right` where people read left to right."""
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        self._painters[cell.kind](painter, inner, cell, END if right != rtl else START, rtl)

    def skeleton(self, painter: QPainter, rect: QRect, seed: int) -> None:
        """A grey bar where text will be."""
        share = 0.45 + (seed * 7 % 5) / 10
        wide = (rect.width() - 2 * PAD) * min(share, 0.85)
        bar = QRectF(rect.x() + PAD, rect.center().y() - 5, wide, 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(Role.SKELETON))
        painter.drawRoundedRect(bar, 4, 4)

    def _plain(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        self.body.write(painter, rect, cell.text, self.theme.color(Role.TEXT), side)

    def _muted(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        self.body.write(painter, rect, cell.text, self.theme.color(Role.MUTED), side)

    def _name(self, painter: QPainter, rect: QRect, cell: Cell, side: int, rtl: bool) -> None:
        at, rest = _beside(rect, self.theme.px(AVATAR), 8, rtl=rtl)
        _round(painter, QRectF(at), self.theme.color(cell.tone.background), None)
        mood = self.theme.color(cell.tone.foreground)
        self.tiny.write(painter, at, cell.initials, mood, MIDDLE)
        self.strong.write(painter, rest, cell.text, self.theme.color(Role.TEXT), side)

    def _badge(self, painter: QPainter, rect: QRect, cell: Cell, side: int, rtl: bool) -> None:
        glyph = self.theme.px(GLYPH)
        wide = min(self.caption.width(cell.text) + glyph + _GAP + 18, rect.width())
        pill = _at_start(rect, wide, self.theme.px(BADGE), rtl=side == END)
        role = cell.tone.foreground
        _round(painter, QRectF(pill), self.theme.color(cell.tone.background), None)
        at, rest = _beside(pill.adjusted(8, 0, -10, 0), glyph, _GAP, rtl=rtl)
        paint_icon(painter, QRectF(at), cell.icon or Icon.INFO, role)
        self.caption.write(painter, rest, cell.text, self.theme.color(role), END if rtl else START)

    def _outlined(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        wide = min(self.caption.width(cell.text) + 20, rect.width())
        pill = _at_start(rect, wide, self.theme.px(BADGE), rtl=side == END)
        edge = QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5)
        _round(painter, edge, None, self.theme.color(Role.BORDER_STRONG))
        inner, colour = pill.adjusted(9, 0, -9, 0), self.theme.color(Role.TEXT)
        self.caption.write(painter, inner, cell.text, colour, MIDDLE)

    def _alert(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        if cell.icon is not None:
            # The text keeps its place; the sign stands before it, on the inner side.
            glyph = self.theme.px(GLYPH)
            used = min(self.body.width(cell.text), rect.width() - glyph - _GAP)
            x = rect.x() + used + _GAP if side == START else rect.right() - used - _GAP - glyph
            box = QRectF(x, rect.center().y() - glyph / 2 + 1, glyph, glyph)
            paint_icon(painter, box, cell.icon, cell.tone.foreground)
            _sign, rect = _beside(rect, glyph, _GAP, rtl=side == START)
        self.body.write(painter, rect, cell.text, self.theme.color(Role.TEXT), side)


def _round(painter: QPainter, rect: QRectF, fill: QColor | None, edge: QColor | None) -> None:
    """A rectangle with round ends."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)


def _at_start(rect: QRect, width: int, height: int, *, rtl: bool) -> QRect:
    x = rect.right() + 1 - width if rtl else rect.x()
    return QRect(x, rect.y() + (rect.height() - height) // 2, width, height)


def _beside(rect: QRect, side: int, gap: int, *, rtl: bool) -> tuple[QRect, QRect]:
    """A square at the start of `rect`, and what is left after a gap."""
    square = _at_start(rect, side, side, rtl=rtl)
    used = side + gap
    return square, rect.adjusted(0, 0, -used, 0) if rtl else rect.adjusted(used, 0, 0, 0)
