"""Every audited change leaves an entry, written in the same transaction and chained by hash.

Flushes are collected while the transaction runs; `seal` writes one entry per row
touched, with old and new values, and links them to the chain once, at the end. What
was changed lives in a payload apart from the link, so that a person's data can be
erased later without breaking the chain: the link commits to a salted digest.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import bulk, concerns, withheld
from app.core.access import Actor
from app.core.chain import digest, linker
from app.core.changes import gathered
from app.core.concerns import Concern, Concerned
from app.core.db import BORN, KEPT, Base, Key, LongKey

HIDDEN = "•••"


class AuditEvent(Base):
    """One row's change as a link of the chain: who, when, what was done, to which record.

    `command` is the first `seq` of the same transaction; `subject` is the record whose
    history the entry belongs to.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        sa.Index(None, "subject", "subject_id", "seq"),
        sa.Index(None, "actor_id", "seq"),
        # The few of a customer's entries that are about its own row, in the order of time.
        sa.Index(
            "ix_audit_events_customers",
            "subject_id",
            "at",
            "seq",
            sqlite_where=sa.text("entity = 'customers' AND action = 'updated'"),
            postgresql_where=sa.text("entity = 'customers' AND action = 'updated'"),
        ),
    )

    seq: Mapped[LongKey]
    command: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(sa.String(16))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    use_case: Mapped[str] = mapped_column(sa.String(80))
    action: Mapped[str] = mapped_column(sa.String(16))
    entity: Mapped[str] = mapped_column(sa.String(64))
    entity_id: Mapped[int]
    subject: Mapped[str] = mapped_column(sa.String(64))
    subject_id: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class AuditPayload(Base):
    """What an entry's digest commits to: salt and JSON `{"changes": …, "reason": …}`."""

    __tablename__ = "audit_payloads"

    seq: Mapped[LongKey]
    salt: Mapped[str] = mapped_column(sa.String(32))
    body: Mapped[str] = mapped_column(sa.Text)


class AuditHead(Base):
    """The chain's newest link; locking this one row puts writers in line."""

    __tablename__ = "audit_head"

    id: Mapped[Key]
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str] = mapped_column(sa.String(64))


@dataclass(slots=True)
class Change:
    """What one transaction did to one row: field → [old, new], JSON values.

    `aside` holds what those values do not show, for undoing alone; `concerned` says which
    customers are to be told.
    """

    action: str
    entity: str
    entity_id: int
    subject: str
    subject_id: int
    fields: dict[str, list[Any]]
    aside: dict[str, withheld.Pair] = field(default_factory=dict)
    concerned: Concerned | None = None


def record(session: Session, change: Change) -> None:
    """Add a change that no flush will show: a bulk write, or a fact without a row.

    A second change of the same row in one transaction joins the first.
    """
    found: dict[tuple[object, ...], Change] = session.info.setdefault("audit", {})
    key: tuple[object, ...] = (change.entity, change.entity_id)
    if change.action == "event":
        found[(*key, len(found))] = change
        return
    earlier = found.setdefault(key, change)
    if earlier is change:
        return
    for name, (old, new) in change.fields.items():
        first = earlier.fields.get(name, [old, None])[0]
        earlier.fields[name] = [first, new]
    for name, (raw_old, raw_new) in change.aside.items():
        earlier.aside[name] = (earlier.aside.get(name, (raw_old, None))[0], raw_new)
    earlier.concerned = change.concerned or earlier.concerned
    if change.action == "deleted":
        earlier.action = "deleted"


# What JSON keeps as it is.
PLAIN = frozenset({str, int, bool, float, dict, list, type(None)})


def plain(value: object) -> Any:
    """A column's value as JSON keeps it."""
    if type(value) in PLAIN:  # As most are; the rest is asked one after another.
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value


def _body(told: Mapping[str, Any]) -> str:
    """As JSON; half a character, such as a file's name may hold, is spelled out in it."""
    written = json.dumps(told, ensure_ascii=False)
    return written.encode("utf-8", "backslashreplace").decode()


