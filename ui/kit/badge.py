"""A pill with icon and word, as lists paint it, and a line that shortens itself to its room."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.painting import BADGE, GLYPH, PAD, Brush
from ui.kit.theme import Tone, theme
from ui.kit.tips import tip

_AROUND = 24


class Badge(QLabel):
    """Reads as its word; `show_badge` changes it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cell = Cell("", Kind.BADGE)
        self._brush = Brush(theme())
        theme().changed.connect(self._restyle)

    def show_badge(self, text: str, tone: Tone, icon: Icon) -> None:
        """Show this word."""
        self._cell = Cell(text, Kind.BADGE, icon, tone)
        self.setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = self._brush.caption.width(self._cell.text)
        return QSize(wide + theme().px(GLYPH) + _AROUND, theme().px(BADGE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        around = self.rect().adjusted(-PAD, 0, PAD, 0)
        self._brush.cell(painter, around, self._cell, right=False, rtl=rtl)
        painter.end()

    def _restyle(self) -> None:
        self._brush = Brush(theme())
        self.updateGeometry()


class ElidedLabel(QLabel):
    """One line of plain text, cut where its room ends; the tooltip has all of it."""

    def __init__(self, role: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = ""

    @property
    def whole(self) -> str:
        """The text in full."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show this one."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(wide + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        cut = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        if cut != self.text():
            self.setText(cut)
        self.setToolTip(tip(self._whole) if cut != self._whole else "")
