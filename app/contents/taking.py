"""Reads a file that is to be kept: once, in pieces, into a copy that does not change any more."""

import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.contents import names
from app.contents.folder import incoming, told
from app.contents.schemas import PIECE, Limit
from app.core.errors import Invalid, Unavailable
from app.core.files import describe_os_error
from app.core.text import _

# As far as a system has them: a pipe without a writer must not hold us up.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_CLOEXEC"))
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A content as it was read: `file` holds all of it, at `path` where that is in a folder."""

    file: BinaryIO
    path: Path | None
    size: int
    sha256: str

    def pieces(self) -> Iterator[bytes]:
        """The content from its beginning, in pieces."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece


def measured(path: Path, limit: Limit) -> int:
    """How many bytes a file has that can be taken; nothing of it is read.

    Raises:
        Invalid: it is too large, no ordinary file, or not there; told of the field `file`.
    """
    with _readable(path):
        return _fit(path, path.stat(), limit)


@contextmanager
def taken(path: Path, folder: Path | None, advance: Advance, limit: Limit) -> Iterator[Taken]:
    """The content of a file, copied into the managed folder or else aside while the block lasts.

    `advance` hears of each piece how many bytes it had, and may stop this by raising.

    Raises:
        Invalid: the file cannot be read or is too large, told of the field `file`.
        Unavailable: there is no room for the copy.
    """
    with _source(path, limit) as source, aside(folder) as (copy, place):
        digest, size = hashlib.sha256(), 0
        while True:
            with _readable(path):
                piece = source.read(PIECE)
            if not piece:
                break
            size += len(piece)
            if size > limit.most:
                raise Invalid({"file": limit.refusal(names.kept(path.name), size)})
            digest.update(piece)
            with writable(Path(names.kept(path.name))):
                copy.write(piece)
            advance(len(piece))
        with writable(Path(names.kept(path.name))):
            copy.flush()
            if place is not None:
                os.fsync(copy.fileno())
        yield Taken(copy, place, size, digest.hexdigest())


@contextmanager
def _source(path: Path, limit: Limit) -> Iterator[BinaryIO]:
    with _readable(path):
        # Looked at first: merely opening a device can do something.
        _fit(path, path.stat(), limit)
        file = os.fdopen(os.open(path, _FLAGS), "rb", buffering=0)
    with file:
        with _readable(path):
            _fit(path, os.fstat(file.fileno()), limit)
        yield file


@contextmanager
def aside(folder: Path | None) -> Iterator[tuple[BinaryIO, Path | None]]:
    """A file to copy into: without a name, or one in the folder that upkeep knows for litter.

    Raises:
        Unavailable: the folder is gone or cannot be written.
    """
    if folder is None:
        with tempfile.TemporaryFile() as file:
            yield file, None
        return
    place = incoming(folder) / f"{secrets.token_hex(16)}.part"
    with told(folder):
        file = place.open("xb+")
    try:
        with file:
            yield file, place
    finally:
        # Once it was kept it has another name.
        with suppress(OSError):
            place.unlink(missing_ok=True)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        shown = Path(names.kept(path.name))
        raise Invalid({"file": describe_os_error(error, shown, reading=True)}) from error
    except ValueError as error:  # a name no system has
        said = _("%s cannot be a file's name. Choose another.")
        raise Invalid({"file": said % ascii(path.name)}) from error


@contextmanager
def writable(shown: Path) -> Iterator[None]:
    """Say of `shown` what the system said when it was copied.

    Raises:
        Unavailable: the copy could not be written.
    """
    try:
        yield
    except OSError as error:
        raise Unavailable(describe_os_error(error, shown)) from error


def _fit(path: Path, found: os.stat_result, limit: Limit) -> int:
    name = names.kept(path.name)
    if stat.S_ISDIR(found.st_mode):
        raise Invalid({"file": _("%s is a folder. Add the files in it instead.") % name})
    if not stat.S_ISREG(found.st_mode):
        said = _("%s is not an ordinary file, so it cannot be added. Choose another file.")
        raise Invalid({"file": said % name})
    if found.st_size > limit.most:
        raise Invalid({"file": limit.refusal(name, found.st_size)})
    return found.st_size
