"""Real databases for every test: a migrated template, copied per test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

# Some tests never need a screen, and none may depend on one.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import sqlalchemy as sa

from app.core.engine import Address, Database
from app.core.migrations import upgrade
from tests import postgres

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the test run."""
    address, stop = postgres.start()
    yield address
    stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "desk.db"
    database = Database(Address.parse(path))
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(server: str) -> str:
    name = f"template_{uuid4().hex[:12]}"
    administer(server, f"CREATE DATABASE {name}")
    database = Database(Address.parse(named(server, name)))
    upgrade(database)
    database.close()
    return name


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Runs a test once on each engine."""
    return str(request.param)


@pytest.fixture
def make_address(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Address]]:
    """A function that makes a database of the engine under test and gives its address."""
    made: list[str] = []

    def make(*, migrated: bool = True) -> Address:
        name = f"test_{uuid4().hex[:12]}"
        if engine_name == "sqlite":
            path = tmp_path / f"{name}.db"
            if migrated:
                shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return Address.parse(path)
        server = request.getfixturevalue("server")
        template = request.getfixturevalue("postgresql_template") if migrated else "template1"
        administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return Address.parse(named(server, name))

    yield make
    for name in made:
        administer(request.getfixturevalue("server"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def address(make_address: Callable[..., Address]) -> Address:
    """A migrated, empty database of the engine under test."""
    return make_address()


@pytest.fixture
def db(address: Address) -> Iterator[Database]:
    """The same database, open."""
    database = Database(address)
    yield database
    database.close()


def named(server: str, database: str) -> str:
    """The address of another database on the same server."""
    return sa.make_url(server).set(database=database).render_as_string(hide_password=False)


def administer(server: str, statement: str) -> None:
    """Run a statement that needs a connection outside any transaction."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
