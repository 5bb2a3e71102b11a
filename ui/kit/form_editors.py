"""Editors: one widget per kind of value, all read and written the same way."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from shiboken6 import isValid

from ui.kit.parts import restyle

_MOMENTARY = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
LINES = 4
SPIN_MARGIN = 8


class Unreadable(ValueError):
    """What was typed cannot be turned into a value; the message says what to type.

    `stand_in` is a harmless value of the right type, so the rest can still be checked.
    """

    def __init__(self, message: str, stand_in: object = None) -> None:
        super().__init__(message)
        self.stand_in = stand_in


class Editor(QObject):
    """A widget for one value. `input` is the part that takes the focus and the name."""

    edited = Signal()
    left = Signal()
    entered = Signal()
    # A check box says its title itself; all others have it above.
    titled = True
    # A password is never kept anywhere unsaved.
    secret = False

    def __init__(self, widget: QWidget, entry: QWidget | None = None) -> None:
        super().__init__(widget)
        self.widget = widget
        self.input = entry or widget
        self.input.installEventFilter(self)

    def read(self) -> Any:
        """The value.

        Raises:
            Unreadable: what was typed is not of this kind.
        """
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show `value`; None is blank."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Have the keyboard, where something is wrong if it is."""
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> object:
        """What is in the widget, for telling whether it was changed or is blank."""
        return self.read()

    def kept(self) -> Any:
        """What is in the widget, as JSON keeps it."""
        state = self.state()
        return list(state) if isinstance(state, tuple) else state

    def bring(self, kept: Any) -> None:
        """Put back what `kept` gave, right or wrong."""
        self.write(kept)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return self.state() in {"", None}

    def set_name(self, name: str, title: str) -> None:
        """Give the input its object name and its accessible name."""
        self.input.setObjectName(name)
        self.input.setAccessibleName(title)

    def set_placeholder(self, text: str) -> None:
        """Show an example while the input is blank, where the widget can."""
        if isinstance(self.input, QLineEdit | QPlainTextEdit):
            self.input.setPlaceholderText(text)

    def set_invalid(self, invalid: bool) -> None:
        """Mark the input, or take the mark off."""
        if bool(self.input.property("invalid")) is not invalid:
            restyle(self.input, invalid=invalid)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in _MOMENTARY
            # A window that goes takes the focus from what is gone already.
            and isValid(self.input)
        ):
            self.left.emit()
        return super().eventFilter(watched, event)


EditorFactory = Callable[[Any], Editor]


class LineEditor(Editor):
    """One line of text, exactly as typed."""

    def __init__(self, line: QLineEdit | None = None, widget: QWidget | None = None) -> None:
        self.line = line or QLineEdit()
        super().__init__(widget or self.line, self.line)
        self.line.textChanged.connect(self.edited)
        self.line.returnPressed.connect(self.entered)

    def read(self) -> Any:
        return self.line.text()

    def write(self, value: Any) -> None:
        self.line.setText(value or "")
        self.line.setCursorPosition(0)

    def state(self) -> object:
        return self.line.text()


class ParagraphEditor(Editor):
    """Several lines of plain text; Enter makes a new line, Tab moves on."""

    def __init__(self, lines: int = LINES) -> None:
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self._lines = lines
        super().__init__(self.text)
        self.text.textChanged.connect(self.edited)
        self._fit()

    def read(self) -> Any:
        return self.text.toPlainText()

    def write(self, value: Any) -> None:
        self.text.setPlainText(value or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        height = QFontMetrics(self.text.font()).lineSpacing() * self._lines + 24
        if self.text.minimumHeight() != height:
            self.text.setFixedHeight(height)


class CheckEditor(Editor):
    """Yes or no."""

    titled = False

    def __init__(self) -> None:
        self.check = QCheckBox()
        super().__init__(self.check)
        self.check.toggled.connect(self.edited)

    def read(self) -> Any:
        return self.check.isChecked()

    def write(self, value: Any) -> None:
        self.check.setChecked(bool(value))

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.check.setText(title)


class NumberEditor(Editor):
    """A whole number within limits."""

    def __init__(self, lowest: int = 0, highest: int = 1_000_000_000, unit: str = "") -> None:
        self.spin = QSpinBox(minimum=lowest, maximum=highest)
        self.spin.setSuffix(f" {unit}" if unit else "")
        self.spin.setGroupSeparatorShown(True)
        # The style sheet's padding does not reach into spin boxes.
        self.spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        self.spin.lineEdit().setTextMargins(8, 0, 0, 0)
        super().__init__(self.spin)
        self.spin.valueChanged.connect(self.edited)

    def read(self) -> Any:
        return self.spin.value()

    def write(self, value: Any) -> None:
        self.spin.setValue(value or self.spin.minimum())


def line(_kind: Any) -> Editor:
    """One line of text."""
    return LineEditor()


def paragraph(_kind: Any) -> Editor:
    """Several lines of text."""
    return ParagraphEditor()


def check(_kind: Any) -> Editor:
    """Yes or no."""
    return CheckEditor()


def number(lowest: int, highest: int, unit: str = "") -> EditorFactory:
    """A whole number from `lowest` to `highest`."""
    return lambda _kind: NumberEditor(lowest, highest, unit)
