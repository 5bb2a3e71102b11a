"""Moves one content from one place to the other: copied and proven first, then settled at once."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.contents import folder as folders
from app.contents import keeping
from app.contents.model import Content as Stored
from app.contents.schemas import PIECE, Place
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


@dataclass(frozen=True, slots=True)
class Content:
    """A whole copy that is to be settled at its new place; `path` where that is the folder."""

    sha256: str
    size: int
    file: BinaryIO
    path: Path | None


def move(source: Source, to: Place, folder: Path, settle: Callable[[Content, Path], None]) -> str:
    """Copy a content, and settle the copy; a sentence with %s for its name if it cannot be."""
    found = source.size(source.sha256)
    if found is None or found[0] is to:
        return ""  # Somebody was quicker.
    place, size = found
    with _copy(folder if to is Place.FOLDER else None) as (file, path):
        digest, length = hashlib.sha256(), 0
        for piece in source.pieces(place):
            digest.update(piece)
            length += len(piece)
            file.write(piece)
        if digest.hexdigest() != source.sha256:
            return MISSING if not length and size else CHANGED
        file.flush()
        if path is not None:
            os.fsync(file.fileno())
        settle(Content(source.sha256, size, file, path), folder)
    return ""


def settle(session: Session, content: Content, folder: Path) -> None:
    """Put a copy at its new place, and let go of the old one, in one transaction."""
    keeping.lock(session, content.sha256)
    found = session.get(Stored, content.sha256)
    to = Place.DATABASE if content.path is None else Place.FOLDER
    if found is None or found.place is to:
        return
    if content.path is not None:
        folders.put(folder, content.path, content.sha256)
        keeping.erase(session, content.sha256)
    else:
        keeping.write(session, content.sha256, _pieces(content.file), lambda _count: None)
    found.place = to


@contextmanager
def _copy(folder: Path | None) -> Iterator[tuple[BinaryIO, Path | None]]:
    if folder is None:
        with tempfile.TemporaryFile() as file:
            yield file, None
        return
    path = folders.incoming(folder) / f"{secrets.token_hex(16)}.part"
    with folders.told(folder):
        file = path.open("xb+")
    try:
        with file:
            yield file, path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
