"""Real databases for every test: a migrated template, copied per test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

# Some tests never need a screen, and none may depend on one.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest
import sqlalchemy as sa

from app.core.access import ANONYMOUS, Actor, Permission
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.core.migrations import upgrade
from app.core.passwords import Hasher
from app.core.vault import Vault
from app.services import Services
from app.staff.gate import GateService
from app.staff.schemas import SetupDraft
from tests import postgres

# A busy machine must not fail a property that holds.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

ENGINES = ("sqlite", "postgresql")
PASSWORD = "Correct-horse-9"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the test run."""
    address, stop = postgres.start()
    yield address
    stop()


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A migrated file, and one that belongs to an organization."""
    folder = tmp_path_factory.mktemp("templates")
    made = {"migrated": folder / "migrated.db", "founded": folder / "founded.db"}
    with opened(made["migrated"]) as database:
        upgrade(database)
    shutil.copy(made["migrated"], made["founded"])
    with opened(made["founded"]) as database:
        found(database)
    return made


@pytest.fixture(scope="session")
def postgresql_templates(server: str) -> dict[str, str]:
    """The same two on the server."""
    made = {kind: f"{kind}_{uuid4().hex[:12]}" for kind in ("migrated", "founded")}
    administer(server, f"CREATE DATABASE {made['migrated']}")
    with opened(named(server, made["migrated"])) as database:
        upgrade(database)
    administer(server, f"CREATE DATABASE {made['founded']} TEMPLATE {made['migrated']}")
    with opened(named(server, made["founded"])) as database:
        found(database)
    return made


@contextmanager
def opened(address: str | Path) -> Iterator[Database]:
    """A database that is closed again."""
    database = Database(Address.parse(address))
    yield database
    database.close()


def found(database: Database) -> None:
    """Make a database that of an organization with its first administrator."""
    draft = SetupDraft("Test firm", "Ada Admin", "ada@example.org", PASSWORD, "UTC", "EUR")
    GateService(database, ANONYMOUS, Changes()).initialise(draft)


@pytest.fixture(autouse=True, scope="session")
def _passwords_cost_little() -> Iterator[None]:
    """Thousands of sign-ins at a fifth of a second each would be most of the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hasher, "MEMORY_KIB", 64)
        patch.setattr(Hasher, "TIME_COST", 1)
        yield


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the program keeps its own files: never the tester's."""
    place = tmp_path / "home"
    monkeypatch.setenv("CUSTOMER_DESK_HOME", str(place))
    return place


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

    def make(*, migrated: bool = True, founded: bool = False) -> Address:
        name, kind = f"test_{uuid4().hex[:12]}", "founded" if founded else "migrated"
        if engine_name == "sqlite":
            path = tmp_path / f"{name}.db"
            if migrated:
                shutil.copy(request.getfixturevalue("sqlite_templates")[kind], path)
            return Address.parse(path)
        server, template = request.getfixturevalue("server"), "template1"
        if migrated:
            template = request.getfixturevalue("postgresql_templates")[kind]
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


@pytest.fixture
def clock() -> FixedClock:
    """Noon on a Friday; tests move it."""
    return FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.fixture
def desk_db(make_address: Callable[..., Address], clock: FixedClock) -> Iterator[Database]:
    """The database of an organization with one administrator, on the engine under test."""
    database = Database(make_address(founded=True), clock)
    yield database
    database.close()


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def admin() -> Actor:
    """The first administrator."""
    return Actor(
        1, "Ada Admin", frozenset(Permission), email="ada@example.org", role="Super Admin",
        vault=Vault(lambda: b"the data key of every test......"),
    )  # fmt: skip


@pytest.fixture
def services(desk_db: Database, admin: Actor, changes: Changes) -> Services:
    """Every use case, as the first administrator."""
    return Services.build(desk_db, admin, changes)


def named(server: str, database: str) -> str:
    """The address of another database on the same server."""
    return sa.make_url(server).set(database=database).render_as_string(hide_password=False)


def administer(server: str, statement: str) -> None:
    """Run a statement that needs a connection outside any transaction."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
