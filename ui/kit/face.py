"""A font with what was measured in it, so that painting a cell measures nothing twice."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

START, MIDDLE, END = range(3)
_KEPT = 20_000
_LONGEST = 500


class Face:
    """Paints single lines of text, shortened to fit."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self._rise = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._fitted: dict[tuple[str, int], tuple[str, float]] = {}
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> int:
        """How wide a text is, in whole pixels it surely fits into."""
        if (width := self._widths.get(text)) is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return int(width) + 1

    def fit(self, text: str, width: int) -> tuple[str, float]:
        """`text`, cut at the right with an ellipsis if it is too wide, and its width."""
        key = (text, width)
        if (found := self._fitted.get(key)) is None:
            if len(self._fitted) > _KEPT:
                self._fitted.clear()
            # A cell shows one line; the rest of a very long text is not worth measuring.
            line = " ".join(text[:_LONGEST].splitlines())
            wide = self._metrics.horizontalAdvance(line)
            if wide > width:
                line = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
                wide = self._metrics.horizontalAdvance(line)
            found = self._fitted[key] = (line, wide)
        return found

    def write(
        self, painter: QPainter, rect: QRect, text: str, colour: QColor, side: int = START
    ) -> None:
        """Paint a line in the middle of `rect`'s height, at its left, middle or right."""
        room = rect.width()
        if not text or room <= 0:
            return
        short, wide = self.fit(text, room)
        x = float(rect.x())
        if side:
            x += room - wide if side == END else (room - wide) / 2
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawText(QPointF(x, rect.y() + rect.height() / 2 + self._rise), short)
