"""A window of its own beside the main one: remembers its place, asks before losing work."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk
from ui.kit.dialogs import Unsaved, ask_unsaved

SMALLEST = QSize(720, 480)


class Window(QWidget):
    """Non-modal; `closed` is emitted once it is gone, `stayed` when the person kept it open.

    Override `unsaved` and `save_then` where there is something to lose.
    """

    closed = Signal()
    stayed = Signal()

    def __init__(self, desk: Desk, place: str, size: QSize) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.desk, self.place = desk, place
        self.setObjectName(place)
        self.setProperty("role", "page")
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(SMALLEST)
        for keys in (QKeySequence(QKeySequence.StandardKey.Close), QKeySequence("Escape")):
            QShortcut(keys, self).activated.connect(self.close)
        desk.memory.restore_window(self, place, size)

    def show_part(self, name: str) -> None:
        """Bring a part of the window to the front, where it has parts."""

    def unsaved(self) -> str:
        """What would be lost if the window closed now, in words; empty for nothing."""
        return ""

    def save_then(self, done: Callable[[], object]) -> None:
        """Save what `unsaved` names, then call `done`; show why, where that fails."""
        raise NotImplementedError

    def discard(self) -> None:
        """The person does not want to keep what `unsaved` names."""

    def closeEvent(self, event: QCloseEvent) -> None:
        if what := self.unsaved():
            answer = ask_unsaved(self, what)
            if answer is Unsaved.SAVE:
                self.save_then(self.close)
            if answer is Unsaved.STAY:
                self.stayed.emit()
            if answer is not Unsaved.DISCARD:
                event.ignore()
                return
            self.discard()
        self.desk.memory.keep_window(self, self.place)
        event.accept()
        self.closed.emit()
