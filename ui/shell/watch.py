"""Listens all the time for what others change in the database, and whether it is there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ui.kit.tasks import Tasks

EVERY_MS = 700


class Watch(QObject):
    """Calls `hear` off the GUI thread, again and again; it publishes what it hears.

    `lost` carries the error once when the database cannot be reached any more, `back`
    tells that it can.
    """

    lost = Signal(object)
    back = Signal()

    def __init__(self, tasks: Tasks, hear: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._hear = tasks, hear
        self._is_lost = False
        # The next question waits for the answer to the last.
        self._clock = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._clock.timeout.connect(self._ask)
        self._ask()

    def stop(self) -> None:
        """Listen no more."""
        self._clock.stop()
        self._clock.timeout.disconnect(self._ask)

    def _ask(self) -> None:
        self._tasks.run(self, self._hear, self._came, self._failed)

    def _came(self, _nothing: None) -> None:
        if self._is_lost:
            self._is_lost = False
            self.back.emit()
        self._clock.start()

    def _failed(self, error: Exception) -> None:
        if not self._is_lost:
            self._is_lost = True
            self.lost.emit(error)
        self._clock.start()
