"""`kill -9` in the middle of an import: afterwards it happened wholly or not at all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.listing import ListQuery
from app.customers.model import Customer
from app.services import Services

ROWS = 1200
PROJECT = Path(__file__).parents[3]
WORKER = """
import os, signal, sys
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.progress import Progress
from app.services import Services

where, path, share = sys.argv[1], sys.argv[2], float(sys.argv[3])

class Killed(Progress):
    def report(self, done, total=None):
        if total and done / total >= share:
            os.kill(os.getpid(), signal.SIGKILL)

actor = Actor(1, "Ada Admin", frozenset(Permission))
Services.build(Database(Address.parse(where)), actor, Changes()).exchange.run(
    path, None, progress=Killed()
)
"""


@pytest.mark.parametrize(("share", "left"), [(0.1, 0), (0.45, 0), (0.75, 0), (0.9, 0), (2.0, ROWS)])
def test_killed_import_leaves_none_or_all(make_address, admin, changes, write, share, left):
    address = make_address(founded=True)
    path = write("E-mail\n" + "\n".join(f"p{number}@p.org" for number in range(ROWS)))
    where = address.path or address.url.render_as_string(hide_password=False)
    ended = subprocess.run(
        [sys.executable, "-c", WORKER, str(where), str(path), str(share)], cwd=PROJECT, check=False
    )
    assert ended.returncode == (0 if left else -signal.SIGKILL)

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
