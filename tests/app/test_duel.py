"""Twenty clients edit the same customers at once: no edit is lost, whatever else happens.

`CUSTOMER_DESK_TEST_SCALE` makes each of these longer by so many times.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core import fate
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.errors import DeskError
from app.core.migrations import upgrade
from app.customers.drafts import ContactDraft
from app.services import Services
from tests import duel
from tests.conftest import administer, found, named, opened
from tests.crashing import Proxy, Server

# Shown by `--log-cli-level=INFO`.
LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]
SCALE = float(os.environ.get("CUSTOMER_DESK_TEST_SCALE", "1"))
UNITS = int(12 * SCALE)


@pytest.fixture(scope="module")
def server():
    """A server of our own: these tests crash it."""
    made = Server()
    administer(made.address, "CREATE DATABASE founded")
    with opened(named(made.address, "founded")) as database:
        upgrade(database)
        found(database)
    yield made
    made.remove()


@pytest.fixture
def address(server, request):
    """A founded database on it."""
    name = f"duel_{abs(hash(request.node.name))}"
    administer(server.address, f"CREATE DATABASE {name} TEMPLATE founded")
    return named(server.address, name)


@pytest.fixture
def db(address):
    database = Database(Address.parse(address))
    yield database
    database.close()


@pytest.fixture
def services(db, admin):
    return Services.build(db, admin, Changes())


def play(db, services, seconds, meanwhile=lambda: None):
    """Let all clients play on a server, with something going on meanwhile; who played."""
    ids = duel.customers(services)
    playing, databases = duel.clients(db.address, range(duel.CLIENTS), ids)
    trouble = threading.Thread(target=meanwhile)
    trouble.start()
    failed = duel.run(playing, seconds)
    trouble.join()
    for database in databases:
        database.close()
    assert failed == []
    assert duel.judge(db, ids, *duel.acknowledged(playing)) == {}
    assert services.upkeep.verify_audit().whole
    return playing


def test_twenty_clients_lose_no_edit(db, services):
    played = play(db, services, 2 * SCALE)
    assert sum(client.counted for client in played) > duel.CLIENTS
    assert sum(client.asked for client in played)
    LOG.info("%s", _told(played))


def test_twenty_clients_lose_no_edit_while_the_server_crashes(server, db, services):
    done = threading.Event()

    def trouble():
        for _crash in range(max(1, round(2 * SCALE))):
            done.wait(1)
            _kill_backends(server, db)
            done.wait(0.5)
            server.crash()
            server.start()

    played = play(db, services, 4 * SCALE, trouble)
    assert sum(client.counted for client in played) > duel.CLIENTS
    LOG.info("%s", _told(played))


@pytest.mark.parametrize("asking", [True, False])
def test_cut_at_commit_nothing_is_lost_or_doubled(
    server, address, services, admin, monkeypatch, asking
):
    """The control does not ask what became of a save, and does some of them twice."""
    if not asking:
        monkeypatch.setattr(fate, "kept", lambda _connection, _mark: False)
    [jane, *_rest] = duel.customers(services)
    proxy = Proxy(server.port, share=0.3, seed=7)
    url = sa.make_url(address).set(port=proxy.port)
    failed = []

    def add(client):
        database = Database(Address.parse(url.render_as_string(hide_password=False)))
        try:
            mine = Services.build(database, admin, Changes()).customers
            for unit in range(UNITS):
                mine.save_contact(jane, ContactDraft(f"{client}-{unit}"))
        except DeskError as error:
            failed.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=add, args=(client,)) for client in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    proxy.close()
    assert failed == []
    names = [contact.name for contact in services.customers.show(jane).contacts]
    wanted = {f"{client}-{unit}" for client in range(8) for unit in range(UNITS)}
    assert set(names) == wanted
    assert all(proxy.cuts.values())
    doubled = len(names) - len(wanted)
    assert doubled == 0 if asking else doubled > 0
    LOG.info("%s", f"{len(wanted)} units, {proxy.cuts} cuts, {doubled} doubled")


PLAYER = """
import json, sys
from pathlib import Path
from app.core.engine import Address
from tests import duel

path, first, last, ids, seconds = sys.argv[1:]
numbers = range(int(first), int(last))
playing, _databases = duel.clients(Address.parse(path), numbers, json.loads(ids))
failed = duel.run(playing, float(seconds))
print(json.dumps({
    "failed": [repr(error) for error in failed],
    "clients": [[one.number, one.customer_id, one.own, one.counted, one.asked] for one in playing],
}))
"""


def test_four_programs_on_one_file_lose_no_edit(sqlite_templates, tmp_path, admin):
    path = tmp_path / "duel.db"
    path.write_bytes(sqlite_templates["founded"].read_bytes())
    database = Database(Address.parse(path))
    services = Services.build(database, admin, Changes())
    ids = duel.customers(services)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PLAYER, str(path), str(first), str(first + 5),
             json.dumps(ids), str(1.5 * SCALE)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for first in range(0, duel.CLIENTS, 5)
    ]  # fmt: skip
    answers = [json.loads(program.communicate()[0]) for program in programs]
    assert [answer["failed"] for answer in answers] == [[], [], [], []]
    playing, _none = duel.clients(database.address, range(duel.CLIENTS), ids)
    for answer in answers:
        for number, _customer, own, counted, asked in answer["clients"]:
            client = playing[number]
            client.own, client.counted, client.asked = own, counted, asked
    assert duel.judge(database, ids, *duel.acknowledged(playing)) == {}
    assert [line for line in services.upkeep.check() if not line.sound] == []
    assert sum(client.counted for client in playing)
    database.close()
    LOG.info("%s", _told(playing))


def _kill_backends(server, db) -> None:
    with suppress(sa.exc.OperationalError):
        administer(
            server.address,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{db.address.url.database}'",
        )


def _told(played) -> str:
    own = sum(len(client.own) for client in played)
    counted = sum(client.counted for client in played)
    asked = sum(client.asked for client in played)
    return f"{own} own edits, {counted} shared ones, asked {asked} times"
