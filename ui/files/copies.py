"""Copies of files outside of the database: in one folder private to this user, gone at exit."""

import atexit
import os
import secrets
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from app.attachments.copying import clear

_PREFIX = "customer-desk-files-"
# What a crash left behind is no longer open by then.
_OLD_SECONDS = 7 * 24 * 3600


@cache
def folder() -> Path:
    """The folder of this program; made when it is first asked for. Runs on a worker.

    Raises:
        OSError: there is no place for it.
    """
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    atexit.register(clear, made)
    for path in made.parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            found = path.stat()
            mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
            if mine and time.time() - found.st_mtime > _OLD_SECONDS:
                clear(path)
    return made


def fresh() -> Path:
    """A new, empty folder in it.

    Raises:
        OSError: there is no place for it.
    """
    made = folder() / secrets.token_hex(8)
    made.mkdir(mode=0o700)
    return made
