"""Lets files be dropped from a file manager."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

Take = Callable[[Sequence[Path]], None]


class DropIn(QObject):
    """Lets files be dropped on a widget; `lit` shows while they are held over it."""

    def __init__(self, widget: QWidget, take: Take, lit: Callable[[bool], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._take, self._lit = take, lit
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def over_texts(self) -> None:
        """Take files also where one writes, which would write down their addresses."""
        for line in self._widget.findChildren(QLineEdit):
            line.installEventFilter(self)
        for text in self._widget.findChildren(QPlainTextEdit):
            text.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # entering and moving are kinds of it
            # What was dragged out of here is no news.
            paths = local(event.mimeData()) if event.source() is None else ()
            if not paths and watched is not self._widget:
                return False
            if not paths:
                event.ignore()
                return True
            event.acceptProposedAction()
            dropped = event.type() is QEvent.Type.Drop
            self._lit(not dropped)
            if dropped:
                # What is said about them belongs here, not where they came from.
                self._widget.window().activateWindow()
                self._take(paths)
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._lit(False)
        return super().eventFilter(watched, event)


def local(data: QMimeData) -> tuple[Path, ...]:
    """The files on this computer that are carried."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
