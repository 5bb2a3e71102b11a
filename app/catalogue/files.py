"""Reads a file that is to be offered for download."""

from pathlib import Path

from app.core.errors import Invalid
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import _

LARGEST = 50 << 20
PIECE = 4 << 20


def measured(path: Path) -> int:
    """How many bytes a file has.

    Raises:
        Invalid: it is larger than 50 MB, or cannot be read; told of the field `file`.
    """
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise Invalid({"file": describe_os_error(error, path, reading=True)}) from error
    if size > LARGEST:
        said = _("%s is larger than 50 MB. Offer it on your website instead.")
        raise Invalid({"file": said % path.name})
    return size


def read(path: Path, progress: Progress) -> bytes:
    """What is in a file; half of the way to having it stored.

    Raises:
        Cancelled: the caller asked for it.
        Invalid: as `measured`.
    """
    size, found = measured(path), bytearray()
    try:
        with path.open("rb") as file:
            # One byte more than may be: it may have grown since it was measured.
            while piece := file.read(min(PIECE, LARGEST + 1 - len(found))):
                found += piece
                progress.report(min(len(found), size), 2 * size)
    except OSError as error:
        raise Invalid({"file": describe_os_error(error, path, reading=True)}) from error
    if len(found) > LARGEST:
        said = _("%s is larger than 50 MB. Offer it on your website instead.")
        raise Invalid({"file": said % path.name})
    return bytes(found)
