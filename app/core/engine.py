"""Opens databases and transactions: the only place that begins, commits or rolls back.

SQLite comes from `sqlcipher3` on every system (3.53 and later, with full-text search):
the system's own differs by machine, and before 3.51.3 it can damage a file that
several connections write. WAL with `synchronous=FULL` means that what was
acknowledged is on disk; a unit that writes takes the one write lock at its start.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.core import audit, ending, fate, flushes, server
from app.core.access import Actor
from app.core.clock import Clock
from app.core.driver_errors import explained
from app.core.errors import Conflict, Lost, Unavailable, Unsure
from app.core.patience import Patience
from app.core.text import N_, _

BUSY_SECONDS = 30
_UNKNOWN = N_(
    "The connection broke while this was being saved, and it is not known whether it was. "
    "Look before you save it again."
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: a SQLite file, or a PostgreSQL server."""

    url: sa.URL

    @classmethod
    def parse(cls, text: str | Path) -> "Address":
        """From a file's path or a `postgresql+psycopg://` or `sqlite:///` address.

        Raises:
            Unavailable: the address names another kind of database, or cannot be read.
        """
        if not _sayable(written := str(text)):
            raise Unavailable(
                _("%s holds characters no address has. Type it again.") % ascii(written)
            )
        if "://" not in written:
            return cls(sa.URL.create("sqlite", database=str(Path(written).expanduser().absolute())))
        try:
            url = sa.make_url(written)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise Unavailable(
                _("%s is not a database address. Write postgresql+psycopg://user@host/database.")
                % written.rpartition("@")[2]
            ) from error
        if url.get_backend_name() == "postgresql":
            # A password among the options would be shown where the other is hidden.
            password = url.query.get("password", url.password)
            url = url.set(drivername="postgresql+psycopg", password=str(password or "") or None)
            return cls(url.difference_update_query(["password"]))
        if url.get_backend_name() == "sqlite" and url.database:
            path = Path(url.database).expanduser().absolute()
            return cls(sa.URL.create("sqlite", database=str(path)))
        raise Unavailable(
            _("Customer Desk works with SQLite files and PostgreSQL, not with %s.")
            % url.get_backend_name()
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file, where there is one."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def title(self) -> str:
        """What to call it on screen: a file's name, or database and host; never a password."""
        if self.path:
            return self.path.name
        return f"{self.url.database} · {self.url.host or 'localhost'}"

    def with_password(self, password: str | None) -> "Address":
        """The same address with another password, or with none."""
        return Address(self.url._replace(password=password))

    def __str__(self) -> str:
        """The address without its password, fit to be kept and parsed again."""
        return str(self.path) if self.path else str(self.with_password(None).url)


class UnitSession(Session):
    """A session whose flushes are audited."""


flushes.listen(UnitSession)


class Database:
    """One database and its connections; use it from any thread.

    Nothing is connected until the first transaction.
    """

    def __init__(self, address: Address, clock: Clock | None = None) -> None:
        self.address = address
        self.clock = clock or Clock()
        # The numbers of this program's own commands, for whoever tells others' from them.
        self.own_commands: set[int] = set()
        self.patience = Patience()
        self._program = f"Customer Desk {secrets.token_hex(4)}"
        if address.is_sqlite:
            self.engine = _sqlite(address, writes=True)
            self._readers = _sqlite(address, writes=False)
        else:
            self.engine = server.engine_of(address.url, self._program)
            self._readers = self.engine.execution_options(postgresql_readonly=True)

    @contextmanager
    def transaction(
        self, actor: Actor, use_case: str = "", reason: str = ""
    ) -> Iterator[UnitSession]:
        """One unit of work: all of it is kept when the block ends, nothing if it raises.

        Raises:
            Conflict: a row was changed or removed by somebody else meanwhile.
            Duplicate: a value that must be unique is taken.
            Lost: the server went away; nothing was kept, and all of it may be repeated.
            Unsure: it went away while saving, and could not be asked whether it did.
            Unavailable: the database cannot be reached, written, or has no room.
        """
        info = {
            "actor": actor, "now": self.clock.now(), "use_case": use_case, "reason": reason,
        }  # fmt: skip
        unit = UnitSession(self.engine, expire_on_commit=False, info=info)
        mark: fate.Mark | None = None
        try:
            with told(), unit as session, session.begin():
                yield session
                session.flush()
                ending.act(session)
                audit.seal(session)
                self.own_commands.add(session.info.get("command", 0))
                mark = fate.mark(session, self._program)
        except Lost:
            self.own_commands.discard(unit.info.get("command", 0))
            if mark is None or not self._kept(mark):
                raise
            self.own_commands.add(unit.info.get("command", 0))
        except BaseException:
            # Nothing was kept, and the number is free for somebody else's command.
            self.own_commands.discard(unit.info.get("command", 0))
            raise

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[UnitSession]:
        """A view of the data that cannot change it.

        Raises:
            Unavailable: the database cannot be reached.
        """
        info = {"actor": actor, "now": self.clock.now()}
        with told(), UnitSession(self._readers, info=info) as session, session.begin():
            yield session

    def _kept(self, mark: fate.Mark) -> bool:
        """Whether a unit was kept, asked for until the server says so."""
        try:
            return self.patience.keep_trying(self.patience.saved, partial(self._ask, mark))
        except Unavailable as silence:
            raise Unsure(_(_UNKNOWN), partial(self._kept, mark)) from silence

    def _ask(self, mark: fate.Mark) -> bool:
        with told(), self.engine.connect() as connection:
            return fate.kept(connection.execution_options(isolation_level="AUTOCOMMIT"), mark)

    def close(self) -> None:
        """Let every connection go."""
        self.patience.end()
        self._readers.dispose()
        self.engine.dispose()


def _sayable(written: str) -> bool:
    """Whether an operating system or a server can be asked for this at all."""
    try:
        return b"\0" not in os.fsencode(written)
    except UnicodeError:
        return False


@contextmanager
def told() -> Iterator[None]:
    """Turn what the driver says into an error a person can act on."""
    try:
        yield
    except DBAPIError as error:
        raise explained(error) from error
    except StaleDataError as error:
        raise Conflict(
            _("Somebody else changed this record meanwhile. Reload it and try again.")
        ) from error
    except sa.exc.TimeoutError as error:
        raise Unavailable(_("The database is very busy. Try again in a moment.")) from error


def _sqlite(address: Address, *, writes: bool) -> sa.Engine:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a server's client never loads it

    engine = sa.create_engine(
        address.url,
        module=dbapi2,
        hide_parameters=True,
        connect_args={
            "timeout": BUSY_SECONDS,
            "isolation_level": None,
            "check_same_thread": False,
        },
        poolclass=sa.pool.QueuePool,
        pool_size=2 if writes else 6,
        max_overflow=2,
    )
    # Readers look into the file itself; what they copied, each would keep for itself.
    cache, mapped = ("32000", 256 << 20) if writes else ("8000", (2 << 30) - (64 << 10))
    settings = [
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA fullfsync=ON",
        "PRAGMA foreign_keys=ON",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA cell_size_check=ON",
        "PRAGMA temp_store=MEMORY",
        f"PRAGMA cache_size=-{cache}",
        f"PRAGMA mmap_size={mapped}",
    ]
    if not writes:
        settings = [*settings[2:], "PRAGMA query_only=ON"]

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        for setting in settings:
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
