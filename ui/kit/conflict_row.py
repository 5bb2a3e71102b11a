"""One question of a conflict: three values side by side, one of which is chosen."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.text import N_, _
from ui.kit.conflict_rows import Row, Side, since
from ui.kit.differences import Spans
from ui.kit.parts import card, label, restyle
from ui.kit.theme import Role, theme

_MOST_LINES = 10
_FRAME = 14


class ValueText(QPlainTextEdit):
    """A value to be read, as high as it needs up to a few lines; what differs is marked."""

    def __init__(self, text: str, spans: Spans, *, gone: bool) -> None:
        super().__init__(text)
        self._spans, self._gone = _units(text, spans), gone
        self.setReadOnly(True)
        self.setProperty("role", "value")
        self.setPlaceholderText(_("empty"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        theme().changed.connect(self._mark)
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines, block = 0, self.document().firstBlock()
        while block.isValid() and lines < _MOST_LINES:
            self.blockBoundingGeometry(block)  # Lays the block out, which counts its lines.
            lines += block.lineCount()
            block = block.next()
        shown = max(1, min(lines, _MOST_LINES))
        high = QFontMetrics(self.font()).lineSpacing() * shown + _FRAME
        if self.height() != high:
            self.setFixedHeight(high)

    def _mark(self) -> None:
        """Underlined what is new, struck out what is gone: nobody has to tell colours apart."""
        style = QTextCharFormat()
        style.setFontStrikeOut(self._gone)
        style.setFontUnderline(not self._gone)
        ground = Role.BAD_BG if self._gone else Role.OK_BG
        style.setBackground(theme().color(ground))
        style.setForeground(theme().color(Role.BAD_FG if self._gone else Role.OK_FG))
        marks = []
        for begin, end in self._spans:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, style
            marks.append(mark)
        self.setExtraSelections(marks)


class ConflictRow(QWidget):
    """Asks for one of a row's values; `chosen` tells that it was answered.

    The arrow keys go from value to value, Space takes one, Page Up and Down move long
    texts together.
    """

    chosen = Signal()
    _TITLES: ClassVar = {Side.BASE: N_("Before"), Side.MINE: N_("Yours")}

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row
        self._group = QButtonGroup(self)
        self._cards: dict[Side, QFrame] = {}
        self._texts: dict[Side, ValueText] = {}
        self.radios: dict[Side, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(row.title, "h2"))
        beside = QHBoxLayout()
        beside.setSpacing(10)
        for side in Side:
            beside.addWidget(self._card(side), 1)
        column.addLayout(beside)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def answer(self) -> Side | None:
        """Whose value is to stay, None while nobody has said."""
        return next((side for side, radio in self.radios.items() if radio.isChecked()), None)

    def choose(self, side: Side) -> None:
        """Take this one."""
        self.radios[side].setChecked(True)

    def start(self) -> None:
        """Put the keyboard here."""
        radio = self.radios[self.answer or Side.THEIRS]
        radio.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            for side, frame in self._cards.items():
                if watched in (frame, self._texts[side].viewport()):
                    self.choose(side)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
            for text in self._texts.values():
                bar = text.verticalScrollBar()
                bar.setValue(bar.value() + pages * bar.pageStep())
            if pages:
                return True
        return super().eventFilter(watched, event)

    def _card(self, side: Side) -> QFrame:
        row, name = self.row, f"conflict.{self.row.key}.{side.name.lower()}"
        frame = self._cards[side] = card(margins=(10, 6, 10, 10))
        radio = self.radios[side] = QRadioButton(self._head(side))
        radio.setObjectName(name)
        value = row.texts[side.value] or _("empty")
        radio.setAccessibleName(f"{row.title}, {self._head(side)}: {value[:300]}")
        self._group.addButton(radio)
        text = self._texts[side] = ValueText(
            row.texts[side.value], row.marks[side.value], gone=side is Side.BASE
        )
        text.setObjectName(f"{name}.text")
        text.setAccessibleName(f"{row.title}, {self._head(side)}")
        inside = frame.layout()
        if isinstance(inside, QVBoxLayout):
            inside.setSpacing(4)
            inside.addWidget(radio)
            inside.addWidget(text)
            inside.addStretch(1)
        for part in (frame, radio, text.viewport()):
            part.installEventFilter(self)
        return frame

    def _head(self, side: Side) -> str:
        if side is not Side.THEIRS:
            return _(self._TITLES[side])
        if self.row.author is None:
            return _("Theirs")
        return _("%(who)s, %(when)s") % {
            "who": self.row.author[0], "when": since(self.row.author[1])
        }  # fmt: skip

    def _toggled(self, radio: QRadioButton, on: bool) -> None:
        for side, other in self.radios.items():
            if other is radio:
                restyle(self._cards[side], chosen=on)
        if on:
            self.chosen.emit()


def _units(text: str, spans: Spans) -> Spans:
    """Places in Python's text as Qt counts them: an emoji takes two there."""
    if text.isascii() or max(text) <= "\uffff":
        return spans

    def at(place: int) -> int:
        return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2

    return tuple((at(begin), at(end)) for begin, end in spans)
