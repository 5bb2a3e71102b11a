"""Waiting for what a window does, without stopping it."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 120_000


class Painted(QObject):
    """Waits until a widget was painted while something held."""

    def __init__(self, widget: QWidget, done: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._widget, self._done, self._loop = widget, done, QEventLoop()
        self._ended = 0.0
        widget.installEventFilter(self)

    def wait(self) -> float:
        """The moment at which the paint had ended."""
        QTimer.singleShot(PATIENCE_MS, self._loop, self._loop.quit)
        self._loop.exec()
        self._widget.removeEventFilter(self)
        assert self._ended, "nothing was painted"
        return self._ended

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint and not self._ended:
            QTimer.singleShot(0, self, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        if self._done() and not self._ended:
            self._ended = perf_counter()
            self._loop.quit()


def until(done: Callable[[], bool]) -> None:
    """Let the event loop run until something holds."""
    loop, clock = QEventLoop(), QTimer(interval=2)
    clock.timeout.connect(lambda: done() and loop.quit())
    clock.start()
    begun = perf_counter()
    loop.exec()
    assert perf_counter() - begun < PATIENCE_MS / 1000
