"""Work on widgets in small pieces, so that the window goes on living meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

# Enough for the first list to be read and painted before anything else is asked.
LATER_MS = 250


class Turns(QObject):
    """Work that takes a step in every turn of the event loop; it goes when it is done.

    `alive` are those that are not gone yet.
    """

    alive: ClassVar[set[int]] = set()

    def __init__(self, owner: QObject, steps: Iterator[None]) -> None:
        super().__init__(owner)
        self.alive.add(id(self))
        self.destroyed.connect(partial(self.alive.discard, id(self)))
        self._steps = steps
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self.go_on)
        self._clock.start()

    def go_on(self) -> None:
        """Take one step."""
        try:
            next(self._steps)
        except BaseException as end:
            self._clock.stop()
            self.deleteLater()
            if not isinstance(end, StopIteration):
                raise


def in_turns(owner: QObject, steps: Iterator[None]) -> None:
    """Take one step in every turn of the event loop, the first at once.

    What is left is not done any more once `owner` has been destroyed.
    """
    Turns(owner, steps).go_on()


def later(owner: QObject, call: Callable[[], object]) -> None:
    """Call something that nobody waits for once a new window or page has been painted.

    Not done any more once `owner` has been destroyed.
    """
    QTimer.singleShot(LATER_MS, owner, call)
