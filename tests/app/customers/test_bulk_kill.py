"""`kill -9` in the middle of a bulk change: afterwards all of it happened, or none."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core import verify
from app.core.access import SYSTEM
from app.core.bulk import table_of
from app.core.engine import Database
from app.core.progress import Progress
from app.customers.model import Customer
from app.services import Services
from app.upkeep.indexes import search_index

ROWS = 1500
PART = 500
KILLS = int(os.environ.get("CUSTOMER_DESK_TEST_KILLS", "2"))
PROJECT = Path(__file__).parents[3]
WORKER = """
import os, signal, sys, threading
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers.bulk_changes import Edit, EditFields, How
from app.services import Services

where, town, share, late, parts = sys.argv[1], sys.argv[2], *map(float, sys.argv[3:])

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

class Killed(Progress):
    begun = False

    def report(self, done, total=None):
        if not total or done / total < share or self.begun:
            return
        self.begun = True
        if late:
            threading.Timer(late, kill).start()
        else:
            kill()

actor = Actor(1, "Ada Admin", frozenset(Permission))
bulk = Services.build(Database(Address.parse(where)), actor, Changes()).bulk
change = EditFields((Edit("city", How.SET, town),))
if parts:
    bulk.run_in_parts(Selection(ListQuery()), change, progress=Killed(), size=int(parts))
else:
    bulk.run(Selection(ListQuery()), change, progress=Killed())
print("done", flush=True)
os._exit(0)
"""


@pytest.fixture
def filled(make_address, admin, changes):
    """A database with so many customers, its services, and its address for a process."""
    address = make_address(founded=True)
    database = Database(address)
    services = Services.build(database, admin, changes)
    services.demo.fill(ROWS, each=0)
    where = address.path or address.url.render_as_string(hide_password=False)
    yield services, str(where)
    database.close()


def killed(where, town, share, late, parts=0):
    """A bulk change in a process of its own; whether it told that it was done."""
    asked = [sys.executable, "-c", WORKER, where, town, str(share), str(late), str(parts)]
    ended = subprocess.run(asked, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
    return "done" in ended.stdout


def towns_of(database):
    """How many customers of the list live in towns that begin so."""
    with database.reading(SYSTEM) as session:
        each = sa.select(Customer.city, sa.func.count()).where(Customer.city.like("Kill %"))
        current = each.where(Customer.shelf == "current").group_by(Customer.city)
        return {row[0]: row[1] for row in session.execute(current)}


def sound(database):
    """Whether the trail is whole and the search index fits."""
    with database.reading(SYSTEM) as session:
        assert verify.verify(session, None, Progress()).problem == ""
        assert search_index(session) == ""
        current = sa.select(sa.func.count()).where(Customer.shelf == "current")
        return session.scalar(current.select_from(table_of(Customer)))


@pytest.mark.skipif(os.name != "posix", reason="Windows kills in another way")
def test_bulk_changes_killed_at_any_time_are_whole_or_not_there(filled):
    services, where = filled
    chance, everybody, before = random.Random(11), sound(services.bulk.db), {}
    for number in range(KILLS):
        town = f"Kill {number}"
        late = chance.choice([0.0, 0.002, 0.02, 0.2])
        told = killed(where, town, chance.uniform(0.0, 1.0), late)
        after = towns_of(services.bulk.db)
        assert after in ([{town: everybody}] if told else [before, {town: everybody}])
        before = after
    assert sound(services.bulk.db) == everybody


@pytest.mark.skipif(os.name != "posix", reason="Windows kills in another way")
def test_of_a_change_in_parts_every_part_is_whole(filled):
    services, where = filled
    chance, everybody = random.Random(12), sound(services.bulk.db)
    for number in range(max(2, KILLS // 5)):
        town = f"Kill {number}"
        told = killed(where, town, chance.uniform(0.2, 0.9), 0.0, PART)
        done = towns_of(services.bulk.db).get(town, 0)
        assert done == everybody if told else done % PART == 0
    assert sound(services.bulk.db) == everybody
