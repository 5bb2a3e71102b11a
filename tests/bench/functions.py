"""What PostgreSQL's SQL knows and SQLite's does not, where sets of data are made."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.core.engine import Database

# A moment some seconds earlier.
EARLIER = {
    "sqlite": "strftime('%F %T.000000', {0}, '-' || ({1}) || ' seconds')",
    "postgresql": "{0} - ({1}) * interval '1 second'",
}


def teach(connection: sa.Connection) -> None:
    """Give a connection to SQLite `md5`, `translate` and `chr`."""
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.create_function("md5", 1, _md5, deterministic=True)
    driver.create_function("translate", 3, _translate, deterministic=True)
    driver.create_function("chr", 1, chr, deterministic=True)


def _md5(text: object) -> str:
    return hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()


def _translate(text: str, old: str, new: str) -> str:
    return text.translate(str.maketrans(old, new))


@contextmanager
def hasty(db: Database) -> Iterator[None]:
    """Inside, SQLite writes everything once, and nobody else reads: what breaks off is lost.

    In its usual mode each page is looked for among all that the transaction has written
    before, which takes hours where that is ten gigabytes.
    """
    if not db.address.is_sqlite:
        yield
        return
    release(db)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
            connection.exec_driver_sql(f"PRAGMA {setting}")
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "off"
        connection.exec_driver_sql("BEGIN")
    yield
    release(db)


def release(db: Database) -> None:
    """Let every connection go; the next one is set up as usual."""
    for pool in (db.engine, db._readers):  # noqa: SLF001 - nobody but a benchmark needs this
        pool.dispose()
