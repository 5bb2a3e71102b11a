"""What the audit trail must not show but undoing needs: earlier pictures and password hashes.

Kept apart from the trail, by its entries' numbers, so that it can be taken away without
touching the chain: whoever purges a person's data calls `forget`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import bulk
from app.core.db import Base, LongKey

# Old and new value of a field whose column is marked so.
Pair = tuple[bytes | None, bytes | None]
KEPT_APART = {"withheld": True}


class Withheld(Base):
    """One field of one audit entry: the value it had, and a digest of the one it got."""

    __tablename__ = "withheld"

    seq: Mapped[LongKey]
    field: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    old: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    new_digest: Mapped[str] = mapped_column(sa.String(64))


def raw(value: object) -> bytes | None:
    """A column's value as it is kept here."""
    if value is None or isinstance(value, bytes):
        return value
    return str(value).encode()


def digest_of(value: object) -> str:
    """What tells one value from another without showing it; empty for none."""
    kept = raw(value)
    return "" if kept is None else hashlib.sha256(kept).hexdigest()


def put(session: Session, found: Sequence[tuple[int, str, int, Mapping[str, Pair]]]) -> None:
    """Keep what entries withheld: each is (seq, subject, subject's id, fields)."""
    forgotten = _forgotten(session)
    rows: list[dict[str, Any]] = [
        {"seq": seq, "field": name, "old": old, "new_digest": digest_of(new)}
        for seq, subject, subject_id, fields in found
        if (subject, subject_id) not in forgotten
        for name, (old, new) in fields.items()
    ]
    bulk.insert(session, Withheld, rows)


def forget(session: Session, subject: str, subject_id: int) -> None:
    """Take away what was kept of a record, also of what this transaction does to it."""
    _forgotten(session).add((subject, subject_id))
    # Written out, because the trail itself builds on this module.
    session.execute(
        sa.text(
            "DELETE FROM withheld WHERE seq IN (SELECT seq FROM audit_events "
            "WHERE subject = :subject AND subject_id = :id)"
        ),
        {"subject": subject, "id": subject_id},
    )


def between(session: Session, first: int, last: int) -> dict[int, dict[str, Withheld]]:
    """What the entries from `first` to `last` withheld: seq → field → row."""
    found: dict[int, dict[str, Withheld]] = {}
    for row in session.scalars(sa.select(Withheld).where(Withheld.seq.between(first, last))):
        found.setdefault(row.seq, {})[row.field] = row
    return found


def _forgotten(session: Session) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = session.info.setdefault("forgotten", set())
    return found
