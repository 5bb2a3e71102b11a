"""Hears what other programs committed to the same database, and which rows it touched.

SQLite tells a connection that another one has committed by its `data_version`; PostgreSQL
notifies whoever listens, by a trigger on the audit trail's head. Neither question costs
the database any work. What was touched is then read out of the audit trail, so that
nothing is missed while a server was away.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import SYSTEM
from app.core.audit import AuditEvent, AuditHead
from app.core.changes import Touched, gathered
from app.core.engine import Database, told

CHANNEL = "customer_desk"
# Of more entries than these only the tables are told, not the rows.
_FEW = 5000


class Feed:
    """One program's ear at a database; for one thread at a time, not the GUI's."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._line: sa.Connection | None = None
        self._version: int | None = None
        self._seen: int | None = None

    def poll(self) -> Touched:
        """What others changed since the last call; the first call only begins to listen.

        Raises:
            Unavailable: the database cannot be reached; the next call tries again, and
                tells what was missed.
        """
        try:
            with told():
                stirred = self._notified() if self._line else self._listen()
        except BaseException:
            self.close()
            # Its other connections were cut with this one; the next is a new one.
            self._db.engine.dispose()
            raise
        if not stirred:
            return {}
        with self._db.reading(SYSTEM) as session:
            head = session.scalars(sa.select(AuditHead.seq)).one()
            before, self._seen = self._seen, head
            return {} if before is None else self._since(session, before, head)

    def close(self) -> None:
        """Stop listening; what happens meanwhile is told by the next `poll`."""
        line, self._line, self._version = self._line, None, None
        if line is not None:
            line.invalidate()
            line.close()

    def _listen(self) -> bool:
        """A connection of its own, because it never goes back to the others."""
        self._line = self._db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if self._db.address.is_sqlite:
            return self._notified()
        self._line.exec_driver_sql(f"LISTEN {CHANNEL}")
        return True

    def _notified(self) -> bool:
        """Whether anybody committed, or may have, since the last call."""
        if self._line is None:
            return False
        if self._db.address.is_sqlite:
            raw: Any = self._line.connection.driver_connection
            before = self._version
            [self._version] = raw.execute("PRAGMA data_version").fetchone()
            return before != self._version
        return _notices(self._line)

    def _since(self, session: Session, before: int, head: int) -> Touched:
        later = AuditEvent.seq > before
        if head - before > _FEW:
            tables = sa.select(AuditEvent.entity, AuditEvent.subject).where(later).distinct()
            found = session.execute(tables).all()
            return {table: frozenset() for row in found for table in row}
        records = sa.select(AuditEvent.command, AuditEvent.entity, AuditEvent.entity_id)
        subjects = sa.select(AuditEvent.command, AuditEvent.subject, AuditEvent.subject_id)
        rows = session.execute(sa.union(*(one.where(later) for one in (records, subjects))))
        own = self._db.own_commands
        return gathered((table, key) for command, table, key in rows if command not in own)


def _notices(line: sa.Connection) -> bool:
    import psycopg  # noqa: PLC0415 - a file's user never loads it

    raw: Any = line.connection.driver_connection
    try:
        return bool(list(raw.notifies(timeout=0)))
    except psycopg.Error as error:
        raise sa.exc.DBAPIError.instance(
            "LISTEN", None, error, psycopg.Error, dialect=line.dialect, connection_invalidated=True
        ) from error
