"""Every change leaves a linked entry in its own transaction, and no entry ever changes."""

import json
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.core.access import SYSTEM, Actor, Permission
from app.core.audit import AuditEvent, AuditHead, AuditPayload, Change
from app.core.chain import GENESIS, digest, link
from app.core.progress import Progress
from app.core.trail import Trail
from app.core.verify import verify
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer


def draft(number: int = 0) -> CustomerDraft:
    return CustomerDraft(email=f"c{number}@example.org", first_name="C", last_name=str(number))


def entries(database) -> list[tuple[AuditEvent, AuditPayload]]:
    with database.reading(SYSTEM) as session:
        found = session.execute(
            sa.select(AuditEvent, AuditPayload)
            .join(AuditPayload, AuditPayload.seq == AuditEvent.seq)
            .order_by(AuditEvent.seq)
        ).all()
        session.expunge_all()
    return [tuple(pair) for pair in found]


def test_each_entry_links_to_the_one_before(services, desk_db):
    for number in range(3):
        services.customers.create(draft(number))
    previous = GENESIS
    found = entries(desk_db)
    for place, (event, payload) in enumerate(found, start=1):
        assert event.seq == place
        assert event.digest == digest(payload.salt, payload.body)
        values = {name: getattr(event, name) for name in AuditEvent.__table__.columns.keys()}  # noqa: SIM118
        assert event.hash == link(previous, values)
        previous = event.hash
    with desk_db.reading(SYSTEM) as session:
        head = session.get_one(AuditHead, 1)
        assert (head.seq, head.hash) == (len(found), previous)


def test_names_of_any_kind_are_linked_alike_by_whatever_writes_and_verifies(desk_db):
    actor = Actor(None, 'Zoë "Ω" \\ \u2028 Ng', frozenset(Permission))
    with desk_db.transaction(actor, "tëst", "wöw") as session, Trail(session) as trail:
        trail.tell(
            Change("event", 'an "entity"', number, "söme", -number, {"ä": [None, "\ud83d"]})
            for number in range(60)
        )
        trail.close(Progress())
    with desk_db.reading(SYSTEM) as session:
        assert verify(session, None, Progress()).problem == ""
    assert [event.entity_id for event, _payload in entries(desk_db)[-60:]] == list(range(60))


def test_an_entry_says_who_did_what_to_which_record(services, desk_db):
    made = services.customers.create(draft())
    event, payload = entries(desk_db)[-1]
    assert (event.actor_name, event.actor_kind) == ("Ada Admin", "staff")
    assert (event.use_case, event.action) == ("customer.create", "created")
    assert (event.subject, event.subject_id) == ("customers", made)
    assert json.loads(payload.body)["changes"]["email"] == [None, "c0@example.org"]


def test_entries_of_one_transaction_share_its_command(services, desk_db):
    services.customers.create(draft())
    before = len(entries(desk_db))
    with desk_db.transaction(SYSTEM) as session:
        for found in session.scalars(sa.select(Customer)):
            found.city = "Bonn"
            session.flush()
            found.city = "Köln"
        session.add(Customer(uid="u", client_id="X", kind="business", search_text=""))
    new = entries(desk_db)[before:]
    assert [event.command for event, _ in new] == [before + 1, before + 1]
    assert json.loads(new[0][1].body)["changes"] == {"city": ["", "Köln"]}


def test_nothing_is_noted_of_what_was_rolled_back(services, desk_db):
    services.customers.create(draft())
    before = len(entries(desk_db))

    def fail_halfway() -> None:
        with desk_db.transaction(SYSTEM) as session:
            session.scalars(sa.select(Customer)).one().city = "Bonn"
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail_halfway()
    assert len(entries(desk_db)) == before


@pytest.mark.parametrize("table", ["audit_events", "audit_payloads"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET seq = seq + 1"])
def test_the_trail_is_append_only(services, desk_db, table, statement):
    services.customers.create(draft())
    before = entries(desk_db)
    with pytest.raises(DBAPIError, match="append-only"), desk_db.transaction(SYSTEM) as session:
        session.execute(sa.text(statement.format(table)))
    assert len(entries(desk_db)) == len(before)


def test_writers_at_once_leave_one_chain(services, desk_db):
    threads = [
        threading.Thread(target=services.customers.create, args=(draft(number),))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = entries(desk_db)
    assert [event.seq for event, _ in found] == list(range(1, len(found) + 1))
    assert len({event.hash for event, _ in found}) == len(found)
