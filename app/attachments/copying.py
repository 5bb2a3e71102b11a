"""Writes files out: to a place a person chose, into a folder, or to be opened once."""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from app.attachments import danger
from app.attachments.kinds import is_risky
from app.attachments.model import Attachment
from app.attachments.schemas import Dangerous, Saved
from app.contents import names
from app.contents.handing import Reader
from app.core.errors import Cancelled, DeskError, Unavailable
from app.core.files import describe_os_error, replacing
from app.core.progress import Progress

Act = Callable[[Attachment], None]


def save_all(readers: Sequence[Reader], folder: Path, progress: Progress) -> Saved:
    """Write files into a folder under names that are free there; nothing is replaced."""
    paths: list[Path] = []
    refused: list[tuple[str, str]] = []
    total, done = sum(_size(reader) for reader in readers), 0
    try:
        taken = {one.name for one in folder.iterdir()}
    except OSError as error:
        raise Unavailable(describe_os_error(error, folder, reading=True)) from error
    for reader in readers:
        name = ""
        try:
            name = reader.look().name
            path = folder / names.unlike(names.safe(name), taken)
            with replacing(path) as half, half.open("wb") as out:
                done += reader.write(out, progress, done, total)
        except Cancelled:
            raise
        except DeskError as error:
            refused.append((name, str(error)))
        else:
            taken.add(path.name)
            paths.append(path)
    return Saved(tuple(paths), tuple(refused))


def to_open(reader: Reader, folder: Path, progress: Progress) -> Path:
    """A read-only copy in a private folder, of a file that may be opened.

    Raises:
        Dangerous: opening it could run something; there is no copy.
    """
    found = reader.look()
    if is_risky(found.name):
        raise Dangerous(danger.refusal(found.name))
    path = folder / names.safe(found.name)
    try:
        if _holds(path, found.sha256):
            return path  # It may be open in another program.
        clear(folder)
        folder.mkdir(mode=0o700, parents=True)
        with os.fdopen(
            os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb"
        ) as out:
            reader.write(out, progress)
        harmful = danger.harm(found.name, path)
        path.chmod(stat.S_IRUSR)
    except OSError as error:
        clear(folder)
        raise Unavailable(describe_os_error(error, path)) from error
    except DeskError:
        clear(folder)
        raise
    if harmful:
        clear(folder)
        raise Dangerous(danger.refusal(found.name))
    return path


def clear(folder: Path) -> None:
    """Take a folder of copies away; what another program holds open stays until the next time."""
    for path in folder.glob("**/*"):
        with suppress(OSError):
            # Windows removes nothing that is read-only.
            path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _holds(path: Path, sha256: str) -> bool:
    """Whether a copy that was made before is whole and unchanged."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


_BINARY = getattr(os, "O_BINARY", 0)


def _size(reader: Reader) -> int:
    """For the progress alone: what cannot be found says so when its turn comes."""
    with suppress(DeskError):
        return reader.look().size
    return 0
