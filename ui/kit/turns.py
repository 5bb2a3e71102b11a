"""Work on widgets in small pieces, so that the window goes on living meanwhile."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


def in_turns(owner: QObject, steps: Iterator[None]) -> None:
    """Take one step in every turn of the event loop, the first at once.

    What is left is not done any more once `owner` has been destroyed.
    """

    def go_on() -> None:
        try:
            next(steps)
        except StopIteration:
            return
        QTimer.singleShot(0, owner, go_on)

    go_on()