def collected(session: Session) -> list[Change]:
    """Take out what this transaction has done so far, for work too long to keep it in memory.

    Whoever takes it gives it back by `record` and `seal`, a part at a time, at the end.
    """
    found: dict[Any, Change] = session.info.pop("audit", {})
    return list(found.values())


@dataclass(slots=True)
class Told:
    """A change as it goes into the trail, but for its place in the chain."""

    action: str
    entity: str
    entity_id: int
    subject: str
    subject_id: int
    salt: str
    body: str
    digest: str
    concerns: Sequence[Concern]
    aside: dict[str, withheld.Pair]


def told(session: Session, change: Change) -> Told:
    """A change made ready while nobody waits."""
    salt = secrets.token_hex(16)
    body = _body({"changes": change.fields, "reason": session.info.get("reason", "")})
    return Told(
        change.action, change.entity, change.entity_id, change.subject, change.subject_id,
        salt, body, digest(salt, body), concerns.of(change.concerned, change.action, change.fields),
        change.aside,
    )  # fmt: skip


def seal(session: Session) -> None:
    """Write what was collected and link it to the chain; the last act of a transaction.

    Everybody else who writes waits from here on.
    """
    seal_told(session, [told(session, change) for change in collected(session)])


def seal_told(session: Session, changes: Sequence[Told]) -> None:
    """The same with changes that were made ready."""
    if not changes:
        return
    events, payloads, apart, told_of = [], [], [], []
    head = session.connection().execute(_HEAD).one()
    seq, previous = head.seq, head.hash
    common = _common(session, session.info.setdefault("command", seq + 1))
    linked = linker(common)
    for change in changes:
        seq += 1
        previous = linked(previous, seq, change)
        events.append(
            {
                **common,
                "seq": seq,
                "action": change.action,
                "entity": change.entity,
                "entity_id": change.entity_id,
                "subject": change.subject,
                "subject_id": change.subject_id,
                "digest": change.digest,
                "hash": previous,
            }
        )
        payloads.append({"seq": seq, "salt": change.salt, "body": change.body})
        if change.aside:
            apart.append((seq, change.subject, change.subject_id, change.aside))
        if change.concerns:
            told_of.append((seq, change.entity, change.entity_id, change.concerns))
    _write(session, events, payloads)
    withheld.put(session, apart)
    concerns.put(session, common["at"], told_of)
    session.info["sealed"] = (seq, previous)
    rows = [(one.entity, one.entity_id) for one in changes]
    rows += [(one.subject, one.subject_id) for one in changes]
    session.info["touched"] = gathered(rows, session.info.get("touched"))


_HEAD = sa.select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1).with_for_update()
_EVENTS, _PAYLOADS, _CHAIN = map(bulk.table_of, (AuditEvent, AuditPayload, AuditHead))
_MOVE = sa.update(_CHAIN).values(seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash"))
# A new link at once: a server is asked one time instead of three.
_AT_ONCE = _MOVE.add_cte(bulk.insertion(_EVENTS).cte("a"), bulk.insertion(_PAYLOADS).cte("b"))


def _write(session: Session, events: list[dict[str, Any]], payloads: list[dict[str, Any]]) -> None:
    connection, last = session.connection(), events[-1]
    moved = {"new_seq": last["seq"], "new_hash": last["hash"]}
    if len(events) == 1 and connection.dialect.name != "sqlite":
        values = bulk.bound(_EVENTS, last) | bulk.bound(_PAYLOADS, payloads[0])
        connection.execute(_AT_ONCE, moved | values)
        return
    bulk.insert(session, AuditEvent, events)
    bulk.insert(session, AuditPayload, payloads)
    connection.execute(_MOVE, moved)


def _common(session: Session, command: int) -> dict[str, Any]:
    actor: Actor = session.info["actor"]
    return {
        "command": command,
        "at": session.info["now"],
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "use_case": session.info.get("use_case", ""),
    }


def is_told(column: sa.Column[Any] | sa.ColumnElement[Any], action: str) -> bool:
    """Whether an entry says what a column held; of a row that goes, all that made it."""
    kept = column.key in KEPT and not (action == "deleted" and column.key in BORN)
    return not kept and not column.info.get("derived")
