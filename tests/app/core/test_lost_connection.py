"""A server that goes away: reads and saves go on by themselves, nothing is lost or doubled."""

import os
import threading
import time
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.errors import Lost, Unsure
from app.core.listing import ListQuery
from app.core.receipt import Receipt
from app.customers.drafts import ContactDraft, CustomerDraft
from app.services import Services
from tests.conftest import administer, found, named, opened
from tests.crashing import Proxy, Server

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("CUSTOMER_DESK_TEST_POSTGRES")), reason="It must be ours to crash"
)


@pytest.fixture(scope="module")
def crashing():
    """A server of our own, with the template of a founded database."""
    from app.core.migrations import upgrade

    made = Server()
    administer(made.address, "CREATE DATABASE founded")
    with opened(named(made.address, "founded")) as database:
        upgrade(database)
        found(database)
    yield made
    made.remove()


@pytest.fixture
def proxy(crashing):
    made = Proxy(crashing.port, share=0)
    yield made
    made.close()


@pytest.fixture
def name(crashing):
    made = f"test_{uuid4().hex[:12]}"
    administer(crashing.address, f"CREATE DATABASE {made} TEMPLATE founded")
    return made


@pytest.fixture
def far(crashing, proxy, name):
    """The database as it is reached through the proxy."""
    url = sa.make_url(named(crashing.address, name)).set(port=proxy.port)
    database = Database(Address.parse(url.render_as_string(hide_password=False)))
    yield database
    database.close()


@pytest.fixture
def published():
    return []


@pytest.fixture
def services(far, admin, published):
    changes = Changes()
    changes.listen(published.append)
    return Services.build(far, admin, changes)


@pytest.fixture
def jane(services):
    return services.customers.create(
        CustomerDraft(email="jane@example.org", first_name="Jane", last_name="Roe")
    )


def names(services, customer_id):
    return [contact.name for contact in services.customers.show(customer_id).contacts]


def later(seconds, work):
    timer = threading.Timer(seconds, work)
    timer.start()
    return timer


@pytest.mark.parametrize("way", ["before", "sent", "answered"])
def test_a_save_cut_at_its_commit_is_done_once(proxy, services, jane, published, way):
    proxy.ways, proxy.share = (way,), 1
    later(0.3, lambda: setattr(proxy, "share", 0))
    receipt, published[:] = Receipt(), []
    services.customers.noting(receipt).save_contact(jane, ContactDraft("Ann"))
    proxy.share = 0
    assert proxy.cuts[way] >= 1
    assert names(services, jane) == ["Ann"]
    assert receipt.command
    assert len(published) == 1
    assert [line for line in services.upkeep.check() if not line.sound] == []


@pytest.mark.parametrize("way", ["before", "sent", "answered"])
def test_what_leaves_no_trace_in_the_audit_is_done_once_too(proxy, services, far, way):
    services.drafts.keep("form", 0, "A form", {})
    proxy.ways, proxy.share = (way,), 1
    later(0.3, lambda: setattr(proxy, "share", 0))
    services.drafts.keep("form", 0, "Another", {})
    proxy.share = 0
    assert proxy.cuts[way] >= 1
    assert [draft.title for draft in services.drafts.mine()] == ["Another"]
    with far.reading(SYSTEM) as session:
        assert session.scalar(sa.text("SELECT count(*) FROM unit_keys")) >= 1


def test_reads_and_saves_outlast_a_restart(crashing, services, jane):
    crashing.crash()
    restart = later(0.5, crashing.start)
    assert services.customers.count(ListQuery()) == 1
    restart.join()
    crashing.crash()
    restart = later(0.5, crashing.start)
    services.customers.save_contact(jane, ContactDraft("Ann"))
    restart.join()
    assert names(services, jane) == ["Ann"]


def test_a_server_that_stays_away_is_named_soon(crashing, services, far, jane):
    far.patience.reading, far.patience.writing = 0.3, 0.3
    crashing.crash()
    begin = time.monotonic()
    try:
        with pytest.raises(Lost):
            services.customers.show(jane)
        with pytest.raises(Lost):
            services.customers.save_contact(jane, ContactDraft("Ann"))
    finally:
        crashing.start()
    assert time.monotonic() - begin < 10
    assert names(services, jane) == []


def test_nobody_waits_once_the_program_is_left(crashing, services, far, jane):
    far.patience.reading = 3600
    later(0.3, far.patience.end)
    crashing.crash()
    try:
        with pytest.raises(Lost):
            services.customers.show(jane)
    finally:
        crashing.start()


@pytest.mark.parametrize(("way", "kept"), [("answered", True), ("before", False)])
def test_a_save_nobody_can_ask_about_is_found_out_later(proxy, services, far, jane, way, kept):
    far.patience.saved = 0.3
    proxy.ways, proxy.share = (way,), 1
    cutting = proxy._cut  # noqa: SLF001 - a test's own helper

    def shutting() -> str:
        proxy.shut = True
        return cutting()

    proxy._cut = shutting  # noqa: SLF001 - as above
    receipt = Receipt()
    with pytest.raises(Unsure, match="not known") as told:
        services.customers.noting(receipt).save_contact(jane, ContactDraft("Ann"))
    with pytest.raises(Unsure) as again:
        told.value.ask()
    proxy._cut = cutting  # noqa: SLF001 - as above
    proxy.shut, proxy.share = False, 0
    if kept:
        answer = again.value.ask()
        [contact] = services.customers.show(jane).contacts
        assert (contact.id, contact.name, bool(receipt.command)) == (answer, "Ann", True)
    else:
        with pytest.raises(Lost, match="not saved"):
            again.value.ask()
        assert names(services, jane) == []


def test_a_client_that_froze_in_its_commit_holds_nobody_up(crashing, far, services, jane, name):
    """The lost connection's server process is ended, wherever it hangs."""
    with far.transaction(SYSTEM) as session:
        session.execute(sa.text("SELECT 1"))
        pid = session.connection().connection.driver_connection.info.backend_pid
    from app.core import fate

    frozen = Database(Address.parse(named(crashing.address, name)))
    with pytest.raises(Lost), frozen.transaction(SYSTEM) as session:
        session.execute(sa.text("SELECT seq FROM audit_head FOR UPDATE"))
        mark = fate.Mark(
            session.connection().connection.driver_connection.info.backend_pid,
            frozen._program,  # noqa: SLF001 - who it was
            1,
            "never",
        )
        with far.engine.connect() as connection:
            assert fate.kept(connection, mark) is False
        services.customers.save_contact(jane, ContactDraft("Ann"))
        session.execute(sa.text("SELECT 1"))
    assert pid != mark.pid
    frozen.close()
    assert names(services, jane) == ["Ann"]
