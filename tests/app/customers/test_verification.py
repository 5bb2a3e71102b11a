"""Customers are verified after a review, by themselves where a switch says so, and undone."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.audit import AuditEvent, AuditPayload
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.core.listing import Selection
from app.core.money import Money
from app.core.receipt import Receipt
from app.customers.bulk_changes import Edit, EditFields, Verify
from app.customers.drafts import CustomerDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import HoldKind, HoldReason
from app.customers.verify_schemas import UnverifyDraft, verified_by_words
from app.exchange.options import Mode, Options
from app.orders.drafts import LineDraft, OrderDraft
from app.orders.schemas import OrderStatus

WHY = UnverifyDraft("The papers were forged")


@pytest.fixture
def make(services):
    """A function that creates a customer of a name, and gives its id."""

    def made(name, email="", **values):
        return services.customers.create(
            CustomerDraft(email or f"{name.lower()}@{name.lower()}.example", name, "Roe", **values)
        )

    return made


@pytest.fixture
def switched(services):
    """A function that changes settings."""

    def switch(**values):
        services.organization.save(replace(services.organization.settings(), **values))

    return switch


@pytest.fixture
def by(services):
    """A function that says who verified each of these customers; blank for nobody."""

    def said(*ids):
        found = [services.customers.show(one) for one in ids]
        assert all(bool(one.verified_at) == bool(one.verified_by) for one in found)
        [*rows] = services.customers.rows(ids)
        assert {row.id: row.verified for row in rows} == {
            one.id: one.verified_at is not None for one in found
        }
        return [one.verified_by for one in found]

    return said


def refer(services, desk_db, admin, customer_id, referrer):
    """Edit who referred a customer."""
    with desk_db.reading(admin) as session:
        row = session.get_one(Customer, customer_id)
        base, version = profile_of(row), row.version
    mine = replace(base, referred_by_id=referrer)
    return services.customers.edit(customer_id, version, base, mine)


def test_a_person_verifies_after_a_review_and_takes_it_back(
    services, desk_db, admin, make, by, acting, clock
):
    jane, verification = make("Jane"), services.verification
    services.lifecycle.hold(jane, HoldDraft(HoldKind.SUSPENDED, HoldReason.PAYMENT))
    seen = verification.review(jane)
    assert seen.missing == ("Phone", "Address", "Country")
    assert {sign.key: sign.holds for sign in seen.good} == {
        "orders": False, "payments": False, "email": False, "complete": False,
    }  # fmt: skip
    assert {sign.key for sign in seen.warnings if sign.holds} == {"incomplete", "held"}
    assert seen.email_open
    for role in ("Viewer", "Sales Manager", "Support Staff"):
        with pytest.raises(PermissionDenied, match=role):
            acting(role).verification.verify(jane)

    services.lifecycle.activate(jane)
    with pytest.raises(Conflict, match="Ada Admin changed this customer meanwhile"):
        verification.verify(jane, seen.version)
    receipt = Receipt()
    verification.noting(receipt).verify(jane, verification.review(jane).version)
    found = services.customers.show(jane)
    assert (found.verified_at, found.verified_by) == (clock.now(), "Ada Admin")
    with pytest.raises(Conflict, match="Ada Admin verified this customer already"):
        verification.verify(jane)

    assert services.undo.undo(receipt.command).step.title == "Verify Jane Roe"
    assert by(jane) == [""]
    services.undo.redo(receipt.command)
    assert by(jane) == ["Ada Admin"]

    with pytest.raises(Invalid, match="Say why"):
        verification.unverify(jane, UnverifyDraft(" "))
    verification.noting(receipt).unverify(jane, WHY)
    assert by(jane) == [""]
    with desk_db.reading(admin) as session:
        body = session.scalar(
            sa.select(AuditPayload.body)
            .join(AuditEvent, AuditEvent.seq == AuditPayload.seq)
            .where(AuditEvent.use_case == "verification.unverify")
        )
    assert WHY.reason in body
    title = services.undo.steps().undo.title
    assert title == "Take back that Jane Roe is verified"
    services.undo.undo(receipt.command)
    assert by(jane) == ["Ada Admin"]
    services.lifecycle.delete([jane])
    for ask in (
        lambda: verification.verify(jane),
        lambda: verification.unverify(jane, WHY),
        lambda: verification.confirm_email(jane),
    ):
        with pytest.raises(Conflict, match="deleted this customer"):
            ask()
    with pytest.raises(NotFound):
        verification.review(jane + 100)


def test_each_switch_verifies_by_itself_and_only_where_it_is_on(
    services, desk_db, admin, make, switched, by
):
    def deliver(customer_id):
        item = LineDraft("Dongle", unit=Money(100, "EUR"), tax=Money(0, "EUR"))
        order = services.orders.create(OrderDraft(customer_id, items=(item,))).id
        for status in (OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED):
            services.orders.update_status([order], status)

    off = make("Off", "off@acme.example")
    deliver(off)
    services.verification.confirm_email(off)
    assert by(off) == [""]

    switched(verify_first_order=True)
    ordered, again = make("Ordered"), make("Again")
    for one in (ordered, again):
        deliver(one)
    assert by(ordered) == ["Automatic: first order"]
    # Whoever was unverified by hand stays so.
    services.verification.unverify(again, WHY)
    deliver(again)
    assert by(again, off) == ["", ""]

    switched(verify_email=True)
    confirmed = make("Confirmed")
    services.verification.confirm_email(confirmed)
    with pytest.raises(Conflict, match="confirmed already"):
        services.verification.confirm_email(confirmed)
    assert by(confirmed) == ["Automatic: e-mail confirmed"]

    switched(verify_domains=True, trusted_domains="acme.example")
    inside, below, beside = (
        make(name, f"{name}@{host}")
        for name, host in (
            ("In", "ACME.example"), ("Below", "mail.acme.example"), ("Beside", "notacme.example"),
        )
    )  # fmt: skip
    trusted = "Automatic: trusted domain"
    assert by(inside, below, beside) == [trusted, trusted, ""]
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, beside))
    services.customers.edit(beside, 1, base, replace(base, email="b@acme.example"))
    assert by(beside) == [trusted]
    assert verified_by_words(trusted) == trusted


def test_whom_a_verified_customer_referred_is_verified_with_it_and_undone_with_it(
    services, desk_db, admin, make, switched, by
):
    switched(verify_referred=True)
    first, second, third, gone, later = (make(f"Ref{n}") for n in range(5))
    for one, referrer in ((second, first), (third, second), (gone, first)):
        refer(services, desk_db, admin, one, referrer)
    services.lifecycle.delete([gone])
    assert by(first, second, third) == ["", "", ""]
    receipt = Receipt()
    services.verification.noting(receipt).verify(first)
    referred = "Automatic: referred by a verified customer"
    assert by(first, second, third, gone) == ["Ada Admin", referred, referred, ""]
    services.undo.undo(receipt.command)
    assert by(first, second, third) == ["", "", ""]
    services.undo.redo(receipt.command)
    assert by(third) == [referred]
    change = EditFields((Edit("referred_by_id", value=third),))
    services.bulk.noting(receipt).run(Selection(ids=(later,)), change)
    assert by(later) == [referred]
    services.undo.undo(receipt.command)
    assert by(later) == [""]
    assert services.customers.show(later).referred_by_id is None
    services.undo.redo(receipt.command)
    assert (by(later), services.customers.show(later).referred_by_id) == ([referred], third)


def test_many_are_verified_at_once_and_imported_ones_by_their_domain(
    services, make, switched, by, tmp_path
):
    switched(verify_referred=True, verify_domains=True, trusted_domains="acme.example")
    rows = tmp_path / "rows.csv"
    rows.write_text("email,last_name\nana@acme.example,A\nbob@other.example,B\n")
    services.exchange.run(rows)
    ana, bob = (services.customers.find(f"{name}") for name in
                ("ana@acme.example", "bob@other.example"))  # fmt: skip
    assert by(ana, bob) == ["Automatic: trusted domain", ""]
    code = services.customers.show(bob).client_id
    rows.write_text(f"client_id,email,last_name\n{code},b@acme.example,B\n")
    services.exchange.run(rows, options=Options(mode=Mode.UPDATE))
    assert by(bob) == ["Automatic: trusted domain"]

    some = [make(f"Many{n}") for n in range(3)]
    services.lifecycle.delete(some[2:])
    chosen = Selection(ids=(*some, ana))
    preview = services.bulk.preview(chosen, Verify())
    assert (preview.changing, preview.unchanged, preview.refused_total) == (2, 1, 1)
    assert preview.notes == ("Verify only customers whose information you have checked.",)
    receipt = Receipt()
    outcome = services.bulk.noting(receipt).run(chosen, Verify(), snapshot=preview.snapshot)
    assert outcome.changed == 2
    assert by(*some) == ["Ada Admin", "Ada Admin", ""]
    services.undo.undo(receipt.command)
    assert by(*some, ana) == ["", "", "", "Automatic: trusted domain"]
