"""Licenses find their customers: assigned, taken back, moved, with devices and counters."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.catalogue.terms import ExpiryBasis
from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import ListQuery
from app.licensing.model import Activation
from app.licensing.outcomes import NewCustomer
from app.licensing.schemas import LicenseState, LicenseStatus
from app.mail.model import OutboxMessage


def counted(services, customer_id):
    found = services.customers.show(customer_id)
    return found.licenses, found.active_licenses


def mails(desk_db, admin):
    with desk_db.reading(admin) as session:
        return session.scalars(sa.select(OutboxMessage.template).order_by(OutboxMessage.id)).all()


def test_available_licenses_are_found_and_assigned(services, a_license, jane):
    """Workflow 2: two of the pool go to a customer who has three."""
    for _each in range(3):
        a_license(jane)
    pool = [a_license(order_number=f"ORD-{number}") for number in (1, 2)]
    outcome = services.assignment.assign(pool, email="Jane@Roe.example")
    assert (outcome.customer_id, outcome.customer, outcome.done) == (jane, "Jane Roe", tuple(pool))
    assert (outcome.customer_created, outcome.mailed, outcome.refused) == (False, 0, ())
    assert counted(services, jane) == (5, 5)
    shown = services.licenses.show(pool[0])
    assert (shown.status, shown.expires_on) == (LicenseStatus.ACTIVE, date(2027, 11, 20))
    assert (shown.email, shown.client_id) == (
        "jane@roe.example",
        services.customers.show(jane).client_id,
    )
    again = services.assignment.assign(pool[:1], customer_id=jane)
    assert "belongs to Jane Roe already" in again.refused[0][1]


def test_an_unknown_e_mail_is_asked_about_and_then_created(
    services, desk_db, admin, make_product, make_plan, a_license
):
    product = make_product("Mailer", email_on_issue=True)
    plan = make_plan(product)
    pool = [a_license(product_id=product, plan_id=plan) for _each in range(2)]
    with pytest.raises(NewCustomer, match=r"typo@roe\.example yet"):
        services.assignment.assign(pool, email="typo@roe.example")
    assert services.customers.count(ListQuery()) == 0
    outcome = services.assignment.assign(pool, email="typo@roe.example", confirm_new=True)
    assert (outcome.customer_created, outcome.mailed) == (True, 2)
    assert counted(services, outcome.customer_id) == (2, 2)
    assert mails(desk_db, admin) == ["customer_invitation", "license_assigned", "license_assigned"]
    with pytest.raises(Conflict):
        services.assignment.bulk_reassign([77], "other@roe.example")
    assert services.customers.count(ListQuery()) == 1


def test_a_license_is_taken_back_once_no_device_is_active(services, a_license, jane, device):
    free, busy, suspended = a_license(jane), a_license(jane), a_license(jane)
    device(busy)
    services.license_life.suspend([suspended])
    outcome = services.assignment.unassign([free, busy, suspended, 77])
    assert outcome.done == (free,)
    said = dict(outcome.refused)
    assert "1 device is active" in said[busy]
    assert "Resume it first" in said[suspended]
    shown = services.licenses.show(free)
    assert (shown.state, shown.customer, shown.email) == (LicenseState.AVAILABLE, None, "")
    assert counted(services, jane) == (2, 1)
    assert "has no customer" in services.assignment.unassign([free]).refused[0][1]


def test_all_licenses_move_to_a_new_e_mail(services, desk_db, admin, a_license, jane, device):
    """Workflow 4: a customer's e-mail has changed."""
    ids = [a_license(jane) for _each in range(3)]
    services.license_life.revoke(ids[:1])
    device(ids[1], 2)
    move = services.assignment
    preview = move.transfer_preview(jane, email="new@roe.example")
    assert (preview.to_is_new, preview.licenses, preview.activations) == (True, 3, 2)
    with pytest.raises(NewCustomer):
        move.transfer(jane, email="new@roe.example")
    assert preview.told == "jane@roe.example"
    outcome = move.transfer(jane, email="new@roe.example", confirm_new=True, notify=True)
    assert (outcome.customer_created, len(outcome.done), outcome.mailed) == (True, 3, 1)
    with desk_db.reading(admin) as session:
        last = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()[-1]
        assert (last.template, last.recipient, last.customer_id, last.values["count"]) == (
            "licenses_transferred", "jane@roe.example", jane, 3,
        )  # fmt: skip
    assert counted(services, jane) == (0, 0)
    assert counted(services, outcome.customer_id) == (3, 2)
    with desk_db.reading(admin) as session:
        rows = session.scalars(sa.select(Activation)).all()
        assert {row.customer_id for row in rows} == {outcome.customer_id}
        assert all("new@roe.example" in row.search_text for row in rows)
    services.lifecycle.delete([jane])
    with pytest.raises(Invalid, match="has no e-mail to write to"):
        move.transfer(jane, customer_id=outcome.customer_id, notify=True)
    with pytest.raises(Conflict, match="no licenses"):
        move.transfer(jane, customer_id=outcome.customer_id)


