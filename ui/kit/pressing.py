"""Buttons that Enter presses while they have the focus, in dialogs and in windows alike."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PushButton(QPushButton):
    """Enter presses the button that has the focus, never a dialog's default in its stead."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A tool button, which Qt alone presses by Space only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


def _entered(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button if it was Enter; Ctrl+Enter is a form's own."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in _ENTER or plain != Qt.KeyboardModifier.NoModifier:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True
