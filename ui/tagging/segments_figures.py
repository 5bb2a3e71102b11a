"""Counts the members of segments in the background, one segment after the other."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.core.errors import DeskError
from app.segments.schemas import Figures
from ui.kit.desk import Desk


class FigureBook(QObject):
    """Knows what was counted; `counted` tells that there is more to know.

    Old figures stay until new ones have come.
    """

    counted = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[int, Figures] = {}
        self._fresh: set[int] = set()
        self._waiting: list[int] = []
        self._round, self._is_busy = 0, False

    def of(self, segment_id: int) -> Figures | None:
        """A segment's figures, if they are known."""
        return self._known.get(segment_id)

    def want(self, ids: Iterable[int]) -> None:
        """Count those of these segments that are not counted yet."""
        self._waiting = [key for key in ids if key not in self._fresh]
        if not self._is_busy:
            self._next()

    def outdate(self, segment_id: int | None = None) -> None:
        """The figures of a segment, or all of them, may be others by now."""
        self._round += 1
        if segment_id is None:
            self._fresh.clear()
        self._fresh.discard(segment_id or 0)

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if not self._waiting:
            return
        key = self._waiting.pop(0)
        done = partial(self._take, self._round, key)
        work = partial(self._desk.services.segments.figures, key)
        self._desk.tasks.run(self, work, done, partial(self._failed, key))

    def _take(self, turn: int, key: int, found: Figures) -> None:
        changed = self._known.get(key) != found
        self._known[key] = found
        if turn == self._round:
            self._fresh.add(key)
        if changed:
            self.counted.emit()
        self._next()

    def _failed(self, key: int, error: Exception) -> None:
        """One that cannot be counted says why in its row."""
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)
        self._known.pop(key, None)
        self._fresh.add(key)
        self._next()
