"""Licenses are issued, found, shown and edited; customers of unknown e-mails come with them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.catalogue.terms import Cycle, ExpiryBasis
from app.core.conditions import Condition, Op
from app.core.errors import Conflict, Invalid, NotFound, Stale
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.licensing.drafts import IssueDraft, LicenseDraft, Own
from app.licensing.outcomes import NewCustomer
from app.licensing.schemas import LicenseState, LicenseStatus
from app.mail.model import OutboxMessage
from tests.app.licensing.conftest import TODAY


def counted(services, customer_id):
    found = services.customers.show(customer_id)
    return found.licenses, found.active_licenses


def mails(desk_db, admin):
    with desk_db.reading(admin) as session:
        return list(session.scalars(sa.select(OutboxMessage.template).order_by(OutboxMessage.id)))


def test_a_license_is_issued_with_a_key_of_its_own(services, product, plan, jane):
    draft = IssueDraft(product, plan, Cycle.MONTHLY, customer_id=jane, order_number="ORD-7")
    issued = services.licenses.issue(draft)
    shown = services.licenses.show(issued.id)
    assert (shown.state, shown.status) == (LicenseState.ACTIVE, LicenseStatus.ACTIVE)
    assert (shown.starts_on, shown.expires_on) == (TODAY, date(2026, 12, 20))
    assert (shown.product, shown.plan, shown.customer) == ("Modeller", "Pro", "Jane Roe")
    assert (shown.email, shown.limit, shown.quotas) == ("jane@roe.example", 2, {"projects": 10})
    assert shown.client_id == services.customers.show(jane).client_id
    assert shown.key == "•••••-…-" + issued.key[-5:]
    assert services.licenses.reveal(issued.id) == issued.key
    assert counted(services, jane) == (1, 1)
    assert not issued.mailed
    row = services.licenses.rows([issued.id])[0]
    assert (row.customer, row.limit, row.expiring) == ("Jane Roe", 2, True)


def test_a_license_is_found_by_whatever_is_known_of_it(services, a_license, jane, product, plan):
    key = "OLD-KEY-2019"
    found = a_license(jane, key=key, order_number="ORD-7")
    other = a_license(order_number="ORD-8")
    licenses = services.licenses
    uid = licenses.show(found).uid
    for named in (key, "old key 2o19", str(found), uid, "ORD-7"):
        assert licenses.find(named) == found
    for text in (key.lower(), "jane@roe", "ord-7", "roe"):
        assert [row.id for row in licenses.first(ListQuery(text), 10)] == [found]
        assert list(licenses.ids(ListQuery(text), Progress())) == [found]
        assert licenses.count(ListQuery(text)) == 1
    a_license(order_number="ORD-8")
    with pytest.raises(Conflict, match="2 licenses have the order number"):
        licenses.find("ORD-8")
    issued = licenses.issue(IssueDraft(product, plan, Cycle.YEARLY))
    typed = ("7" if issued.key[3] != "7" else "8").join((issued.key[:3], issued.key[4:]))
    with pytest.raises(NotFound, match=f"Did you mean the one that ends in …{issued.key[-5:]}"):
        licenses.find(typed)
    with pytest.raises(NotFound, match="No license has the key"):
        licenses.find("nonsense")
    assert other != found


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("status", ("available",), {"pool"}),
        ("status", ("active", "available"), {"year", "pool", "forever"}),
        ("unassigned", True, {"pool"}),
        ("no_customer", True, {"pool"}),
        ("no_customer", False, {"year", "forever", "gone"}),
        ("expiring", True, set()),
        ("cycle", ("yearly",), {"year", "pool", "forever", "gone"}),
    ],
)
def test_the_list_is_filtered(services, a_license, jane, key, value, wanted):
    ids = {
        "year": a_license(jane),
        "pool": a_license(),
        "forever": a_license(jane, never_expires=True),
        "gone": a_license(jane, starts_on=date(2020, 1, 1)),
    }
    op = Op.IN if isinstance(value, tuple) else Op.IS
    found = services.licenses.first(ListQuery(conditions=(Condition(key, op, value),)), 10)
    assert {name for name, one in ids.items() if one in {row.id for row in found}} == wanted
    asked = ListQuery(conditions=(Condition("expires_on", Op.NEXT, 400),), sort="expires_on")
    assert [row.id for row in services.licenses.first(asked, 10)] == [ids["year"]]


@pytest.mark.parametrize("email_on_issue", [False, True])
def test_an_unknown_e_mail_creates_its_customer_once_that_is_confirmed(
    services, desk_db, admin, make_product, make_plan, email_on_issue
):
    product = make_product(email_on_issue=email_on_issue)
    plan = make_plan(product)
    draft = IssueDraft(product, plan, Cycle.YEARLY, email="New@Example.org")
    with pytest.raises(NewCustomer) as asked:
        services.licenses.issue(draft)
    assert asked.value.email == "New@Example.org"
    assert services.customers.count(ListQuery()) == 0
    issued = services.licenses.issue(replace(draft, confirm_new=True))
    made = services.customers.show(issued.customer_id)
    assert (made.name, made.email, len(made.client_id)) == (None, "New@Example.org", 36)
    assert (issued.customer_created, issued.mailed) == (True, email_on_issue)
    wanted = ["customer_invitation"] + ["license_assigned"] * email_on_issue
    assert mails(desk_db, admin) == wanted
    again = services.licenses.issue(replace(draft, email="new@example.org"))
    assert (again.customer_id, again.customer_created) == (issued.customer_id, False)
    assert counted(services, issued.customer_id) == (2, 2)


@pytest.mark.usefixtures("product")
def test_vendors_create_licenses_by_their_own_names(services):
    issued = services.licenses.create_product_license(
        "MODELLER", "AB-12345", "code-1", "a@b.example"
    )
    made = services.customers.show(issued.customer_id)
    assert (made.client_id, made.licenses, issued.key) == ("code-1", 1, "AB-12345")
    again = services.licenses.create_product_license("modeller", "", "code-1")
    assert again.customer_id == issued.customer_id
    with pytest.raises(Invalid, match="Client ID “code-2”"):
        services.licenses.create_product_license("modeller", "", "code-2")
    with pytest.raises(NotFound, match="reference"):
        services.licenses.create_product_license("other")


def test_what_cannot_be_issued_is_refused_by_field(services, product, plan, make_product, jane):
    other = make_product("Viewer")
    taken = services.licenses.issue(IssueDraft(product, key="TAKEN-KEY")).id
    for draft, field in (
        (IssueDraft(other, plan, Cycle.YEARLY), "plan_id"),
        (IssueDraft(product, plan), "cycle"),
        (IssueDraft(None), "product_id"),
        (IssueDraft(product, key="taken key"), "key"),
        (IssueDraft(product, key="12345"), "key"),
        (IssueDraft(product, starts_on=TODAY, expires_on=date(2026, 11, 19)), "expires_on"),
        (IssueDraft(product, customer_id=jane, expires_on=date(2026, 11, 19)), "expires_on"),
        (IssueDraft(product, email="nonsense"), "email"),
        (IssueDraft(product, overrides={"activation_limit": -1}), "overrides"),
        (IssueDraft(product, overrides={"key": "x"}), "overrides"),
        (IssueDraft(product, create_subscription=True), "plan_id"),
    ):
        with pytest.raises(Invalid) as refused:
            services.licenses.issue(draft)
        assert field in refused.value.fields, draft
        if "taken" in draft.key:
            assert refused.value.existing == {"key": taken}
    assert services.licenses.count(ListQuery()) == 1
    assert counted(services, jane) == (0, 0)


def test_a_license_comes_with_a_subscription(services, clock, product, plan, jane):
    draft = IssueDraft(product, plan, Cycle.YEARLY, customer_id=jane, create_subscription=True)
    shown = services.licenses.show(services.licenses.issue(draft).id)
    assert shown.subscription.startswith("SUB-")
    assert services.customers.show(jane).active_subscriptions == 1
    licenses = services.licenses
    added = licenses.add_customer_license(jane, plan, Cycle.MONTHLY, create_subscription=True)
    assert [row.id for row in licenses.customer_licenses(jane)] == [added.id, shown.id]
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    assert licenses.show(added.id).expires_on == date(2027, 1, 20)
    assert licenses.show(added.id).status is LicenseStatus.ACTIVE
    with pytest.raises(Invalid, match="Choose a product"):
        licenses.add_customer_license(jane, 77, Cycle.MONTHLY)


def test_a_pool_waits_for_its_customers(services, product, make_plan):
    plan = make_plan(product, months=12)
    ids = services.licenses.generate(product, plan, 1200, "ORD-9")
    assert len(set(ids)) == 1200
    rows = services.licenses.first(ListQuery(), 2000)
    assert {row.status for row in rows} == {LicenseStatus.AVAILABLE}
    assert len({row.key for row in rows}) > 1000
    assert {(row.order_number, row.expires_on, row.limit) for row in rows} == {("ORD-9", None, 2)}
    keys = {services.licenses.reveal(one) for one in ids[:5]}
    assert len(keys) == 5
    assert services.licenses.count(ListQuery(keys.pop())) == 1
    with pytest.raises(Invalid, match="10,000"):
        services.licenses.generate(product, plan, 10_001)
    assert len(services.licenses.history(ids[0])) > 3
    assert services.upkeep.verify_audit().whole


def test_time_that_counts_from_the_first_activation_has_not_begun(
    services, product, make_plan, jane
):
    plan = make_plan(product, months=6, expiry_basis=ExpiryBasis.FIRST_ACTIVATION)
    issued = services.licenses.issue(IssueDraft(product, plan, customer_id=jane))
    assert services.licenses.show(issued.id).expires_on is None


def test_edits_of_two_people_are_joined_or_asked_about(services, a_license, jane):
    found = a_license(jane)
    shown = services.licenses.show(found)
    base = LicenseDraft("", shown.starts_on, shown.expires_on, {}, "")
    services.licenses.edit(found, shown.version, replace(base, note="theirs"))
    mine = replace(base, order_number="ORD-1", overrides={"activation_limit": 9})
    with pytest.raises(Conflict, match="meanwhile"):
        services.licenses.edit(found, shown.version, mine)
    services.licenses.edit(found, shown.version, mine, base)
    joined = services.licenses.show(found)
    assert (joined.note, joined.order_number, joined.limit) == ("theirs", "ORD-1", 9)
    assert joined.overrides == ("activation_limit",)
    with pytest.raises(Stale) as stale:
        services.licenses.edit(found, shown.version, replace(base, note="mine"), base)
    assert set(stale.value.clash.fields) == {"note"}
    # What was agreed for it alone is joined term by term.
    services.licenses.edit(found, shown.version, replace(base, overrides={"grace_days": 3}), base)
    shown = services.licenses.show(found)
    assert shown.overrides == ("activation_limit", "grace_days")
    with pytest.raises(Stale) as stale:
        services.licenses.edit(found, 1, replace(base, overrides={"activation_limit": None}), base)
    assert stale.value.clash.fields == {"activation_limit": (Own.NOTHING, 9, None)}
    assert stale.value.clash.authors["activation_limit"][0] == "Ada Admin"
    past = replace(base, expires_on=date(2026, 11, 19))
    with pytest.raises(Invalid, match="before it starts"):
        services.licenses.edit(found, services.licenses.show(found).version, past)
    history = services.licenses.history(found)
    assert {"Note", "Order number", "Overrides"} <= {row.field for row in history}


def test_a_license_of_a_deleted_customer_says_so(services, a_license, jane):
    found = a_license(jane, starts_on=date(2020, 1, 1))
    services.lifecycle.delete([jane])
    [row] = services.licenses.first(ListQuery(), 10)
    assert (row.id, row.customer, row.customer_deleted) == (found, "Deleted customer", True)
    assert services.licenses.show(found).customer == "Deleted customer"
