"""Remembers in which line of a file a key stood first, in a few bytes a key."""

from array import array

_FEWEST = 1 << 12
# Of three places two are filled at most, so that looking takes few steps.
_FILLED = 2 / 3


class Seen:
    """Keys and the line each was first seen in: 24 bytes a key at most, however long it is.

    Kept is a hash of 61 bits or more: that two of a million keys share one is less likely
    than that the disk errs.
    """

    def __init__(self) -> None:
        self._hashes = array("q", bytes(8 * _FEWEST))
        self._lines = array("I", bytes(4 * _FEWEST))
        self._count = 0

    def first(self, key: str | int | tuple[str, str], line: int) -> int:
        """The line a key was first seen in, which is this one if it is new."""
        mask = len(self._hashes) - 1
        # A string's hash is random in every bit; a number's is itself, and some share one.
        wanted = hash(f"\0{key}" if isinstance(key, int) else key) or 1
        place = wanted & mask
        while found := self._hashes[place]:
            if found == wanted:
                return self._lines[place]
            place = (place + 1) & mask
        self._hashes[place], self._lines[place] = wanted, line
        self._count += 1
        if self._count > len(self._hashes) * _FILLED:
            self._grow()
        return line

    def _grow(self) -> None:
        old = zip(self._hashes, self._lines, strict=True)
        size = len(self._hashes) * 2
        self._hashes, self._lines = array("q", bytes(8 * size)), array("I", bytes(4 * size))
        mask = size - 1
        for wanted, line in old:
            if wanted:
                place = wanted & mask
                while self._hashes[place]:
                    place = (place + 1) & mask
                self._hashes[place], self._lines[place] = wanted, line
