"""Tells whoever listens which kinds of record a committed command touched."""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import TypeVar, cast

V = TypeVar("V")
# Table name -> ids of the rows touched; an empty set means "many, ask again".
Touched = Mapping[str, frozenset[int]]
# Listeners are told the ids of so many rows of a table, and of more only that there are.
MANY = 1000
_NONE = object()


def gathered(rows: Iterable[tuple[str, int]], before: Touched | None = None) -> Touched:
    """The (table, id) of rows by table, added to what was touched `before`."""
    earlier = before or {}
    found: dict[str, set[int]] = {table: set(ids) for table, ids in earlier.items()}
    for table, key in rows:
        found.setdefault(table, set()).add(key)
    many = {table for table, ids in earlier.items() if not ids}
    return {
        table: frozenset() if table in many or len(ids) > MANY else frozenset(ids)
        for table, ids in found.items()
    }


class Changes:
    """Listeners are called on the thread that committed."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Touched], None]] = []
        self._lock, self._kept, self._turn = Lock(), dict[str, object](), 0
        self._hears_others = False

    def listen(self, listener: Callable[[Touched], None]) -> None:
        """Call `listener` after every commit that changed something."""
        self._listeners.append(listener)

    def publish(self, touched: Touched) -> None:
        """Tell every listener."""
        self._forget(touched)
        for listener in self._listeners:
            listener(touched)

    def hears_others(self, hears: bool) -> None:
        """From now on what others commit is published here as well, or is not."""
        if hears is not self._hears_others:
            self._forget(list(self._kept))
            self._hears_others = hears

    def kept(self, table: str, make: Callable[[], V]) -> V:
        """What `make` gave of this small table since it was touched last, for lists to show.

        Made anew each time while others are not heard.
        """
        if not self._hears_others:
            return make()
        found = self._kept.get(table, _NONE)
        if found is not _NONE:
            return cast("V", found)
        turn, made = self._turn, make()
        with self._lock:
            # Else somebody changed it while it was read.
            if turn == self._turn:
                self._kept[table] = made
        return made

    def _forget(self, tables: Iterable[str]) -> None:
        with self._lock:
            self._turn += 1
            for table in tables:
                self._kept.pop(table, None)
