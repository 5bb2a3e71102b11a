"""The managed folder: each content is a file named by its SHA-256, in 256 folders.

A content is written in `incoming`, brought safely to disk and then moved to its place, so
that what stands there is whole. Only this program writes into the folder.
"""

import errno
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.contents.schemas import PIECE
from app.core.errors import Invalid, Unavailable
from app.core.files import describe_os_error
from app.core.text import _

INCOMING = "incoming"
MARK = ".swept"
_NAME = re.compile(r"[0-9a-f]{64}")
_GUARD = ".customer-desk-can-write"


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content of this hash is."""
    return folder / sha256[:2] / sha256


def incoming(folder: Path) -> Path:
    """Where contents are written before they are whole; made if need be.

    Raises:
        Unavailable: the folder is gone or cannot be written.
    """
    reachable(folder)
    place = folder / INCOMING
    with told(folder):
        _make(folder, place)
    return place


def reachable(folder: Path) -> Path:
    """The folder, if it is there.

    Raises:
        Unavailable: it is not, or nobody lets us look.
    """
    try:
        there = folder.is_dir()
    except (OSError, ValueError):
        there = False
    if there and str(folder):
        return folder
    raise Unavailable(
        _("The folder for files, %s, cannot be reached. Connect its disk or its network drive, "
          "then try again; if it is elsewhere now, an administrator can say so in the settings.")
        % (folder if folder != Path() else _("which is not set yet"))
    )  # fmt: skip


def try_out(text: str) -> Path:
    """The folder that was typed, once it is sure that files can be kept there.

    Raises:
        Invalid: it is not there or cannot be written; told of the field `folder`.
    """
    path = Path(text).expanduser()
    try:
        if not text or not path.is_absolute():
            problem = _("Enter the folder's whole path, from the beginning.")
        elif not path.exists():
            problem = _("There is no folder %s. Make it first, or choose another.") % path
        elif not path.is_dir():
            problem = _("%s is a file. Choose a folder.") % path
        else:
            test = path / _GUARD
            test.write_bytes(b"")
            test.unlink()
            return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        problem = _("Files cannot be written into %s. Change its rights, or choose another.") % path
        raise Invalid({"folder": problem}) from error
    raise Invalid({"folder": problem})


def put(folder: Path, part: Path, sha256: str) -> None:
    """Move a whole content from `incoming` to its place; one that is there is replaced.

    Raises:
        Unavailable: the folder is gone or cannot be written.
    """
    place = place_of(folder, sha256)
    with told(folder):
        if not part.exists() and place.exists():
            return  # Moved by an attempt whose transaction was lost.
        _make(folder, place.parent)
        if sys.platform != "win32":  # where what is in a folder has its rights anyway
            part.chmod(folder.stat().st_mode & 0o666)
        part.replace(place)
        sync(place.parent)
        sync(folder)


def take_away(folder: Path, sha256: str) -> None:
    """Remove a content.

    Raises:
        Unavailable: the folder is gone or cannot be written.
    """
    with told(folder):
        place_of(reachable(folder), sha256).unlink(missing_ok=True)


def size_of(folder: Path, sha256: str) -> int | None:
    """How many bytes lie at a content's place; None where there is no file."""
    try:
        return place_of(folder, sha256).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unavailable(describe_os_error(error, folder, reading=True)) from error


def pieces(folder: Path, sha256: str) -> Iterator[bytes]:
    """A content in pieces; nothing where there is no file.

    Raises:
        Unavailable: it is there and cannot be read.
    """
    place = place_of(folder, sha256)
    try:
        with place.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise Unavailable(describe_os_error(error, place, reading=True)) from error


def is_whole(folder: Path, sha256: str) -> bool:
    """Whether a content is there and is what its name says."""
    digest = hashlib.sha256()
    for piece in pieces(folder, sha256):
        digest.update(piece)
    return size_of(folder, sha256) is not None and digest.hexdigest() == sha256


def litter(folder: Path, before: float) -> Iterator[Path]:
    """Files nobody touched since `before` that were never finished, or whose name is a hash.

    Which of the latter are still wanted, the database knows. Other files are left alone.
    """
    for place in sorted(folder.iterdir()):
        ours = place.name == INCOMING or re.fullmatch(r"[0-9a-f]{2}", place.name)
        if not ours or not place.is_dir():
            continue
        for file in place.iterdir():
            named = file.suffix == ".part" if place.name == INCOMING else is_content(file.name)
            if named and file.stat().st_mtime < before:
                yield file


def is_content(name: str) -> bool:
    """Whether a file's name is a content's hash."""
    return _NAME.fullmatch(name) is not None


def sync(place: Path) -> None:
    """See to it that a folder's entries are on disk."""
    if sys.platform == "win32":
        return  # A folder cannot be synced there, and need not be.
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # as some network drives say
            raise
    finally:
        os.close(handle)


def _make(folder: Path, place: Path) -> None:
    """Whoever may enter the managed folder may enter those in it."""
    if not place.is_dir():
        place.mkdir(exist_ok=True)
        shutil.copymode(folder, place)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say of the folder what the system said of a file in it."""
    try:
        yield
    except OSError as error:
        said = _("Files cannot be written into the folder for files, %s.") % folder
        raise Unavailable(f"{said} {describe_os_error(error, folder)}") from error
