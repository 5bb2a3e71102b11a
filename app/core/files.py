"""Files and folders that belong to this user alone, written wholly or not at all."""

import os
import tempfile
from pathlib import Path

from app.core.errors import Unavailable
from app.core.text import _

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only this user can enter.

    Raises:
        Unavailable: it cannot be made.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            _("The folder %(folder)s cannot be made (%(why)s). Choose another place.")
            % {"folder": folder, "why": error.strerror}
        ) from error


def write_private(path: Path, text: str) -> None:
    """Replace a file's content; readers see the old or the new, never a part.

    Raises:
        Unavailable: it cannot be written.
    """
    make_private_folder(path.parent)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unavailable(
            _("%(path)s cannot be written (%(why)s). Check the disk and your rights there.")
            % {"path": path, "why": error.strerror}
        ) from error
