"""Files that are whole or not there: written beside their place and moved into it at the end."""

import contextlib
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import Unavailable
from app.core.text import N_, _

_WHAT_TO_DO = {
    errno.ENOSPC: N_("There is no room left for %s. Free some space or choose another place."),
    errno.EROFS: N_("%s is on a disk that is read-only. Choose another place."),
    errno.ENOENT: N_("The folder of %s does not exist. Choose another place."),
    errno.ENOTDIR: N_("The folder of %s does not exist. Choose another place."),
    errno.EISDIR: N_("%s is a folder. Choose a file name inside it."),
    errno.EFBIG: N_("%s would be larger than this disk allows. Choose another place."),
    errno.ENAMETOOLONG: N_("The name %s is too long. Choose a shorter one."),
    errno.EIO: N_("The disk with %s did not answer. Check that it is connected, then try again."),
}
if sys.platform != "win32":
    _WHAT_TO_DO[errno.EDQUOT] = _WHAT_TO_DO[errno.ENOSPC]
_NOT_ALLOWED = (errno.EACCES, errno.EPERM)


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """A path to write to, whose file takes the place of `path` when all went well.

    The body opens, writes and closes it. It becomes `path` only when it is safely on
    disk; after any exception it is gone, and what was at `path` before is untouched.

    Raises:
        Unavailable: the file cannot be written; the sentence says why and what to do.
    """
    target = _target(Path(path))
    half = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        half.touch(exist_ok=False)
        yield half
        _put_in_place(half, target)
    except OSError as error:
        raise Unavailable(describe_os_error(error, target)) from error
    finally:
        # The failure that led here matters more than a leftover that cannot be removed.
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def describe_os_error(error: OSError, path: Path | str, *, reading: bool = False) -> str:
    """A sentence that says what was wrong with the file and what to do about it.

    `reading` tells that the file was to be read rather than written.
    """
    name = Path(path).name or str(path)
    if error.errno in _NOT_ALLOWED:
        said = (
            N_("You are not allowed to read %s. Ask its owner, or choose another file.")
            if reading
            else N_("You are not allowed to write %s there. Choose another place.")
        )
        return _(said) % name
    if reading and error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _("There is no file %s. Choose another file.") % name
    if reading and error.errno == errno.EISDIR:
        return _("%s is a folder. Choose a file inside it.") % name
    if error.errno in _WHAT_TO_DO:
        return _(_WHAT_TO_DO[error.errno]) % name
    said = (
        N_("%(name)s could not be read (%(reason)s). Try again, or choose another file.")
        if reading
        else N_("%(name)s could not be written (%(reason)s). Try again, or choose another place.")
    )
    return _(said) % {"name": name, "reason": error.strerror or type(error).__name__}


def _target(path: Path) -> Path:
    """Where a link leads; never a folder, a device or a pipe, which must not be replaced."""
    try:
        target = path.resolve()
        special = target.exists() and not target.is_file()
        folder = target.is_dir()
    except (ValueError, RuntimeError, OSError) as error:
        raise Unavailable(
            _("%s cannot be a file's name. Choose another.") % repr(path.name)
        ) from error
    if folder:
        raise Unavailable(_(_WHAT_TO_DO[errno.EISDIR]) % (target.name or str(target)))
    if special:
        raise Unavailable(_("%s is not an ordinary file. Choose another name.") % target)
    return target


def _put_in_place(half: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, half)
    _sync(half)
    try:
        half.replace(target)
    except PermissionError as error:
        raise Unavailable(
            _(
                "%s could not be replaced. If another program has it open, close it there and "
                "try again, or choose another name."
            )
            % target.name
        ) from error
    if sys.platform != "win32":  # where a folder cannot be synced, and need not be
        _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
