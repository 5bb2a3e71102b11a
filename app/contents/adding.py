"""Adds a file: its content first, then what owns it, each in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from app.contents.schemas import Limit, Place
from app.contents.taking import Advance, Taken, taken
from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.text import _

T = TypeVar("T")
# An attempt is repeated when upkeep took the content away in the very same moment.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Adding(Generic[T]):
    """How owners of one kind come to their contents, which go into `place`.

    `keep` stores a content, see `keeping.keep`; `attach` lets the owner want it, and gives
    None if it was taken away meanwhile.
    """

    place: Place
    folder: Path
    limit: Limit
    keep: Callable[[Taken, Place, Path, Advance], None]
    attach: Callable[[Taken], T | None]

    def add(self, path: Path, advance: Advance) -> T:
        """Keep the content of a file, and give what `attach` gave.

        `advance` hears twice of each byte: when it is read and when it is stored.

        Raises:
            Conflict: somebody took the same content away, again and again.
            Invalid: the file cannot be read or is too large; told of the field `file`.
            Unavailable: there is no room, or the managed folder cannot be written.
        """
        managed = self.folder if self.place is Place.FOLDER else None
        with taken(path, managed, advance, self.limit) as content:
            for _attempt in range(_TRIES):
                self.keep(content, self.place, self.folder, advance)
                found = self.attach(content)
                if found is not None:
                    return found
        raise Conflict(_("Somebody took the same file away in this moment. Add it again."))


class Steps:
    """Adds up pieces of several files to one progress."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def go(self, count: int) -> None:
        """So many bytes more are behind us."""
        self._done += count
        self._progress.report(min(self._done, self._total), self._total or None)
