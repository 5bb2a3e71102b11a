"""Moves one content from one place to the other: copied and proven first, then settled at once."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.contents import folder as folders
from app.contents import keeping
from app.contents.model import Content
from app.contents.schemas import Place
from app.contents.taking import Taken, aside, writable
from app.core.text import N_

MISSING = N_("%s: what it holds is missing.")
CHANGED = N_("%s: what it holds was changed outside of Customer Desk.")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a content is read; each call is a short transaction of its own."""

    sha256: str
    folder: Path
    size: Callable[[str], tuple[Place, int] | None]
    piece: Callable[[str, int], bytes | None]

    def pieces(self, place: Place) -> Iterator[bytes]:
        """What is kept of it, in pieces."""
        if place is Place.FOLDER:
            yield from folders.pieces(folders.reachable(self.folder), self.sha256)
            return
        position = 0
        while (found := self.piece(self.sha256, position)) is not None:
            yield found
            position += 1


def move(source: Source, to: Place, folder: Path, settle: Callable[[Taken, Path], None]) -> str:
    """Copy a content, and settle the copy; a sentence with %s for its name if it cannot be."""
    found = source.size(source.sha256)
    if found is None or found[0] is to:
        return ""  # Somebody was quicker.
    place, size = found
    with aside(folder if to is Place.FOLDER else None) as (file, path):
        where = folder if path is not None else Path(tempfile.gettempdir())
        digest, length = hashlib.sha256(), 0
        for piece in source.pieces(place):
            digest.update(piece)
            length += len(piece)
            with writable(where):
                file.write(piece)
        if digest.hexdigest() != source.sha256:
            return MISSING if not length and size else CHANGED
        with writable(where):
            file.flush()
            if path is not None:
                os.fsync(file.fileno())
        settle(Taken(file, path, size, source.sha256), folder)
    return ""


def settle(session: Session, copy: Taken, folder: Path) -> None:
    """Put a copy at its new place, and let go of the old one, in one transaction."""
    keeping.lock(session, copy.sha256)
    found = session.get(Content, copy.sha256)
    to = Place.DATABASE if copy.path is None else Place.FOLDER
    if found is None or found.place is to:
        return
    if copy.path is not None:
        folders.put(folder, copy.path, copy.sha256)
        keeping.erase(session, copy.sha256)
    else:
        keeping.write(session, copy.sha256, copy.pieces(), lambda _count: None)
    found.place = to
