"""Tells the audit trail of a long transaction's changes in constant memory.

Whoever writes the trail keeps others from saving until the transaction ends. On a server
that comes last of all; a SQLite file has one writer at a time anyway.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile, gettempdir
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.audit import AuditHead, Change, Told
from app.core.errors import Unavailable
from app.core.files import describe_os_error
from app.core.progress import Progress

_IN_MEMORY = 16 << 20
_AT_ONCE = 1000


class Trail:
    """Keeps changes until they may be written; many go to a file of no name on disk.

    `at_once` says that they may at any time, and nothing is left for the end.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.at_once = session.get_bind().dialect.name == "sqlite"
        self._file = SpooledTemporaryFile[str](_IN_MEMORY, "w+", encoding="utf-8", newline="\n")
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def tell(self, changes: Iterable[Change]) -> None:
        """Add changes; each row of a table at most once in one transaction.

        Raises:
            Unavailable: there is no room for them on disk.
        """
        if self.at_once:
            self._write(changes)
            return
        try:
            for change in changes:
                told = audit.told(self._session, change)
                values = [getattr(told, name) for name in Told.__slots__]
                self._file.write(json.dumps(values, ensure_ascii=True, default=_text) + "\n")
                self._size += 1
        except OSError as error:
            raise Unavailable(describe_os_error(error, gettempdir())) from error

    def close(self, progress: Progress) -> None:
        """Write what was told into the trail."""
        done = 0
        for changes in self._chunks():
            audit.seal_told(self._session, changes)
            done += len(changes)
            progress.report(done, self._size)

    def _chunks(self) -> Iterator[list[Told]]:
        self._file.seek(0)
        while lines := list(islice(self._file, _AT_ONCE)):
            yield [Told(*_values(line)) for line in lines]

    def _write(self, changes: Iterable[Change]) -> None:
        for change in changes:
            audit.record(self._session, change)
        audit.seal(self._session)


def take_turn(session: Session) -> None:
    """Wait until nobody else is about to commit a change, and keep others from it till the end.

    What is read from here on is what this transaction's changes will stand beside.
    """
    head = sa.select(AuditHead.id).where(AuditHead.id == 1)
    session.execute(head.with_for_update())


def _values(line: str) -> list[Any]:
    *found, aside = json.loads(line)
    return [*found, {name: tuple(map(_raw, pair)) for name, pair in aside.items()}]


def _text(kept: bytes) -> str:
    """What is kept aside of a change is all that JSON has no form for."""
    return base64.b64encode(kept).decode()


def _raw(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
