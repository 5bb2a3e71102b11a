"""What another program saves is told on the GUI thread, by itself."""

import pytest
import sqlalchemy as sa

from app.bootstrap import open_database
from app.customers.drafts import CustomerDraft
from ui.kit.changes import ChangeRelay
from ui.shell.watch import Watch


@pytest.fixture
def opened(desk_db):
    made = open_database(desk_db.address)
    yield made
    made.close()


@pytest.fixture
def watch(qapp, desk, opened):
    made = Watch(desk.tasks, opened.hear, qapp)
    yield made
    made.stop()
    desk.tasks.drain()


@pytest.mark.usefixtures("watch")
def test_another_programs_customer_is_told(qtbot, qapp, services, opened, desk):
    relay = ChangeRelay(opened.changes, qapp)
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    with qtbot.waitSignal(relay.heard) as told:
        made = services.customers.create(CustomerDraft("jo@example.org", "Jo", "Doe"))
    assert told.args[0]["customers"] == {made}


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_server_that_was_away_is_told_of_twice(qtbot, desk_db, watch, desk):
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    told = qtbot.waitSignals([watch.lost, watch.back], order="strict")
    with told, desk_db.engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
