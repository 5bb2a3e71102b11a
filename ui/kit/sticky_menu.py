"""A menu of check boxes that stays open while several are ticked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu


class StickyMenu(QMenu):
    """Ticking an entry, by mouse or by Space, does not close the menu; Enter does."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if _ticks(action):
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and _ticks(action):
            action.trigger()
        else:
            super().keyPressEvent(event)


def _ticks(action: QAction | None) -> bool:
    return action is not None and action.isCheckable() and action.isEnabled()
