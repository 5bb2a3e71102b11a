"""Finds out what became of a unit of work whose COMMIT was never answered.

A server that restarts after a crash may give the lost transaction's number to another
one, so that asking for the number's status can be wrong. What the unit itself wrote
cannot: its last link of the audit trail, or, where it audited nothing, a note.
"""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent
from app.core.errors import Lost
from app.core.once import UnitKey
from app.core.text import _

_END_MS = 5000
# The server must have let go of the lost connection: until then nobody can know.
_END = sa.text(
    "SELECT bool_and(pg_terminate_backend(pid, :wait)) FROM pg_stat_activity "
    "WHERE pid = :pid AND application_name = :program AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What proves that a unit was kept: an audit entry's hash, or a note under a key.

    `pid` is the server's process that served it, `program` the name it went by.
    """

    pid: int
    program: str
    seq: int = 0
    hash: str = ""
    key: str = ""
    note: str = ""


def mark(session: Session, program: str) -> Mark | None:
    """How to recognise this unit, asked last before COMMIT; None where that is no matter.

    Nobody needs to know what became of a unit that wrote nothing, and a file's COMMIT
    is always answered.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return None
    from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - a file's user needs none

    pid = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr] # psycopg's
    if sealed := session.info.get("sealed"):
        return Mark(pid, program, *sealed)
    key, note = f"{program} {pid}", secrets.token_hex(8)
    wrote = sa.func.pg_current_xact_id_if_assigned().is_not(None)
    given = sa.select(
        sa.literal(key), sa.literal(session.info["now"], UnitKey.at.type), sa.literal(note, sa.JSON)
    ).where(wrote)
    new = insert(UnitKey).from_select(["key", "at", "answer"], given)
    # One note for each connection, written over again and again.
    noted = new.on_conflict_do_update(
        index_elements=[UnitKey.key],
        set_={"at": new.excluded.at, "answer": new.excluded.answer},
    ).returning(UnitKey.key)
    return Mark(pid, program, key=key, note=note) if session.scalar(noted) else None


def kept(connection: sa.Connection, of: Mark) -> bool:
    """Whether the unit was committed; ends the connection it was lost with, if that is there.

    Raises:
        Lost: that connection will not end yet.
    """
    wanted = {"pid": of.pid, "program": of.program, "wait": _END_MS}
    if connection.scalar(_END, wanted) is False:
        raise Lost(_("The database server is still busy with what was sent before."))
    if of.hash:
        stored = connection.scalar(sa.select(AuditEvent.hash).where(AuditEvent.seq == of.seq))
        return stored == of.hash
    stored = connection.scalar(sa.select(UnitKey.answer).where(UnitKey.key == of.key))
    return stored == of.note
