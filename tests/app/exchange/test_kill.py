"""`kill -9` in the middle of an import: afterwards it happened wholly or not at all."""

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
from app.core.engine import Database
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.model import Customer
from app.services import Services

ROWS = 1200
KILLS = int(os.environ.get("CUSTOMER_DESK_TEST_KILLS", "4"))
LARGE = 4000
PROJECT = Path(__file__).parents[3]
WORKER = """
import os, signal, sys, threading
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.progress import Progress
from app.services import Services

where, path, share, late = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

class Killed(Progress):
    begun = False

    def report(self, done, total=None):
        if not total or done / total < share or self.begun:
            return
        self.begun = True
        if late:
            # In the middle of whatever comes next.
            threading.Timer(late, kill).start()
        else:
            kill()

actor = Actor(1, "Ada Admin", frozenset(Permission))
done = Services.build(Database(Address.parse(where)), actor, Changes()).exchange.run(
    path, None, progress=Killed()
)
print(done.job, flush=True)
os._exit(0)
"""


def killed(address, path, share, late=0.0):
    """An import in a process of its own, killed at `share` of its progress and `late` seconds.

    Gives its number in the log if it told that it was done before that.
    """
    where = address.path or address.url.render_as_string(hide_password=False)
    asked = [sys.executable, "-c", WORKER, str(where), str(path), str(share), str(late)]
    ended = subprocess.run(asked, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
    return int(ended.stdout) if ended.stdout.strip() else 0


@pytest.mark.parametrize(("share", "left"), [(0.1, 0), (0.45, 0), (0.75, 0), (0.9, 0), (2.0, ROWS)])
def test_killed_import_leaves_none_or_all(make_address, admin, changes, write, share, left):
    address = make_address(founded=True)
    path = write("E-mail\n" + "\n".join(f"p{number}@p.org" for number in range(ROWS)))
    assert bool(killed(address, path, share)) is bool(left)

    database = Database(address)
    services = Services.build(database, admin, changes)
    assert services.customers.count(ListQuery()) == left
    found = services.customers.count(ListQuery(text="p24@p.org"))
    assert found == (1 if left else 0)
    if address.is_sqlite:
        with database.reading(SYSTEM) as session:
            assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            indexes = "SELECT count(*) FROM sqlite_master WHERE type IN ('index', 'trigger')"
            assert session.scalar(sa.text(indexes)) >= len(
                Customer.metadata.tables["customers"].indexes
            )
    again = services.exchange.run(path)
    assert again.rehearsal.total == ROWS
    assert services.customers.count(ListQuery()) == ROWS
    database.close()


def test_imports_killed_at_any_time_lose_nothing_that_was_told(make_address, admin, changes, write):
    address = make_address(founded=True)
    database, chance = Database(address), random.Random(7)
    services = Services.build(database, admin, changes)
    known = 0
    for kill in range(KILLS):
        # Everybody moves to another town, and some are new.
        size = known + (chance.choice([5, 300, 1300]) if known < LARGE else 1)
        lines = [f"C-{number},p{number}@p.org,Town {kill}" for number in range(size)]
        path = write("Client ID,E-mail,City\n" + "\n".join(lines))
        told = killed(address, path, chance.uniform(0.0, 1.0), chance.choice([0.0, 0.002, 0.05]))
        jobs = [job.id for job in services.imports.jobs()]
        towns = towns_of(database)
        if told or len(jobs) > kill:
            assert not told or jobs[0] == told
            assert (towns, len(jobs)) == ({f"Town {kill}": size}, kill + 1)
        else:
            assert towns == ({f"Town {kill - 1}": known} if known else {})
            assert services.exchange.run(path).rehearsal.total == size
        known = size
    with database.reading(SYSTEM) as session:
        assert verify.verify(session, None, Progress()).problem == ""
        if address.is_sqlite:
            assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    database.close()


def towns_of(database):
    """How many customers live where."""
    with database.reading(SYSTEM) as session:
        each = sa.select(Customer.city, sa.func.count()).group_by(Customer.city)
        return {row[0]: row[1] for row in session.execute(each)}
