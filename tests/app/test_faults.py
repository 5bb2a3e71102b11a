"""What was acknowledged survives: kills, full disks, read-only files, servers that go away."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.errors import Unavailable
from app.core.listing import ListQuery
from app.customers.drafts import CustomerDraft
from app.services import Services
from tests.conftest import administer

ROOT = Path(__file__).parents[2]
KILLS = 6
WRITER = """
import sys
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.customers.drafts import CustomerDraft
from app.services import Services

database = Database(Address.parse(sys.argv[1]))
services = Services.build(database, Actor(1, "Ada Admin", frozenset(Permission)), Changes())
for number in range(int(sys.argv[2]), 10**9):
    draft = CustomerDraft(email=f"c{number}@example.org", first_name="C", last_name=str(number))
    print(services.customers.create(draft), flush=True)
"""


def test_nothing_acknowledged_is_lost_by_kill_9(services, address_in_use):
    chance, acknowledged = random.Random(7), 0
    for _kill in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, address_in_use, str(acknowledged + _kill * 10_000)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert writer.stdout is not None
        for _line in range(chance.randrange(1, 25)):
            assert writer.stdout.readline().strip().isdigit()
            acknowledged += 1
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += len(writer.stdout.read().splitlines())
        writer.wait()
        writer.stdout.close()
    stored = services.customers.count(ListQuery())
    assert acknowledged <= stored <= acknowledged + KILLS
    assert [line for line in services.upkeep.check() if not line.sound] == []


@pytest.fixture
def address_in_use(desk_db) -> str:
    return desk_db.address.url.render_as_string(hide_password=False).removeprefix("sqlite:///")


@pytest.fixture
def file_db(sqlite_templates, tmp_path):
    """A database file of an organization, and services on it."""
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_templates["founded"].read_bytes())
    database = Database(Address.parse(path))
    yield database
    database.close()


def serving(database: Database, admin) -> Services:
    return Services.build(database, admin, Changes())


JANE = CustomerDraft(email="jane@example.org", first_name="Jane", last_name="Roe")


def test_a_full_disk_is_named_and_loses_nothing(file_db, admin):
    services = serving(file_db, admin)
    with file_db.transaction(SYSTEM) as session:
        pages = session.scalar(sa.text("PRAGMA page_count"))
        session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(Unavailable, match="disk is full"):
        for number in range(500):
            services.customers.create(
                CustomerDraft(email=f"{number}@example.org", first_name="A" * 99, last_name="B")
            )
    stored = services.customers.count(ListQuery())
    with file_db.transaction(SYSTEM) as session:
        session.execute(sa.text("PRAGMA max_page_count = 1000000"))
    services.customers.create(JANE)
    assert services.customers.count(ListQuery()) == stored + 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_lost_server_is_named_and_the_next_try_works(services, server, desk_db):
    services.customers.create(JANE)
    name = desk_db.address.url.database

    def cut() -> None:
        administer(
            server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()",
        )

    with pytest.raises(Unavailable, match="connection"), desk_db.transaction(SYSTEM) as session:
        session.execute(sa.text("SELECT 1"))
        cut()
        session.execute(sa.text("SELECT 1"))
    cut()
    assert services.customers.count(ListQuery()) == 1


def test_a_viewer_reads_while_somebody_writes(services, desk_db, admin):
    with desk_db.transaction(admin) as session:
        session.execute(sa.text("UPDATE organization SET name = 'Busy'"))
        assert services.customers.count(ListQuery()) == 0
