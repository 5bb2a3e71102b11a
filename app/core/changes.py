"""Tells whoever listens which kinds of record a committed command touched."""

from collections.abc import Callable, Mapping

# Table name -> ids of the rows touched; an empty set means "many, ask again".
Touched = Mapping[str, frozenset[int]]


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
