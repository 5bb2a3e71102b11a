"""Waits for a database server that went away, and tries again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from app.core.errors import Lost

R = TypeVar("R")
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 1.0


@dataclass(slots=True)
class Patience:
    """How long work is tried again after its server went away, in seconds.

    `saved` is how long to ask whether something was saved. `end` makes everybody who
    waits give up at once, and for good.
    """

    reading: float = 6.0
    writing: float = 10.0
    saved: float = 20.0
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def end(self) -> None:
        """Wait no longer: the program is being left."""
        self._ended.set()

    def keep_trying(self, seconds: float, attempt: Callable[[], R]) -> R:
        """What `attempt()` gives, which is called again while it raises `Lost`.

        Raises:
            Lost: the server stayed away for `seconds`.
        """
        pause, since = FIRST_PAUSE, 0.0
        while True:
            try:
                return attempt()
            except Lost:
                now = monotonic()
                since = since or now
                if now + pause - since > seconds or self._ended.wait(pause):
                    raise
                pause = min(LONGEST_PAUSE, pause * 2)
