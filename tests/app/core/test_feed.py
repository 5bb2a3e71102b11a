"""What others commit is heard, once, and what this program commits itself is not."""

from time import monotonic

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Database
from app.core.errors import Unavailable
from app.core.feed import Feed
from app.customers.drafts import CustomerDraft
from app.services import Services


def heard(feed):
    """What is heard, soon: a server's notice takes a moment."""
    until = monotonic() + 10
    while monotonic() < until:
        if touched := feed.poll():
            return touched
    pytest.fail("nothing was heard")


def person(email):
    return CustomerDraft(email, "Jo", "Doe")


@pytest.fixture
def elsewhere(desk_db):
    """The services of another program on the same database."""
    database = Database(desk_db.address)
    yield Services.build(database, SYSTEM, Changes())
    database.close()


@pytest.fixture
def feed(desk_db):
    made = Feed(desk_db)
    assert made.poll() == {}
    yield made
    made.close()


def test_another_programs_change_is_heard_once(feed, elsewhere):
    made = elsewhere.customers.create(person("jo@example.org"))
    assert heard(feed)["customers"] == {made}
    assert feed.poll() == {}


def test_ones_own_change_is_no_news(feed, services, elsewhere):
    services.customers.create(person("own@example.org"))
    made = elsewhere.customers.create(person("jo@example.org"))
    assert heard(feed)["customers"] == {made}


def test_a_failed_commands_number_may_become_somebody_elses(feed, desk_db, elsewhere):
    with pytest.raises(RuntimeError), desk_db.transaction(SYSTEM) as session:
        session.info["command"] = session.scalar(sa.text("SELECT seq FROM audit_head")) + 1
        raise RuntimeError
    made = elsewhere.customers.create(person("jo@example.org"))
    assert heard(feed)["customers"] == {made}


def test_many_changes_are_told_as_many(feed, elsewhere, monkeypatch):
    monkeypatch.setattr("app.core.feed._FEW", 1)
    for name in ("a", "b", "c"):
        elsewhere.customers.create(person(f"{name}@example.org"))
    assert heard(feed)["customers"] == frozenset()


def test_nothing_is_missed_while_the_line_was_down(feed, elsewhere):
    feed.close()
    made = elsewhere.customers.create(person("jo@example.org"))
    assert heard(feed)["customers"] == {made}


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_cut_line_is_said_and_mended(feed, elsewhere):
    with elsewhere.customers.db.engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises(Unavailable):
        heard(feed)
    made = elsewhere.customers.create(person("jo@example.org"))
    assert heard(feed)["customers"] == {made}
