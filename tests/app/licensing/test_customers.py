"""What becomes of licenses when their customers change, go, or are told about renewal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.catalogue.model import Product
from app.core.conditions import Condition, Op
from app.core.errors import Conflict
from app.core.listing import ListQuery, Selection
from app.core.service import Receipt
from app.customers.drafts import CustomerDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.exchange.export_schemas import ExportOrder, Format
from app.exchange.lists.words import in_words
from app.licensing.drafts import IssueDraft
from app.licensing.filter_fields import BY_KEY
from app.licensing.model import License
from app.licensing.outcomes import Priority
from app.licensing.schemas import LicenseStatus
from tests.app.licensing.conftest import TODAY


def found(services, text):
    return [row.id for row in services.licenses.first(ListQuery(text), 10)]


def test_a_customer_with_active_licenses_is_not_deleted(services, a_license, jane):
    license_id = a_license(jane)
    outcome = services.lifecycle.delete([jane])
    assert outcome.refused == (
        (jane, "It has 1 active license. Transfer, revoke or cancel it first."),
    )
    services.license_life.revoke([license_id])
    assert services.lifecycle.delete([jane]).done == (jane,)
    services.lifecycle.restore(jane)
    services.license_life.reinstate([license_id], "back again")
    assert services.customers.show(jane).active_licenses == 1


def test_licenses_outlive_their_customer(services, clock, a_license, jane):
    license_id = a_license(jane, order_number="ORD-5")
    services.license_life.cancel([license_id])
    services.lifecycle.delete([jane])
    clock.at += timedelta(days=400)
    assert services.lifecycle.purge_due() == 1
    shown = services.licenses.show(license_id)
    assert (shown.customer, shown.email) == ("Deleted customer", "")
    assert found(services, "jane") == []
    assert found(services, "ord-5") == [license_id]
    assert not [one for one in services.upkeep.check() if one.problem]


def test_a_customer_that_has_licenses_is_not_uncreated(services, product, plan):
    receipt = Receipt()
    draft = CustomerDraft("new@roe.example", "New", "Roe")
    made = services.customers.noting(receipt).create(draft)
    services.licenses.issue(IssueDraft(product, plan, customer_id=made, never_expires=True))
    preview = services.undo.preview(receipt.command)
    assert [refusal.customer_id for refusal in preview.refused] == [made]
    assert "licenses" in preview.refused[0].reason
    with pytest.raises(Conflict, match="licenses"):
        services.undo.undo(receipt.command)
    assert services.customers.show(made).licenses == 1


def test_a_license_and_its_new_customer_are_no_step_back(services, product, plan):
    receipt = Receipt()
    draft = IssueDraft(product, plan, email="x@roe.example", confirm_new=True, never_expires=True)
    issued = services.licenses.noting(receipt).issue(draft)
    with pytest.raises(Conflict):
        services.undo.undo(receipt.command)
    assert services.customers.show(issued.customer_id).licenses == 1
    assert services.licenses.show(issued.id).customer_id == issued.customer_id


def test_another_e_mail_of_a_customer_is_that_of_its_licenses(
    services, desk_db, admin, a_license, jane
):
    license_id = a_license(jane, order_number="ORD-5")
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
    mine = replace(base, email="Jane@Moved.example", client_id="code-7")
    services.customers.edit(jane, 1, base, mine)
    shown = services.licenses.show(license_id)
    assert (shown.email, shown.client_id) == ("Jane@Moved.example", "code-7")
    assert found(services, "jane@moved") == found(services, "code-7") == [license_id]
    assert found(services, "jane@roe") == []
    services.license_life.suspend([license_id])
    assert found(services, "jane@moved") == found(services, "ord-5") == [license_id]


def test_whom_to_talk_to_about_renewal(services, a_license, jane, john, tmp_path):
    """Workflow 5: contacts by priority, and the list for sales."""
    for _each in range(5):
        a_license(jane, expires_on=TODAY + timedelta(days=14))
    a_license(jane, expires_on=TODAY + timedelta(days=60))
    a_license(john, expires_on=TODAY + timedelta(days=60))
    other = services.customers.create(CustomerDraft("ann@poe.example", "Ann", "Poe"))
    for days in (20, 30, 61):
        a_license(other, expires_on=TODAY + timedelta(days=days))
    rows = services.licenses.renewals()
    assert [(row.name, row.priority, row.count) for row in rows] == [
        ("Jane Roe", Priority.HIGH, 5),
        ("Ann Poe", Priority.MEDIUM, 2),
        ("John Doe", Priority.LOW, 1),
    ]
    assert (rows[0].email, rows[0].soonest, rows[0].total) == (
        "jane@roe.example", date(2026, 12, 4), 6,
    )  # fmt: skip
    path = tmp_path / "contacts.csv"
    columns = ("name", "licenses", "soonest_expiry")
    services.exports.run(path, ExportOrder(Format.CSV, Selection(ids=(jane, john)), columns))
    assert "Jane Roe,6,2026-12-04" in path.read_text(encoding="utf-8-sig")
    soon = (Condition("expires_on", Op.NEXT, 30), Condition("status", Op.IN, ("active",)))
    assert services.licenses.count(ListQuery(conditions=soon)) == 7


def test_six_licenses_in_twenty_days_fit_the_next_class(services, a_license, jane):
    for _each in range(6):
        a_license(jane, expires_on=TODAY + timedelta(days=20))
    [row] = services.licenses.renewals()
    assert (row.priority, row.count) == (Priority.MEDIUM, 6)


def test_who_renews_is_marked_until_another_license_ends(services, acting, a_license, jane, john):
    for days in (5, 40):
        a_license(jane, expires_on=TODAY + timedelta(days=days))
    a_license(john, expires_on=TODAY + timedelta(days=50))
    idle = services.customers.create(CustomerDraft("ann@poe.example", "Ann", "Poe"))
    marked = services.licenses.mark_renewed([jane, idle, 999])
    assert marked.done == (jane,)
    assert [why for _id, why in marked.refused] == [
        "No license of Ann Poe ends within 60 days.",
        "That customer no longer exists, or is not yours to see.",
    ]
    rows = services.licenses.renewals()
    assert [(row.id, row.renewed_on, row.renewed_by) for row in rows] == [
        (john, None, ""), (jane, TODAY, "Ada Admin"),
    ]  # fmt: skip
    told = services.customers.history(jane)[0]
    assert (told.field, told.new) == ("Renewed until", (TODAY + timedelta(days=40)).isoformat())
    assert services.undo.steps().undo.title.startswith("Create")
    [first, _second] = services.licenses.customer_licenses(jane)[::-1]
    services.license_life.renew([first.id], 12)
    assert services.licenses.renewals()[1].renewed_on == TODAY
    assert services.licenses.unmark_renewed([jane, john]).done == (jane,)
    assert services.licenses.renewals()[0].renewed_on is None
    # Somebody else's customers are not theirs to mark.
    assert acting("Sales Manager", 9, 9).licenses.mark_renewed([jane]).done == ()


def test_a_mark_says_nothing_of_what_ends_later(services, clock, a_license, jane):
    a_license(jane, expires_on=TODAY + timedelta(days=10))
    a_license(jane, expires_on=TODAY + timedelta(days=90))
    services.licenses.mark_renewed([jane])
    assert services.licenses.renewals()[0].renewed_on == TODAY
    clock.at += timedelta(days=40)
    services.license_life.run_due()
    assert services.licenses.renewals()[0].renewed_on is None


def test_licenses_of_a_deleted_customer_can_be_transferred(services, a_license, jane, john):
    license_id = a_license(jane)
    services.license_life.revoke([license_id])
    services.lifecycle.delete([jane])
    services.assignment.transfer(jane, customer_id=john)
    assert services.licenses.show(license_id).customer == "John Doe"
    assert services.customers.show(jane).licenses == 0


def test_what_does_not_follow_is_found(services, desk_db, admin, a_license, jane, product):
    wrong = a_license(jane)
    sound = a_license(jane)
    with desk_db.transaction(admin, "test") as session:
        session.get_one(License, wrong).status = LicenseStatus.EXPIRED
        session.get_one(Product, product).licenses = 7
    found = {one.check: one.problem for one in services.upkeep.check()}
    assert str(wrong) in found["licenses"]
    assert str(sound) not in found["licenses"].replace(str(wrong), "")
    assert str(jane) in found["counters"]
    services.license_life.suspend([wrong])
    services.license_life.resume([wrong])
    assert "Modeller" in {one.check: one.problem for one in services.upkeep.check()}["counters"]


def test_filters_are_said_in_words(services, desk_db, admin, a_license, jane, product):
    a_license(jane)
    asked = ListQuery(
        "acme",
        (
            Condition("status", Op.IN, ("active", "grace")),
            Condition("product_id", Op.IN, (product,)),
            Condition("customer_id", Op.IN, (jane,)),
            Condition("over_limit", Op.IS, value=True),
        ),
    )
    assert services.licenses.count(asked) == 0
    with desk_db.reading(admin) as session:
        said = in_words(session, BY_KEY, asked)
    assert "Status is Active or In grace; Product is Modeller; Customer is Jane Roe" in said
