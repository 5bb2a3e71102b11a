"""Tells whoever listens which kinds of record a committed command touched."""

from collections.abc import Callable, Iterable, Mapping

# Table name -> ids of the rows touched; an empty set means "many, ask again".
Touched = Mapping[str, frozenset[int]]
# Listeners are told the ids of so many rows of a table, and of more only that there are.
MANY = 1000


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

    def listen(self, listener: Callable[[Touched], None]) -> None:
        """Call `listener` after every commit that changed something."""
        self._listeners.append(listener)

    def publish(self, touched: Touched) -> None:
        """Tell every listener."""
        for listener in self._listeners:
            listener(touched)
