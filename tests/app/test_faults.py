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
from app.customers.model import Customer
from app.services import Services
from tests.conftest import administer

ROOT = Path(__file__).parents[2]
# For the record there are 200 on each engine.
KILLS = int(os.environ.get("CUSTOMER_DESK_TEST_KILLS", "6"))
# Each line it reads makes it start another writer, which saves until it is killed.
WRITERS = """
import os, sys
from dataclasses import fields, replace
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.customers.drafts import ContactDraft, CustomerDraft, ProfileDraft
from app.services import Services

def write(begin, customer_id):
    database = Database(Address.parse(sys.argv[1]))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    customers = Services.build(database, actor, Changes()).customers
    for number in range(begin, 10**9):
        draft = CustomerDraft(email=f"c{number}@example.org", first_name="C", last_name="D")
        customers.create(draft)
        print("created", number, flush=True)
        found = customers.show(customer_id)
        base = ProfileDraft(**{one.name: getattr(found, one.name) for one in fields(ProfileDraft)})
        customers.edit(customer_id, found.version, base, replace(base, notes=str(number)))
        print("edited", number, flush=True)
        customers.save_contact(customer_id, ContactDraft(str(number)))
        print("added", number, flush=True)

for line in sys.stdin:
    pid = os.fork()
    if not pid:
        write(*map(int, line.split()))
    print("writer", pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", 0, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows kills in another way")
def test_nothing_acknowledged_is_lost_by_kill_9(services, address_in_use):
    jane = services.customers.create(JANE)
    told: dict[str, list[int]] = {"created": [], "edited": [], "added": []}
    writers = subprocess.Popen(
        [sys.executable, "-c", WRITERS, address_in_use],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    chance = random.Random(7)
    for kill in range(KILLS):
        _write_until_killed(writers, f"{kill * 1000} {jane}", chance.randrange(1, 40), told)
    writers.communicate()

    detail = services.customers.show(jane)
    with services.customers.db.reading(SYSTEM) as session:
        emails = set(session.scalars(sa.select(Customer.email).where(Customer.id != jane)))
    added = [int(contact.name) for contact in detail.contacts]
    assert {f"c{number}@example.org" for number in told["created"]} <= emails
    assert len(emails) <= len(told["created"]) + KILLS
    assert set(told["added"]) <= set(added)
    assert len(added) == len(set(added)) <= len(told["added"]) + KILLS
    assert int(detail.notes) >= told["edited"][-1]
    assert [line for line in services.upkeep.check() if not line.sound] == []


def _write_until_killed(
    writers: "subprocess.Popen[str]", start: str, enough: int, told: dict[str, list[int]]
) -> None:
    """Start a writer, note what it says is saved, and kill it after so many saves."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    writers.stdin.write(f"{start}\n")
    writers.stdin.flush()
    pid = saved = 0
    while True:
        word, number = writers.stdout.readline().split()
        if word == "gone":
            return
        if word == "writer":
            pid = int(number)
        else:
            told[word].append(int(number))
            saved += 1
        # Once: at the moment it happens the writer may be anywhere in its next save.
        if pid and saved >= enough:
            os.kill(pid, signal.SIGKILL)
            enough = 10**9


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
