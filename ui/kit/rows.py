"""The rows a list has at hand: a bounded cache, and the fetching of what comes near the view."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

LIMIT = 4_000
CHUNK = 200
V = TypeVar("V")


class RowCache(Generic[V]):
    """Values by id, the oldest forgotten first; old ones may be shown until replaced."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._fresh: dict[int, V] = {}
        self._old: dict[int, V] = {}
        self._gone: set[int] = set()

    def get(self, key: int) -> V | None:
        """The value, old or new."""
        found = self._fresh.get(key)
        return found if found is not None else self._old.get(key)

    def put(self, values: Mapping[int, V]) -> None:
        """Keep values as the newest."""
        for key in values:
            self._fresh.pop(key, None)
            self._old.pop(key, None)
        self._fresh |= values
        self._gone.difference_update(values)
        for key in list(self._fresh)[: max(0, len(self._fresh) - self._limit)]:
            del self._fresh[key]

    def lose(self, keys: Iterable[int]) -> None:
        """Those of `keys` that did not come with `put` do not exist any more."""
        gone = set(keys).difference(self._fresh)
        self._gone |= gone
        for key in gone:
            self._old.pop(key, None)

    def is_gone(self, key: int) -> bool:
        """Whether the row behind `key` is known to be gone."""
        return key in self._gone

    def outdate(self) -> None:
        """Everything may have changed; what is here is better than nothing."""
        self._old, self._fresh = self._fresh, {}
        self._gone = set()

    def missing(self, keys: Iterable[int]) -> list[int]:
        """Those of `keys` to be asked for. Those that are here are the newest again."""
        missing = []
        for key in keys:
            if (value := self._fresh.pop(key, None)) is not None:
                self._fresh[key] = value
            elif key not in self._gone:
                missing.append(key)
        return missing

    def clear(self) -> None:
        """Forget everything."""
        self._fresh, self._old, self._gone = {}, {}, set()


class Shelf(Protocol):
    """What a `Fetcher` fills: the table model."""

    @property
    def ids(self) -> Sequence[int]:
        """All ids in order."""
        ...

    def missing(self, top: int, bottom: int) -> list[int]:
        """The ids from row `top` to `bottom` whose rows are not there."""
        ...

    def put(self, rows: Iterable[Any], asked: Iterable[int]) -> None:
        """Keep rows that arrived."""
        ...

    def changed(self, top: int, bottom: int) -> None:
        """Paint rows anew."""
        ...


Then = Callable[[Sequence[Any]], None]
Load = Callable[[Sequence[int], Then, Callable[[Exception], None]], None]


class Fetcher:
    """Asks for the rows near the view, one question at a time, the latest view first.

    `load(ids, then, failed)` must answer later, on the GUI thread. What nobody sees yet is
    asked for when `wait` calls what it is given: once the window has been painted.
    """

    def __init__(
        self,
        shelf: Shelf,
        load: Load,
        failed: Callable[[Exception], None],
        wait: Callable[[Callable[[], None]], object] = lambda ask: ask(),
    ) -> None:
        self._shelf, self._load, self._report, self._wait = shelf, load, failed, wait
        self._view = (0, -1)
        self._step = 1
        self._busy = self._waits = False
        self._round = 0

    def look_at(self, top: int, bottom: int) -> None:
        """The rows from `top` to `bottom` are on the screen."""
        if top != self._view[0]:
            self._step = 1 if top > self._view[0] else -1
        self._view = (top, bottom)
        self._next()

    def start_over(self) -> None:
        """What is under way belongs to an older question: drop it when it comes."""
        self._round += 1
        self._busy = False

    def _next(self) -> None:
        if self._busy:
            return
        if self._shelf.missing(*self._view):
            self._ask()
        elif not self._waits and self._wanted():
            self._waits = True
            self._wait(self._go_on)

    def _go_on(self) -> None:
        self._waits = False
        if not self._busy:
            self._ask()

    def _ask(self) -> None:
        if not (wanted := self._wanted()):
            return
        self._busy = True
        ticket = self._round
        self._load(
            wanted,
            lambda rows: self._arrived(ticket, wanted, rows),
            lambda error: self._failed(ticket, error),
        )

    def _wanted(self) -> list[int]:
        """What the screen lacks, filled up to a chunk; else the chunk it moves towards."""
        top, bottom = self._view
        if bottom < top:
            return []
        spare = max(0, CHUNK - (bottom - top + 1))
        ahead = (top, bottom + spare) if self._step > 0 else (top - spare, bottom)
        if self._shelf.missing(top, bottom):
            return self._shelf.missing(*ahead)
        half = CHUNK // 2
        near = (bottom, bottom + half) if self._step > 0 else (top - half, top)
        if not self._shelf.missing(*near):
            return []
        reach = (bottom, bottom + CHUNK) if self._step > 0 else (top - CHUNK, top)
        return self._shelf.missing(*reach)

    def _arrived(self, ticket: int, asked: list[int], rows: Sequence[Any]) -> None:
        if ticket != self._round:
            return
        self._busy = False
        lacked = self._shelf.missing(*self._view)
        self._shelf.put(rows, asked)
        if lacked:  # Nobody sees the others yet.
            self._shelf.changed(*self._view)
        self._next()

    def _failed(self, ticket: int, error: Exception) -> None:
        if ticket == self._round:
            self._busy = False
            self._report(error)
