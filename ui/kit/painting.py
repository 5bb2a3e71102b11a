"""How each kind of cell is painted; fonts, metrics and shortened texts are kept between paints."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon, paint_icon
from ui.kit.theme import CAPTION, Role, Theme

PAD = 13
BADGE = 22
AVATAR = 24
_KEPT = 20_000
_INITIALS = 10
_ALIGNED = frozenset({Kind.MUTED, Kind.ALERT, Kind.OUTLINED})
_VCENTER = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight


class Brush:
    """The fonts of one theme at one text size, and the painting of cells with them."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.body = theme.font()
        self.strong = theme.font(weight=QFont.Weight.DemiBold)
        self.caption = theme.font(CAPTION, QFont.Weight.Medium)
        self.tiny = theme.font(_INITIALS, QFont.Weight.DemiBold)
        self._metrics = {
            id(font): QFontMetrics(font) for font in (self.body, self.strong, self.caption)
        }
        self._short: dict[tuple[int, str, int], str] = {}
        self._painters = {
            Kind.MUTED: self._muted,
            Kind.NAME: self._name,
            Kind.BADGE: self._badge,
            Kind.OUTLINED: self._outlined,
            Kind.ALERT: self._alert,
        }

    def cell(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, *, rtl: bool
    ) -> None:
        """Paint `cell` into `rect`."""
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        paint = self._painters.get(cell.kind)
        if paint is None:
            self.text(painter, inner, cell.text, self.body, Role.TEXT, align)
        elif cell.kind in _ALIGNED:
            paint(painter, inner, cell, align, rtl)
        else:
            paint(painter, inner, cell, _VCENTER, rtl)

    def text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        role: Role,
        align: Qt.AlignmentFlag = _VCENTER,
    ) -> None:
        """Paint one line, shortened to fit."""
        if not text or rect.width() <= 0:
            return
        painter.setFont(font)
        painter.setPen(self.theme.color(role))
        short = self.shorten(text, font, rect.width())
        painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, short)

    def shorten(self, text: str, font: QFont, width: int) -> str:
        """`text`, cut at the right with an ellipsis if it is wider than `width`."""
        key = (id(font), text, width)
        if (short := self._short.get(key)) is None:
            if len(self._short) > _KEPT:
                self._short.clear()
            # A cell shows one line; the rest of a very long text is not worth measuring.
            line = " ".join(text[:500].split("\n"))
            short = self._metrics[id(font)].elidedText(line, _ELIDE, width)
            self._short[key] = short
        return short

    def width(self, text: str, font: QFont) -> int:
        """How wide a text is in one of the fonts."""
        return self._metrics[id(font)].horizontalAdvance(text)

    def skeleton(self, painter: QPainter, rect: QRect, seed: int) -> None:
        """A grey bar where text will be."""
        share = 0.45 + (seed * 7 % 5) / 10
        bar = QRectF(
            rect.x() + PAD, rect.center().y() - 5, (rect.width() - 2 * PAD) * min(share, 0.85), 10
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(Role.SKELETON))
        painter.drawRoundedRect(bar, 4, 4)

    def pill(
        self, painter: QPainter, rect: QRectF, fill: QColor | None, edge: QColor | None
    ) -> None:
        """A rectangle with round ends."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(fill or Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _muted(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, _rtl: bool
    ) -> None:
        self.text(painter, rect, cell.text, self.body, Role.MUTED, align)

    def _name(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, rtl: bool
    ) -> None:
        side = self.theme.px(AVATAR)
        at, rest = _beside(rect, side, 8, rtl=rtl)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(cell.tone.background))
        painter.drawEllipse(QRectF(at))
        painter.setFont(self.tiny)
        painter.setPen(self.theme.color(cell.tone.foreground))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, cell.initials)
        self.text(painter, rest, cell.text, self.strong, Role.TEXT, align)

    def _badge(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, rtl: bool
    ) -> None:
        height, picture = self.theme.px(BADGE), self.theme.px(14)
        wide = self.width(cell.text, self.caption) + picture + 6 + 20
        pill = _at_start(rect, min(wide, rect.width()), height, rtl=rtl)
        self.pill(painter, QRectF(pill), self.theme.color(cell.tone.background), None)
        role = cell.tone.foreground
        at, rest = _beside(pill.adjusted(8, 0, -10, 0), picture, 6, rtl=rtl)
        paint_icon(painter, QRectF(at), cell.icon or Icon.INFO, role)
        self.text(painter, rest, cell.text, self.caption, role, align)

    def _outlined(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, rtl: bool
    ) -> None:
        wide = self.width(cell.text, self.caption) + 22
        at_end = bool(align & _RIGHT) != rtl
        pill = _at_start(rect, min(wide, rect.width()), self.theme.px(BADGE), rtl=at_end)
        edge = self.theme.color(Role.BORDER_STRONG)
        self.pill(painter, QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), None, edge)
        inner = pill.adjusted(9, 0, -9, 0)
        self.text(painter, inner, cell.text, self.caption, Role.TEXT, Qt.AlignmentFlag.AlignCenter)

    def _alert(
        self, painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag, rtl: bool
    ) -> None:
        self.text(painter, rect, cell.text, self.body, Role.TEXT, align)
        if cell.icon is None:
            return
        side = self.theme.px(14)
        used = min(self.width(cell.text, self.body), rect.width())
        on_right = bool(align & _RIGHT) != rtl
        x = rect.right() - used - side - 6 if on_right else rect.left() + used + 6
        at = QRectF(
            QPointF(max(x, rect.left() - 10), rect.center().y() - side / 2 + 1),
            QRectF(0, 0, side, side).size(),
        )
        paint_icon(painter, at, cell.icon, cell.tone.foreground)


def _at_start(rect: QRect, width: int, height: int, *, rtl: bool) -> QRect:
    x = rect.right() + 1 - width if rtl else rect.x()
    return QRect(x, rect.y() + (rect.height() - height) // 2, width, height)


def _beside(rect: QRect, side: int, gap: int, *, rtl: bool) -> tuple[QRect, QRect]:
    """A square at the start of `rect`, and what is left after a gap."""
    square = _at_start(rect, side, side, rtl=rtl)
    used = side + gap
    return square, rect.adjusted(0, 0, -used, 0) if rtl else rect.adjusted(used, 0, 0, 0)
