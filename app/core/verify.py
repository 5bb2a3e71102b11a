"""Proves that the audit trail is whole: every link recomputed, in order.

A chain that was rewritten from end to end is whole in itself. It is found out by
whoever remembers an earlier link: each computer keeps the last one it saw, outside
the database.
"""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent, AuditHead, AuditPayload
from app.core.chain import GENESIS, digest, link
from app.core.progress import Progress
from app.core.settings import Paths, write_private
from app.core.text import _

CHUNK = 2000
Entry = tuple[dict[str, Any], str | None, str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """A link of the chain: its number and its hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries were checked, the newest link, and what is wrong, if anything.

    `problem` is a sentence about the first broken entry, empty when all are whole.
    """

    entries: int
    head: Head
    problem: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was tampered with, as far as can be told."""
        return not self.problem


def verify(session: Session, remembered: Head | None, progress: Progress) -> Verified:
    """Recompute the chain from its first entry, and compare it with a remembered link.

    Raises:
        Cancelled: the caller asked for it.
    """
    head = newest(session)
    last = Head(0, GENESIS)
    # Closed at once when something is found: a server keeps what nobody fetched.
    with closing(_entries(session)) as entries:
        for entry, salt, body in entries:
            if problem := _problem(last, entry, salt, body):
                return Verified(last.seq, head, problem)
            last = Head(entry["seq"], entry["hash"])
            if remembered and last.seq == remembered.seq and last != remembered:
                return Verified(last.seq, head, _rewritten(last.seq))
            if last.seq % CHUNK == 0:
                progress.report(last.seq, head.seq)
    known = max(head.seq, remembered.seq if remembered else 0)
    if last == head and known == head.seq:
        return Verified(last.seq, head)
    return Verified(last.seq, head, _cut(last.seq, known))


def newest(session: Session) -> Head:
    """The link the database says is its newest."""
    row = session.execute(sa.select(AuditHead.seq, AuditHead.hash)).first()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def remember(paths: Paths, uid: str, head: Head) -> None:
    """Keep a link of the database with this uid outside of it.

    Raises:
        Unavailable: it cannot be written.
    """
    write_private(_file(paths, uid), json.dumps({"seq": head.seq, "hash": head.hash}))


def continues(session: Session, known: Head) -> bool:
    """Whether a link seen earlier is still part of the chain."""
    found = session.scalar(sa.select(AuditEvent.hash).where(AuditEvent.seq == known.seq))
    return known.seq == 0 or found == known.hash


def recall(paths: Paths, uid: str) -> Head | None:
    """The newest link this computer has seen of that database, if it has."""
    try:
        kept = json.loads(_file(paths, uid).read_text(encoding="utf-8"))
        return Head(int(kept["seq"]), str(kept["hash"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _file(paths: Paths, uid: str) -> Path:
    return paths.state / "audit" / f"{uid}.json"


def _entries(session: Session) -> Generator[Entry, None, None]:
    statement = (
        sa.select(*AuditEvent.__table__.columns, AuditPayload.salt, AuditPayload.body)
        .join(AuditPayload, AuditPayload.seq == AuditEvent.seq, isouter=True)
        .order_by(AuditEvent.seq)
        .execution_options(yield_per=CHUNK)
    )
    with session.execute(statement) as result:
        for row in result.mappings():
            yield dict(row), row["salt"], row["body"]


def _problem(last: Head, entry: dict[str, Any], salt: str | None, body: str | None) -> str:
    seq: int = entry["seq"]
    if seq != last.seq + 1:
        return _("Audit entry %d is missing. Somebody removed it.") % (last.seq + 1)
    if salt is None or body is None:
        return _("What audit entry %d recorded is missing. Somebody removed it.") % seq
    if digest(salt, body) != entry["digest"]:
        return _("What audit entry %d recorded was changed afterwards.") % seq
    if link(last.hash, entry) != entry["hash"]:
        return _("Audit entry %d was changed afterwards.") % seq
    return ""


def _rewritten(seq: int) -> str:
    return (
        _(
            "Audit entry %d is not the one this computer saw earlier. The trail was rewritten, "
            "or another copy of the database was put in place."
        )
        % seq
    )


def _cut(last: int, known: int) -> str:
    if known > last:
        return _(
            "The newest audit entries are missing: there were %(known)d, and %(last)d are left. "
            "They were removed, or an older copy of the database was put in place."
        ) % {"known": known, "last": last}
    return _(
        "The audit trail does not end where it says. Somebody added to it, or changed its end."
    )