def test_some_licenses_move(services, a_license, jane, john):
    mine, stays, johns = a_license(jane), a_license(jane), a_license(john)
    ids = [mine, johns, 77]
    preview = services.assignment.transfer_preview(jane, customer_id=john, license_ids=ids)
    outcome = services.assignment.transfer(jane, customer_id=john, license_ids=ids)
    assert (preview.licenses, outcome.done) == (1, (mine,))
    assert preview.refused == outcome.refused
    assert [key for key, _why in outcome.refused] == [johns, 77]
    assert (counted(services, jane), counted(services, john)) == ((1, 1), (2, 2))
    assert services.licenses.show(stays).customer_id == jane


def test_what_cannot_be_assigned_is_refused(services, a_license, jane, john):
    found, revoked = a_license(jane), a_license(jane)
    services.license_life.revoke([revoked])
    move = services.assignment
    with pytest.raises(Conflict, match="has these licenses already"):
        move.transfer(jane, email="JANE@roe.example")
    with pytest.raises(Conflict, match="has these licenses already"):
        move.transfer_preview(jane, customer_id=jane)
    assert "Reinstate it first" in move.assign([revoked], customer_id=john).refused[0][1]
    with pytest.raises(Invalid, match="Say whose"):
        move.assign([found])
    with pytest.raises(Invalid, match="e-mail"):
        move.assign([found], email="nonsense")
    with pytest.raises(Invalid, match="Client ID"):
        move.assign([found], client_id="nobody's")
    with pytest.raises(NotFound):
        move.assign([found], customer_id=77)
    services.lifecycle.delete([john])
    with pytest.raises(Conflict, match="deleted this customer"):
        move.assign([found], customer_id=john)
    assert services.licenses.show(found).customer_id == jane


def test_time_from_the_first_activation_waits_on(services, a_license, product, make_plan, jane):
    plan = make_plan(product, "First", months=6, expiry_basis=ExpiryBasis.FIRST_ACTIVATION)
    found = a_license(plan_id=plan)
    services.assignment.assign([found], customer_id=jane)
    shown = services.licenses.show(found)
    assert (shown.status, shown.expires_on) == (LicenseStatus.ACTIVE, None)


def test_a_renamed_customer_is_renamed_in_the_list(services, a_license, jane):
    found = a_license()
    services.assignment.assign([found], customer_id=jane)
    assert [row.id for row in services.licenses.first(ListQuery("jane roe"), 5)] == [found]


def test_nobody_moves_what_is_not_theirs_to_see(acting, a_license, jane, john):
    found, pool = a_license(jane), a_license()
    sales, support = acting("Sales Manager", staff_id=2), acting("Support Staff", staff_id=2)
    assert [row.id for row in sales.licenses.first(ListQuery(), 5)] == [pool]
    assert support.licenses.count(ListQuery()) == 0
    for ask in (
        lambda: support.licenses.show(found),
        lambda: support.licenses.history(found),
        lambda: support.licenses.reveal(found),
        lambda: sales.licenses.find(str(found)),
        lambda: sales.license_life.rotate(found),
        lambda: sales.assignment.assign([pool], customer_id=john),
        lambda: sales.assignment.transfer(jane, customer_id=john),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(Invalid, match="another customer"):
        sales.assignment.assign([pool], email="jane@roe.example")
    assert sales.license_life.suspend([found]).done == ()
    assert sales.assignment.unassign([found]).done == ()
