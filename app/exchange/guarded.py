"""Reads files nobody trusts in a child process, so that the worst they can do is end it.

The child gets the file as its standard input and writes what it finds, line by line,
into a file of no name. It may use so much memory and time and no more. The parent reads
along, and can read it all again.
"""

import errno
import json
import logging
import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import IO, Any

from app.core.errors import Unavailable
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.exchange import READ_GUARDED
from app.exchange.outcomes import Unreadable

# So many seconds a child may work; memory and processor time it limits itself.
MOST_SECONDS = 600.0
NO_ROOM = 74
_PAUSE = 0.02
_BLOCK = 1 << 18
_ROOT = Path(__file__).parents[2]
_HIDDEN_WINDOW = 0x08000000
log = logging.getLogger(__name__)


class Guarded:
    """A child at work on an open file, and what it has written so far.

    Ends with `close`, or when nobody holds it any more: then there is neither a process
    nor a file left.

    Raises:
        Unavailable: there is no room or memory to start.
    """

    def __init__(self, file: IO[bytes], **how: str) -> None:
        self._deadline = time.monotonic() + MOST_SECONDS
        self._lock = threading.Lock()
        file.seek(0)
        try:
            with NamedTemporaryFile(prefix="desk-") as written:
                self._written = open(  # noqa: SIM115 - closed by `close`
                    written.name, "rb", opener=_shared
                )
                self._process = _started(file, written.file, how, self._written)
        except OSError as error:
            raise Unavailable(describe_os_error(error, gettempdir())) from error
        self.close = weakref.finalize(self, _end, self._process, self._written)

    def messages(self, progress: Progress | None = None) -> Iterator[dict[str, Any]]:
        """What the child says, from the beginning; waits for it where it is not that far.

        Raises:
            Unreadable: it gave the file up, was stopped by its limits or crashed.
            Unavailable: the disk is full.
            Cancelled: `progress` was; the child has ended then.
        """
        try:
            yield from self._messages(progress)
        except GeneratorExit:
            raise
        except BaseException:
            self.close()
            raise

    def _messages(self, progress: Progress | None) -> Iterator[dict[str, Any]]:
        message: dict[str, Any] = {}
        for line in self._lines(progress):
            message = json.loads(line)
            if refused := message.get("refused"):
                raise Unreadable(refused["code"], **refused["about"])
            if bug := message.get("bug"):
                log.error("The guarded reader failed.\n%s", bug)
                raise Unreadable("damaged")
            yield message
        if "end" not in message:
            self._explain()

    def _lines(self, progress: Progress | None) -> Iterator[bytes]:
        place, rest = 0, b""
        while True:
            ended = self._process.poll() is not None
            with self._lock:
                self._written.seek(place)
                block = self._written.read(_BLOCK)
            place += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from lines
            if not block:
                if ended:
                    return
                self._wait(progress)

    def _wait(self, progress: Progress | None) -> None:
        if progress:
            progress.check()
        if time.monotonic() > self._deadline:
            raise Unreadable("limits")
        try:
            self._process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            return

    def _explain(self) -> None:
        if self._process.returncode == NO_ROOM:
            full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            raise Unavailable(describe_os_error(full, gettempdir()))
        raise Unreadable("limits")


def _started(
    file: IO[bytes], written: IO[bytes], how: dict[str, str], read: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own program
            [*_command(), json.dumps(how)],
            stdin=file,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            creationflags=_HIDDEN_WINDOW if sys.platform == "win32" else 0,
        )
    except OSError:
        read.close()
        raise


def _command() -> list[str]:
    """This program once more, as the reader; also where it is one frozen file."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_GUARDED]
    return [sys.executable, "-m", "app.exchange.guarded_child", READ_GUARDED]


def _shared(path: str, flags: int) -> int:
    """Open a file that goes with its last handle; only Windows needs to be told."""
    return os.open(path, flags | getattr(os, "O_TEMPORARY", 0))


def _end(process: subprocess.Popen[bytes], written: IO[bytes]) -> None:
    process.kill()
    process.wait()
    written.close()
