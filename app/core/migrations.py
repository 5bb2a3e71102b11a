"""Brings a database to the schema this program knows, or says why it cannot.

An interrupted migration leaves the database as it was: everything happens in one
transaction. On SQLite foreign keys are off before it begins, because rebuilding a
table would otherwise delete its children; afterwards they are checked and rows counted.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.engine import Database, told
from app.core.errors import Conflict, Unavailable
from app.core.text import _
from migrations import GUARDS, HEAD

EMPTY = ""


def revision(db: Database) -> str:
    """The schema's revision, `EMPTY` for a database without tables.

    Raises:
        Unavailable: the database cannot be read, or holds something else's tables.
    """
    with db.reading(SYSTEM) as session:
        names = sa.inspect(session.connection()).get_table_names()
        if "alembic_version" in names:
            found: str | None = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
            if found:
                return found
    if set(names) - {"alembic_version"}:
        raise Unavailable(
            _("%s holds the data of another program. Choose another database.") % db.address.title
        )
    return EMPTY


def refuse_newer(found: str) -> None:
    """Stop here if the database is newer than the program, or of no version it knows.

    Raises:
        Conflict: it is; both versions are named.
    """
    if found > HEAD:
        raise Conflict(
            _(
                "This database has schema %(found)s; this version of Customer Desk knows "
                "schemas up to %(known)s. Install a newer Customer Desk to open it."
            )
            % {"found": found, "known": HEAD}
        )
    if found not in {EMPTY, HEAD} and found not in _history():
        raise Conflict(
            _(
                "This database has schema %(found)s, which this version of Customer Desk "
                "(schema %(known)s) does not know. Open it with the program that made it."
            )
            % {"found": found, "known": HEAD}
        )


def missing_guards(connection: sa.Connection) -> list[str]:
    """Triggers this program's schema has and the database lacks, or has switched off."""
    on_sqlite = connection.dialect.name == "sqlite"
    found = connection.scalars(
        sa.text(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if on_sqlite
            else "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')"
        )
    )
    return sorted(GUARDS[connection.dialect.name] - set(found))


def upgrade(db: Database, target: str = "head", scripts: Path | None = None) -> None:
    """Run every missing migration in one transaction.

    Raises:
        Conflict: rows, references or triggers would be lost; nothing was changed.
        Unavailable: the database cannot be written.
    """
    _run(db, "upgrade", target, scripts)


def downgrade(db: Database, target: str, scripts: Path | None = None) -> None:
    """Take migrations back to `target`, in one transaction; for developers."""
    _run(db, "downgrade", target, scripts)


def verified_backup(db: Database, now: datetime) -> Path:
    """Copy a SQLite database beside itself, check the copy, and return its path.

    Raises:
        Unavailable: the copy could not be written or is not sound; it is removed again.
    """
    source = db.address.path
    if source is None:
        raise Unavailable(_("Only a database file can be copied."))
    copy = _unused(source, f"{source.stem}.before-{HEAD}.{now:%Y%m%d-%H%M%S}")
    try:
        with told(), db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
            connection.exec_driver_sql("BEGIN")
            expected = _counts(connection)
        os.chmod(copy, 0o600)  # noqa: PTH101 - the copy is as private as the original
        backup = Database(type(db.address).parse(copy), db.clock)
        try:
            with backup.reading(SYSTEM) as session:
                sound = session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
                if not sound or _counts(session.connection()) != expected:
                    raise Unavailable(
                        _("The backup before the upgrade is not sound. Nothing was changed.")
                    )
        finally:
            backup.close()
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _unused(source: Path, stem: str) -> Path:
    """A name beside `source` that no earlier copy has: that one may be the only good one."""
    copy, number = source.with_name(stem + source.suffix), 1
    while copy.exists():
        number += 1
        copy = source.with_name(f"{stem}-{number}{source.suffix}")
    return copy


def _history() -> set[str]:
    names = (file.name for file in files("migrations").joinpath("versions").iterdir())
    return {name.partition("_")[0] for name in names}


def _run(db: Database, command: str, target: str, scripts: Path | None) -> None:
    from alembic import command as commands  # noqa: PLC0415 - half a second at every start
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(scripts or files("migrations")))
    with told(), _unit(db) as connection:
        before = _counts(connection)
        config.attributes["connection"] = connection
        getattr(commands, command)(config, target)
        _prove(connection, before, complete=command == "upgrade")
        if (command, target) == ("upgrade", "head") and (lost := missing_guards(connection)):
            raise Conflict(_("The upgrade would lose %s. Nothing was changed.") % ", ".join(lost))


@contextmanager
def _unit(db: Database) -> Iterator[sa.Connection]:
    with db.engine.connect() as connection:
        if db.address.is_sqlite:
            # The pragma is ignored inside a transaction, and connecting began one.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.commit()
        finally:
            if db.address.is_sqlite:
                connection.invalidate()


def _counts(connection: sa.Connection) -> dict[str, int]:
    names = sa.inspect(connection).get_table_names()
    # Full-text indexes are made of other tables, and take minutes to count.
    tables = [name for name in names if "_search" not in name]
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in tables
        if name != "alembic_version"
    }


def _prove(connection: sa.Connection, before: dict[str, Any], *, complete: bool) -> None:
    """Check that a migration kept every row and every reference."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Conflict(_("The upgrade would break references. Nothing was changed."))
    after = _counts(connection)
    lost = [name for name, rows in before.items() if name in after and after[name] < rows]
    if lost and complete:
        raise Conflict(
            _("The upgrade would lose rows of %s. Nothing was changed.") % ", ".join(lost)
        )
