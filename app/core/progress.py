"""How long work tells its caller how far it is, and learns that it should stop."""

import threading
import time
from collections.abc import Callable

from app.core.errors import Cancelled
from app.core.text import _

INTERVAL = 0.1


class Progress:
    """Shared by a worker and whoever watches it; both may call it from any thread.

    `on_report(done, total)` is called at most every `INTERVAL` seconds; `total` is
    None while it is not known.
    """

    def __init__(self, on_report: Callable[[int, int | None], None] | None = None) -> None:
        self._on_report = on_report
        self._stop = threading.Event()
        self._next = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next `check` or `report`."""
        self._stop.set()

    def check(self) -> None:
        """Stop here if asked to.

        Raises:
            Cancelled: `cancel` was called.
        """
        if self._stop.is_set():
            raise Cancelled(_("Cancelled. Nothing was changed."))

    def report(self, done: int, total: int | None = None) -> None:
        """Say that `done` of `total` steps are behind us.

        Raises:
            Cancelled: `cancel` was called.
        """
        self.check()
        now = time.monotonic()
        if self._on_report and (now >= self._next or done == total):
            self._next = now + INTERVAL
            self._on_report(done, total)
