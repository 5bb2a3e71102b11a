"""The data the benchmark works on: demo customers, made once and kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.migrations import EMPTY, revision, upgrade
from app.demo.founding import open_demo
from app.services import Services
from tests import postgres

FOLDER = Path(tempfile.gettempdir()) / "customer-desk-bench"


@contextmanager
def sqlite(customers: int) -> Iterator[tuple[Database, Services]]:
    """A file with so many customers, kept for the next run."""
    FOLDER.mkdir(exist_ok=True)
    with _filled(Address.parse(FOLDER / f"{customers}.db"), customers) as found:
        yield found


@contextmanager
def postgresql(customers: int) -> Iterator[tuple[Database, Services]]:
    """A server of our own with as many; gone when the block ends."""
    address, stop = postgres.start(durable=True)
    try:
        with _filled(Address.parse(address), customers) as found:
            yield found
    finally:
        stop()


@contextmanager
def _filled(address: Address, customers: int) -> Iterator[tuple[Database, Services]]:
    database, changes = Database(address), Changes()
    try:
        if revision(database) == EMPTY:
            upgrade(database)
        actor = open_demo(database, changes, customers)
        if not address.is_sqlite:
            with database.transaction(SYSTEM) as session:
                session.execute(sa.text("ANALYZE"))
        yield database, Services.build(database, actor, changes)
    finally:
        database.close()
