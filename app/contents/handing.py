"""Hands out what is kept: a whole file that is what was added, or none."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.contents import folder as folders
from app.contents.schemas import Damaged, Place
from app.core.files import replacing
from app.core.progress import Progress
from app.core.text import _


@dataclass(frozen=True, slots=True)
class Found:
    """Where a file's content is to be read."""

    name: str
    size: int
    sha256: str
    place: Place
    folder: Path


@dataclass(frozen=True, slots=True)
class Reader:
    """How one file is read: each call is a short transaction of its own.

    `look` says where it is now; `piece(position)` gives what the database has of it.
    """

    look: Callable[[], Found]
    piece: Callable[[int], bytes | None]

    def write(self, out: BinaryIO, progress: Progress, done: int = 0, total: int = 0) -> int:
        """Write the content into `out`, which is empty; how many bytes that were.

        `done` of `total` bytes went before it.

        Raises:
            Cancelled: the caller asked for it.
            Damaged: it is missing or was changed; what was written is not to be used.
            NotFound: the file is not there.
            Unavailable: the folder cannot be reached.
        """
        while True:
            found = self.look()
            if self._copied(found, out, progress, done, total or found.size):
                return found.size
            again = self.look()
            if again.place is found.place:
                raise Damaged(_damage(found))
            # It was moved to the other place meanwhile.
            out.seek(0)
            out.truncate()

    def save(self, path: Path, progress: Progress) -> None:
        """Write the content to `path`, whole or not at all; raises what `write` does.

        Raises:
            Unavailable: `path` cannot be written.
        """
        with replacing(path) as half, half.open("wb") as out:
            self.write(out, progress)

    def _copied(
        self, found: Found, out: BinaryIO, progress: Progress, done: int, total: int
    ) -> bool:
        digest, size, position = hashlib.sha256(), 0, 0
        if found.place is Place.FOLDER:
            source = folders.pieces(folders.reachable(found.folder), found.sha256)
        else:
            source = iter(lambda: self.piece(position) or b"", b"")
        for piece in source:
            position += 1
            size += len(piece)
            digest.update(piece)
            out.write(piece)
            progress.report(done + min(size, found.size), total)
        progress.check()
        return size == found.size and digest.hexdigest() == found.sha256


def _damage(found: Found) -> str:
    if found.place is Place.FOLDER and folders.size_of(found.folder, found.sha256) is None:
        return (
            _("What %(name)s holds is missing from the folder for files, %(folder)s. Bring that "
              "folder back from a backup, or add the file again.")
            % {"name": found.name, "folder": found.folder}
        )  # fmt: skip
    return (
        _("What is kept of %s is not what was added: it was changed outside of Customer Desk. "
          "Bring it back from a backup, or add the file again.")
        % found.name
    )  # fmt: skip
