"""The data the benchmark works on: demo customers, made once and kept for the next run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa

from app.core.access import SYSTEM, Actor
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.listing import ListQuery
from app.core.migrations import revision, upgrade
from app.customers.schemas import CustomerRow
from app.demo.founding import open_demo
from app.services import Services
from migrations import HEAD
from tests import postgres
from tests.bench.measure import Raw

# What fills an empty database, and who works with it then.
Enter = Callable[[Database, Changes, int], Actor]


@dataclass
class Scene:
    """An open database with so many customers, and who works with it."""

    database: Database
    actor: Actor
    services: Services
    customers: int
    folder: Path

    @property
    def engine(self) -> str:
        """Which kind of database it is."""
        return "sqlite" if self.database.address.is_sqlite else "postgresql"

    @cached_property
    def raw(self) -> Raw:
        """What floors are measured with."""
        return Raw(self.database)

    @cached_property
    def sample(self) -> list[CustomerRow]:
        """Some customers, the same on every run."""
        return self.services.customers.first(ListQuery(sort="email"), 3000)


@contextmanager
def address(engine: str, folder: Path, name: str) -> Iterator[Address]:
    """Where the data set of that name is, with the server running that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield Address.parse(folder / f"{name}.db")
        return
    found, stop = postgres.start(durable=True, kept=folder / f"{name}-pg")
    try:
        yield Address.parse(found)
    finally:
        stop()


@contextmanager
def scene(
    where: Address, folder: Path, customers: int, enter: Enter = open_demo
) -> Iterator[Scene]:
    """The data set, made by `enter` or brought up to date if need be, and open."""
    database, changes = Database(where), Changes()
    try:
        if revision(database) != HEAD:
            upgrade(database)
        actor = enter(database, changes, customers)
        if not where.is_sqlite:
            with database.transaction(SYSTEM) as session:
                session.execute(sa.text("ANALYZE"))
        yield Scene(database, actor, Services.build(database, actor, changes), customers, folder)
    finally:
        database.close()
