"""Notices when the GUI thread stands still."""

import logging
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 5
_SLOW_MS = 100
log = logging.getLogger(__name__)


class Heartbeat(QObject):
    """Beats on the GUI thread; `longest` is the longest wait from one beat to the next, in ms.

    A wait of more than a tenth of a second is written to the log, for whoever looks for
    what is slow.
    """

    def __init__(self, parent: QObject, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=every_ms, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.longest = 0.0
        self.start()

    def start(self) -> None:
        """Watch from now on, with nothing seen so far."""
        self.longest, self._last = 0.0, perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """Watch no more; the longest wait, that to this moment too."""
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = perf_counter()
        gap, self._last = (now - self._last) * 1000, now
        self.longest = max(self.longest, gap)
        if gap > _SLOW_MS:
            log.debug("the window stood still for %d ms", gap)
