"""Who may not undo, and what cannot be undone: with whose name, and why."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM, Actor, Permission, Scope
from app.core.audit import AuditPayload
from app.core.changes import Changes
from app.core.engine import Database
from app.core.errors import Conflict, DeskError, PermissionDenied
from app.core.listing import Selection
from app.core.service import Receipt
from app.customers.bulk_changes import ChangeOwner, Edit, EditFields
from app.customers.drafts import CompanyDraft, CustomerDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.mail.model import OutboxMessage
from app.mail.schemas import MessageState
from app.services import Services
from app.staff.schemas import StaffDraft
from app.undo.schemas import Blocked
from tests.app.core.test_verify import TRIGGERS
from tests.app.customers.conftest import acting

__all__ = ["acting"]
JANE = CustomerDraft("jane@roe.example", "Jane", "Roe")
JOHN = CustomerDraft("john@doe.example", "John", "Doe")
ACME = CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                    admin_last_name="Ng", admin_email="zoe@acme.example",
                    admin_password="Correct-horse-9")  # fmt: skip


@pytest.fixture
def edit(services, desk_db):
    """A function that changes fields of one customer, and gives the command."""

    def change(key, **fields):
        with desk_db.reading(SYSTEM) as session:
            found = session.get_one(Customer, key)
            base, version = profile_of(found), found.version
        receipt = Receipt()
        services.customers.noting(receipt).edit(key, version, base, replace(base, **fields))
        return receipt.command

    return change


def city(services, ids, value):
    receipt = Receipt()
    change = EditFields((Edit("city", value=value),))
    services.bulk.noting(receipt).run(Selection(ids=tuple(ids)), change)
    return receipt.command


def why(services, command):
    """The one reason why a command cannot be undone, the same rehearsed and tried."""
    (refused,) = services.undo.preview(command).refused
    with pytest.raises(Blocked) as caught:
        services.undo.undo(command)
    assert caught.value.preview.refused == (refused,)
    return refused.reason


def test_rows_out_of_sight_stay_as_they_are(services, desk_db):
    sam = services.staff.add(StaffDraft("Sam", "sam@example.org", 1, team="North"), "Horse-9-corr")
    with desk_db.reading(SYSTEM) as session:
        team = session.scalar(sa.text(f"SELECT team_id FROM staff_users WHERE id = {sam}"))
    may = frozenset(Permission) - {Permission.AUDIT_READ}
    north = Actor(sam, "Sam", may, Scope.TEAM, team, role="Sales Manager")
    own = replace(north, scope=Scope.OWN, team_id=None)
    ids = [services.customers.create(draft) for draft in (JANE, JOHN)]
    services.bulk.run(Selection(ids=tuple(ids)), ChangeOwner(sam))
    command = city(Services.build(desk_db, north, Changes()), ids, "Bern")
    services.bulk.run(Selection(ids=(ids[0],)), ChangeOwner(1))

    for actor in (north, own):
        theirs = Services.build(desk_db, actor, Changes())
        assert why(theirs, command) == "This customer is not yours to change."
        (refused,) = theirs.undo.preview(command).refused
        assert "Jane" not in refused.name
    assert theirs.undo.undo(command, partly=True).rows == 1
    assert [services.customers.show(key).city for key in ids] == ["Bern", ""]


def test_an_address_that_somebody_has_meanwhile(services, edit):
    jane = services.customers.create(JANE)
    command = edit(jane, email="other@roe.example")
    services.customers.create(replace(JANE, first_name="Janet"))
    assert why(services, command) == "This e-mail belongs to Janet Roe now."


def test_a_deleted_customer_whose_address_is_taken(services):
    jane, receipt = services.customers.create(JANE), Receipt()
    services.lifecycle.noting(receipt).delete([jane])
    services.customers.create(replace(JANE, first_name="Janet"))
    assert why(services, receipt.command) == "This e-mail belongs to Janet Roe now."


def test_what_was_purged_cannot_come_back(services, clock):
    jane, receipt = services.customers.create(JANE), Receipt()
    command = city(services, [jane], "Bern")
    services.lifecycle.noting(receipt).delete([jane])
    clock.at += timedelta(days=400)
    assert services.lifecycle.purge_due() == 1
    for each in (command, receipt.command):
        assert "purged" in why(services, each) or "erased" in why(services, each)


def test_what_was_erased_from_the_trail_is_not_known(services, desk_db):
    jane = services.customers.create(JANE)
    command = city(services, [jane], "Bern")
    with desk_db.engine.begin() as connection:
        for statement in TRIGGERS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.execute(sa.delete(AuditPayload).where(AuditPayload.seq == command))
    assert why(services, command).startswith("What was changed has been erased")


def test_no_circle_of_parents_comes_of_it(services, edit):
    jane, john = services.customers.create(JANE), services.customers.create(JOHN)
    edit(jane, parent_id=john)
    command = edit(jane, parent_id=None)
    edit(john, parent_id=jane)
    assert why(services, command) == "The customer it belonged to stands below it by now."


def test_messages_are_held_back_or_told_of(services, desk_db, admin):
    receipt = Receipt()
    services.customers.noting(receipt).create_company(ACME)

    def states():
        with desk_db.reading(SYSTEM) as session:
            return set(session.scalars(sa.select(OutboxMessage.state)))

    assert services.undo.undo(receipt.command).notes == ()
    assert states() == {MessageState.CANCELLED}
    services.undo.redo(receipt.command)
    assert states() == {MessageState.QUEUED}
    with desk_db.transaction(admin) as session:
        session.execute(sa.update(OutboxMessage).values(state=MessageState.SENT))
    seen = services.undo.preview(receipt.command)
    done = services.undo.undo(receipt.command, partly=True)
    said = "A message was sent already and cannot be called back: zoe@acme.example."
    assert seen.notes == done.notes == (said,)
    assert states() == {MessageState.SENT}


def test_a_key_undoes_once(services):
    jane = services.customers.create(JANE)
    command = city(services, [jane], "Bern")
    keyed = services.undo.keyed("once")
    assert keyed.undo(command) == keyed.undo(command)
    with pytest.raises(Conflict, match="Ada Admin undid this on Nov 20, 2026, 12:00 already"):
        services.undo.undo(command)


def test_a_chain_of_undone_undoings(services):
    jane = services.customers.create(JANE)
    command = city(services, [jane], "Bern")
    for _each in range(3):
        receipt = Receipt()
        services.undo.noting(receipt).undo(command)
        assert services.customers.show(jane).city == ""
        services.undo.noting(receipt).undo(receipt.command)
        assert services.customers.show(jane).city == "Bern"
    with pytest.raises(Conflict, match="nothing to do again"):
        services.undo.redo(command)


def test_each_role_needs_what_the_step_needed(services, acting):
    jane, receipt = services.customers.create(JANE), Receipt()
    services.lifecycle.noting(receipt).delete([jane])
    for role in ("Operator", "Support Staff", "Viewer"):
        with pytest.raises(PermissionDenied, match=role):
            acting(role).undo.undo(receipt.command)
    assert services.undo.undo(receipt.command).rows == 1


def test_of_two_at_once_one_wins(services, desk_db, admin):
    jane = services.customers.create(JANE)
    command = city(services, [jane], "Bern")
    start, said = Barrier(2), []

    def run():
        with_own = Database(desk_db.address)
        undo = Services.build(with_own, admin, Changes()).undo
        start.wait()
        try:
            said.append(str(undo.undo(command).rows))
        except DeskError as error:
            said.append(str(error))
        finally:
            with_own.close()

    threads = [Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(said)
    assert won == "1"
    assert lost.startswith("Ada Admin undid this on ")
    assert services.customers.show(jane).city == ""
    assert services.upkeep.verify_audit().whole
