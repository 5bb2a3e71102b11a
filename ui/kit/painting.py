"""How each kind of cell is painted.

Pills, badges and initials are drawn once and then stamped: their round shapes cost more
than all the text of a row.
"""

import atexit
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from ui.kit.cells import Cell, Kind
from ui.kit.face import END, MIDDLE, START, Face
from ui.kit.icons import Icon, paint_icon
from ui.kit.theme import CAPTION, Role, Theme

PAD = 13
BADGE = 22
AVATAR = 24
GLYPH = 14
# How much of its colour the ground of a chip has, and its edge.
CHIP_SHARE, _EDGE = 0.18, 0.55
_DOT = 8
_INITIALS = 10
_GAP = 6
_KEPT = 1_000
_stamps: dict[tuple[object, ...], QPixmap] = {}
# Pixmaps must not outlive the application object, which goes when Python ends.
atexit.register(_stamps.clear)


class Brush:
    """The faces of one theme at one text size, and the painting of cells with them."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.body = Face.of(theme.font())
        self.strong = Face.of(theme.font(weight=QFont.Weight.DemiBold))
        self.caption = Face.of(theme.font(CAPTION, QFont.Weight.Medium))
        self.tiny = Face.of(theme.font(_INITIALS, QFont.Weight.DemiBold))
        self.text, self.muted = theme.color(Role.TEXT), theme.color(Role.MUTED)
        self._look = (theme.is_dark, theme.high_contrast, theme.scale)
        self._painters = {
            Kind.PLAIN: self._plain,
            Kind.MUTED: self._muted,
            Kind.NAME: self._name,
            Kind.BADGE: self._badge,
            Kind.OUTLINED: self._outlined,
            Kind.ALERT: self._alert,
            Kind.CHIPS: self._chips,
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

    def stamp(
        self,
        painter: QPainter,
        rect: QRect,
        key: tuple[object, ...],
        draw: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paint what `draw` makes of a rectangle of this size; `key` names the same picture."""
        ratio = painter.device().devicePixelRatio()
        whole = (*key, rect.width(), rect.height(), ratio, *self._look)
        pixmap = _stamps.get(whole)
        if pixmap is None:
            if len(_stamps) >= _KEPT:
                _stamps.clear()
            pixmap = _stamps[whole] = QPixmap(rect.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            inside = QPainter(pixmap)
            draw(inside, QRect(0, 0, rect.width(), rect.height()))
            inside.end()
        painter.drawPixmap(rect.topLeft(), pixmap)

    def _plain(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        self.body.write(painter, rect, cell.text, self.text, side)

    def _muted(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        self.body.write(painter, rect, cell.text, self.muted, side)

    def _name(self, painter: QPainter, rect: QRect, cell: Cell, side: int, rtl: bool) -> None:
        at, rest = _beside(rect, self.theme.px(AVATAR), 8, rtl=rtl)

        def draw(inside: QPainter, room: QRect) -> None:
            _round(inside, QRectF(room), self.theme.color(cell.tone.background), None)
            mood = self.theme.color(cell.tone.foreground)
            self.tiny.write(inside, room, cell.initials, mood, MIDDLE)

        self.stamp(painter, at, (Kind.NAME, cell.initials, cell.tone), draw)
        self.strong.write(painter, rest, cell.text, self.text, side)

    def _badge(self, painter: QPainter, rect: QRect, cell: Cell, side: int, rtl: bool) -> None:
        glyph = self.theme.px(GLYPH)
        wide = min(self.caption.width(cell.text) + glyph + _GAP + 18, rect.width())
        pill = _at_start(rect, wide, self.theme.px(BADGE), rtl=side == END)

        def draw(inside: QPainter, room: QRect) -> None:
            role = cell.tone.foreground
            _round(inside, QRectF(room), self.theme.color(cell.tone.background), None)
            at, rest = _beside(room.adjusted(8, 0, -10, 0), glyph, _GAP, rtl=rtl)
            paint_icon(inside, QRectF(at), cell.icon or Icon.INFO, role)
            colour = self.theme.color(role)
            self.caption.write(inside, rest, cell.text, colour, END if rtl else START)

        self.stamp(painter, pill, (Kind.BADGE, cell.text, cell.icon, cell.tone, rtl), draw)

    def _outlined(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        wide = min(self.caption.width(cell.text) + 20, rect.width())
        pill = _at_start(rect, wide, self.theme.px(BADGE), rtl=side == END)

        def draw(inside: QPainter, room: QRect) -> None:
            edge = QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5)
            _round(inside, edge, None, self.theme.color(Role.BORDER_STRONG))
            words = room.adjusted(9, 0, -9, 0)
            self.caption.write(inside, words, cell.text, self.text, MIDDLE)

        self.stamp(painter, pill, (Kind.OUTLINED, cell.text), draw)

    def chips_width(self, cell: Cell) -> int:
        """How much room all chips of a cell take."""
        return sum(self._chip_width(words) + _GAP for words, _role in cell.chips) - _GAP

    def _chip_width(self, words: str) -> int:
        return self.caption.width(words) + self.theme.px(_DOT) + _GAP + 18

    def _chips(self, painter: QPainter, rect: QRect, cell: Cell, side: int, rtl: bool) -> None:
        left = len(cell.chips)
        for words, role in cell.chips:
            more = f"+{left - 1}" if left > 1 else ""
            keep = self.caption.width(f"+{left}") + 2 * _GAP if more else 0
            wide = self._chip_width(words)
            if wide + keep > rect.width():
                if left == len(cell.chips):
                    wide = rect.width() - keep
                else:
                    break
            at = _at_start(rect, wide, self.theme.px(BADGE), rtl=side == END)
            self._chip(painter, at, words, role, rtl=rtl)
            used = wide + _GAP
            rect = rect.adjusted(0, 0, -used, 0) if side == END else rect.adjusted(used, 0, 0, 0)
            left -= 1
        if left:
            self.caption.write(painter, rect, f"+{left}", self.muted, side)

    def _chip(self, painter: QPainter, at: QRect, words: str, role: Role, *, rtl: bool) -> None:
        colour, dot = self.theme.color(role), self.theme.px(_DOT)
        ground = mixed(colour, self.theme.color(Role.SURFACE), CHIP_SHARE)

        def draw(inside: QPainter, room: QRect) -> None:
            edge = QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5)
            _round(inside, edge, ground, mixed(colour, self.theme.color(Role.SURFACE), _EDGE))
            sign, rest = _beside(room.adjusted(9, 0, -9, 0), dot, _GAP, rtl=rtl)
            _round(inside, QRectF(sign), colour, None)
            self.caption.write(inside, rest, words, self.text, END if rtl else START)

        self.stamp(painter, at, (Kind.CHIPS, words, role, rtl), draw)

    def _alert(self, painter: QPainter, rect: QRect, cell: Cell, side: int, _rtl: bool) -> None:
        if cell.icon is not None:
            # The text keeps its place; the sign stands before it, on the inner side.
            glyph = self.theme.px(GLYPH)
            used = min(self.body.width(cell.text), rect.width() - glyph - _GAP)
            x = rect.x() + used + _GAP if side == START else rect.right() - used - _GAP - glyph
            box = QRectF(x, rect.center().y() - glyph / 2 + 1, glyph, glyph)
            paint_icon(painter, box, cell.icon, cell.tone.foreground)
            _sign, rect = _beside(rect, glyph, _GAP, rtl=side == START)
        self.body.write(painter, rect, cell.text, self.text, side)


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """So much of a colour on its ground; text of the theme can be read upon it."""
    rest = 1 - share
    return QColor(
        round(colour.red() * share + ground.red() * rest),
        round(colour.green() * share + ground.green() * rest),
        round(colour.blue() * share + ground.blue() * rest),
    )


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
