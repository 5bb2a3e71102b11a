"""A font with what was measured in it, so that painting a cell measures nothing twice."""

import atexit

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

START, MIDDLE, END = range(3)
_KEPT = 20_000
_LONGEST = 500
_SHORT = 60
# What letters joined may take more than each by itself, in pixels, at the very most.
_JOINTS = 8


class Face:
    """Paints single lines of text, shortened to fit."""

    @classmethod
    def of(cls, font: QFont) -> "Face":
        """The one of this font: what a list measured, the next need not measure again."""
        return _known.setdefault(font.key(), cls(font))

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self._rise = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._fitted: dict[tuple[str, int], tuple[str, float]] = {}
        self._widths: dict[str, float] = {}
        self._letters: dict[str, float] = {}

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

    def _surely_fits(self, text: str, room: int) -> bool:
        """Whether a text is short enough to be painted unmeasured, by its letters one by one."""
        letters = self._letters
        if len(text) > _SHORT:
            return False
        try:
            return sum([letters[letter] for letter in text]) < room - _JOINTS
        except KeyError:
            if not text.isprintable():
                return False
            for letter in set(text).difference(letters):
                letters[letter] = self._metrics.horizontalAdvance(letter)
            return self._surely_fits(text, room)

    def write(
        self, painter: QPainter, rect: QRect, text: str, colour: QColor, side: int = START
    ) -> None:
        """Paint a line in the middle of `rect`'s height, at its left, middle or right."""
        room = rect.width()
        if not text or room <= 0:
            return
        x, short = float(rect.x()), text
        if side or not self._surely_fits(text, room):
            short, wide = self.fit(text, room)
            if side:
                x += room - wide if side == END else (room - wide) / 2
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawText(QPointF(x, rect.y() + rect.height() / 2 + self._rise), short)


_known: dict[str, Face] = {}
# Fonts must not outlive the application object, which goes when Python ends.
atexit.register(_known.clear)
