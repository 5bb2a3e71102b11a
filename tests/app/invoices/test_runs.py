"""Monthly runs: what a preview shows is what is made, once; what changes meanwhile is noticed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from app.billing.model import BillingProfile
from app.billing.schemas import BillsTo
from app.catalogue.terms import Cycle
from app.core.access import Scope
from app.core.changes import Changes
from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.model import Customer
from app.invoices import checks_stored, planning, running
from app.invoices.drafts import CreditDraft, LineDraft
from app.invoices.gathering import Wanted
from app.invoices.model import BillingClaim
from app.invoices.schemas import InvoiceStatus, LineKind
from app.orders.model import Order
from app.services import Services
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.model import UsageRecord
from tests.app.invoices.conftest import eur
from tests.app.invoices.orders import an_order

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def plan(make_product, make_plan) -> int:
    """10.00 a month or 100.00 a year; 100 calls are included, each more costs 0.05."""
    return make_plan(make_product(), quotas={"calls": 100}, usage_prices={"calls": 5})


@pytest.fixture
def start(services, jane, plan):
    """A function that starts a monthly subscription of Jane's; its id."""

    def make(**values):
        draft = {"customer_id": jane, "plan_id": plan, "cycle": Cycle.MONTHLY, **values}
        return services.subscriptions.start(SubscriptionDraft(**draft))

    return make


@pytest.fixture
def use(desk_db, admin):
    """A function that records use of a metric."""

    def record(subscription_id, customer_id, quantity, on, metric="calls"):
        with desk_db.transaction(admin, "test") as session:
            session.add(
                UsageRecord(
                    customer_id=customer_id, subscription_id=subscription_id, metric=metric,
                    quantity=quantity, used_on=on,
                )
            )  # fmt: skip

    return record


@pytest.fixture
def bill(services):
    """A function that runs a month, checks that it made what was shown, and gives its invoices."""

    def run(month, **values):
        shown = services.billing_runs.preview(month)
        whole = [
            one
            for row in dict.fromkeys(row.customer_id for row in shown.invoices)
            for one in services.billing_runs.planned(month, row)
        ]
        if not shown.invoices:
            return []
        outcome = services.billing_runs.run(month, shown.digest, **values)
        assert (outcome.invoices, outcome.totals) == (len(shown.invoices), shown.totals)
        ids = services.invoices.first(ListQuery(sort="created_at"), 1000)
        made = [services.invoices.show(row.id) for row in sorted(ids, key=lambda row: row.id)]
        made = [one for one in made if one.run_id == outcome.id]
        assert [(one.customer_id, one.net, one.tax, one.total) for one in shown.invoices] == [
            (one.customer_id, one.net, one.tax, one.total) for one in made
        ]
        for planned, one in zip(whole, made, strict=True):
            assert planned.taxes == one.taxes
            assert [told(line) for line in planned.lines] == [told(line) for line in one.lines]
        return made

    return run


def told(line):
    names = ("kind", "name", "quantity", "unit", "net", "tax", "period_start", "period_end",
             "for_customer", "detail", "order_id", "subscription_id")  # fmt: skip
    return [getattr(line, name) for name in names]


def test_a_month_is_billed_once_and_gaplessly(services, start, bill, desk_db, admin):
    start(quantity=2)

    [made] = bill(NOVEMBER)

    assert (made.number, made.status) == ("INV-2026-00001", InvoiceStatus.UNPAID)
    assert (made.net, made.tax, made.total) == (eur(2000), eur(380), eur(2380))
    [line] = made.lines
    assert (line.name, line.kind, line.quantity) == ("Modeller, Pro", LineKind.SUBSCRIPTION, 2)
    assert (line.period_start, line.period_end) == (date(2026, 11, 20), date(2026, 12, 20))
    assert (made.period_start, made.period_end) == (NOVEMBER, DECEMBER)
    assert services.billing_runs.preview(NOVEMBER).invoices == ()
    with desk_db.reading(admin) as session:
        assert checks_stored.wrong_invoices(session) == []
    [run] = services.billing_runs.all()
    assert (run.month, run.issued, run.invoices) == (NOVEMBER, True, 1)
    assert run.totals == (eur(2380),)
    assert services.upkeep.verify_audit().whole
    assert services.invoices.count(ListQuery(text="jane@roe")) == 1


def test_what_is_voided_or_removed_is_billed_again(services, start, bill):
    start()
    [draft] = bill(NOVEMBER, issue=False)
    assert (draft.number, draft.status) == ("", InvoiceStatus.DRAFT)
    services.invoices.issue(draft.id)
    services.invoices.void(draft.id, "Wrong")

    [again] = bill(NOVEMBER, issue=False)
    assert again.total == draft.total
    services.invoices.remove([again.id])
    [third] = bill(NOVEMBER)
    assert third.number == "INV-2026-00002"


def test_a_change_within_a_period_is_billed_by_days(services, start, bill, plan, clock):
    held = start()
    bill(NOVEMBER)
    clock.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.MONTHLY, 3))

    [made] = bill(NOVEMBER)

    assert [(line.name, line.net, line.period_start, line.period_end) for line in made.lines] == [
        ("Modeller, Pro: unused days", eur(-700), date(2026, 11, 29), date(2026, 12, 20)),
        ("Modeller, Pro: rest of the period", eur(2100), date(2026, 11, 29), date(2026, 12, 20)),
    ]
    clock.at = datetime(2026, 12, 20, 12, tzinfo=UTC)
    [december] = bill(DECEMBER)
    assert december.net == eur(3000)


def test_credit_stays_until_there_is_enough_to_take_it_off(services, start, bill, plan):
    held = start(quantity=10)
    bill(NOVEMBER)
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.MONTHLY, 1))

    shown = services.billing_runs.preview(NOVEMBER)
    assert (shown.invoices, shown.totals) == ((), ())
    # Of the same day: what was billed before is corrected.
    assert [(one.amount, "credit" in one.reason) for one in shown.left_out] == [(eur(-9000), True)]
    with pytest.raises(Conflict, match="nothing to bill"):
        services.billing_runs.run(NOVEMBER, shown.digest)
    services.subscriptions.change(held, 2, ChangeDraft(plan, Cycle.YEARLY, 2))
    [made] = bill(NOVEMBER)
    assert made.net == eur(20_000 - 10_000)


def test_a_period_billed_ahead_is_given_back_when_it_never_comes(services, start, bill, clock):
    held = start()
    bill(DECEMBER)  # With the period that begins on December 20.
    clock.at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    services.subscriptions.pause([held])
    clock.at = datetime(2026, 12, 11, 12, tzinfo=UTC)
    services.subscriptions.resume([held])

    [made] = bill(DECEMBER) or [None]
    assert made is None
    clock.at = datetime(2027, 1, 30, 12, tzinfo=UTC)
    services.subscriptions.run_due()
    [january] = bill(date(2027, 1, 1))
    # Periods begin on December 30 and January 30; that of December 20 was paid.
    assert [line.net for line in january.lines] == [eur(-1000), eur(1000), eur(1000)]


def test_use_above_the_quota_is_billed_with_its_breakdown(start, bill, use, jane):
    held = start()
    use(held, jane, 90, date(2026, 11, 20))
    use(held, jane, 30, date(2026, 11, 22))
    use(held, jane, 7, date(2026, 11, 22), "unpriced")

    [made] = bill(NOVEMBER)
    usage = made.lines[0] if made.lines[0].kind is LineKind.USAGE else made.lines[1]
    assert (usage.name, usage.quantity, usage.net) == ("Modeller, Pro: calls", 20, eur(100))
    assert [(part.kind, part.quantity) for part in usage.detail] == [
        ("included", 100), ("used", 120), ("day", 90), ("day", 30),
    ]  # fmt: skip
    use(held, jane, 5, date(2026, 11, 20))  # Told late.
    [late] = bill(NOVEMBER)
    assert [(line.quantity, line.net) for line in late.lines] == [(5, eur(25))]
    assert ("before", 20) in [(part.kind, part.quantity) for part in late.lines[0].detail]


def test_a_parent_gets_one_invoice_for_all_its_customers(
    services, start, bill, jane, make_customer, desk_db, admin
):
    parent = make_customer("agency@example.org", "FR")
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, jane).parent_id = parent
        session.add(BillingProfile(customer_id=jane, bills_to=BillsTo.PARENT))
    start()
    start(customer_id=parent)

    shown = services.billing_runs.preview(NOVEMBER)
    assert shown.invoices == ()
    assert [(one.customer, one.amount) for one in shown.left_out] == [("Agency Roe", eur(2000))]
    assert "no standard tax rate for France" in shown.left_out[0].reason
    with desk_db.transaction(admin, "test") as session:
        session.add(BillingProfile(customer_id=parent, tax_exempt=True, tax_note="Export"))
    [made] = bill(NOVEMBER)
    assert (made.customer_id, made.total) == (parent, eur(2000))
    assert [line.for_customer for line in made.lines] == [None, "Jane Roe"]
    assert services.forecast.customer(jane).payer == "Agency Roe"


def test_what_changes_after_the_preview_is_noticed(services, start):
    start()
    shown = services.billing_runs.preview(NOVEMBER)
    start()
    with pytest.raises(Conflict, match="Something changed since this preview"):
        services.billing_runs.run(NOVEMBER, shown.digest)
    assert services.invoices.count(ListQuery()) == 0
    assert services.billing_runs.all() == ()


def test_an_order_that_changes_during_a_run_is_not_billed_as_it_was(jane, stored, desk_db, admin):
    order = an_order(stored, jane, 1, eur(100), discount=eur(0), tax=eur(0))
    with desk_db.transaction(admin, "test") as session:
        wanted = Wanted(admin, planning.last_day(NOVEMBER))
        plan = planning.plan(session, wanted, Progress())
        stored_order = session.get_one(Order, order)
        stored_order.notes = "Changed"
        session.flush()
        with pytest.raises(Conflict, match="Somebody changed an order meanwhile"):
            running.make(session, plan, NOVEMBER, issue=True, progress=Progress())


def test_two_who_run_a_month_at_once_bill_it_once(services, start, desk_db, admin):
    start()
    digest = services.billing_runs.preview(NOVEMBER).digest
    told, together = [], Barrier(2)

    def run():
        runs = Services.build(desk_db, admin, Changes()).billing_runs
        together.wait()
        try:
            told.append(runs.run(NOVEMBER, digest).first_number)
        except Conflict as refusal:
            told.append(str(refusal))

    racers = [Thread(target=run) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    number, refusal = sorted(told)
    assert number == "INV-2026-00001"
    assert refusal.startswith("Something changed since this preview")
    assert services.invoices.count(ListQuery()) == 1


def test_a_draft_of_a_run_keeps_its_lines_and_follows_its_tax(
    services, start, bill, jane, draft, desk_db, admin
):
    start()
    [made] = bill(NOVEMBER, issue=False)
    [line] = made.lines
    with desk_db.transaction(admin, "test") as session:
        session.add(BillingProfile(customer_id=jane, tax_exempt=True))
    with pytest.raises(Conflict, match="changed since this draft was saved"):
        services.invoices.issue(made.id)
    mine = LineDraft(line.name, 2, line.unit, id=line.id)
    for items, said in (
        ((mine,), "comes from what the customer has"),
        ((replace(mine, quantity=1, discount=eur(1)),), "comes from what the customer has"),
    ):
        with pytest.raises(Invalid, match=said):
            services.invoices.edit(made.id, 1, replace(draft(), items=items))
    with pytest.raises(Conflict, match="come from what it bills"):
        services.invoices.edit(made.id, 1, replace(draft(), currency="USD"))
    services.invoices.edit(made.id, 1, draft(500))
    services.invoices.issue(made.id)

    found = services.invoices.show(made.id)
    assert [(line.kind, line.net, line.tax) for line in found.lines] == [
        (LineKind.SUBSCRIPTION, eur(1000), eur(0)), (LineKind.MANUAL, eur(500), eur(0)),
    ]  # fmt: skip
    assert services.billing_runs.preview(NOVEMBER).invoices == ()


def test_a_forecast_shows_what_a_change_of_plan_would_cost(services, start, bill, plan, clock):
    held = start(started_on=date(2026, 10, 31))
    bill(NOVEMBER)
    draft = ChangeDraft(plan, Cycle.YEARLY, 2)

    shown = services.forecast.plan_change(held, draft)

    before, after = shown.before, shown.after
    # Periods of the 31st begin on the last days of shorter months.
    assert [sum(one.net.minor for one in month.invoices) for month in before.months] == [
        0, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,
    ]  # fmt: skip
    assert before.totals == (eur(11 * 1190),)
    # November 30 was billed ahead and is given back, with ten days of the period before.
    [november] = after.months[0].invoices
    assert sorted(line.net.minor for line in november.lines) == [-1000, -333, 20_000]
    assert all(month.invoices == () for month in after.months[1:])
    assert services.subscriptions.show(held).cycle is Cycle.MONTHLY
    services.subscriptions.change(held, 1, draft)
    assert services.forecast.customer(after.customer_id) == after
    assert [one.total for one in bill(NOVEMBER)] == list(after.totals)
    clock.at += timedelta(days=30)
    assert services.forecast.customer(after.customer_id).months[0].month == DECEMBER


def test_only_who_is_in_scope_is_billed(services, start, jane, make_customer, desk_db, admin):
    mine = make_customer("mine@roe.example")
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, jane).owner_id = None
    start()
    start(customer_id=mine)
    narrow = Services.build(desk_db, replace(admin, scope=Scope.OWN), Changes())

    shown = narrow.billing_runs.preview(NOVEMBER)
    assert [one.customer_id for one in shown.invoices] == [mine]
    narrow.billing_runs.run(NOVEMBER, shown.digest)
    assert [one.customer_id for one in services.billing_runs.preview(NOVEMBER).invoices] == [jane]
    theirs = services.billing_runs.preview(NOVEMBER)
    services.billing_runs.run(NOVEMBER, theirs.digest)
    [hers] = [row.id for row in services.invoices.first(ListQuery(text="jane"), 9)]
    for ask in (
        lambda: narrow.invoices.show(hers),
        lambda: narrow.invoices.find("INV-2026-00002"),
        lambda: narrow.invoices.void(hers, "Why"),
        lambda: narrow.invoices.credit(hers, CreditDraft("Why")),
        lambda: narrow.forecast.customer(jane),
        lambda: narrow.usage.of(1),
    ):
        with pytest.raises(NotFound):
            ask()
    assert narrow.invoices.count(ListQuery()) == 1
    assert narrow.billing_runs.planned(NOVEMBER, jane) == ()
    assert narrow.billing_runs.all()[0].totals == ()


def test_months_are_billed_in_their_order_and_not_far_ahead(services, start, bill):
    with pytest.raises(Invalid, match="this month and the next"):
        services.billing_runs.preview(date(2027, 1, 1))
    start()
    bill(DECEMBER)
    with pytest.raises(Conflict, match="2026-12 was billed already"):
        services.billing_runs.preview(NOVEMBER)


def test_orders_are_billed_once_as_they_were_reckoned(services, bill, jane, stored, desk_db, admin):
    order = an_order(stored, jane, 3, eur(333), discount=eur(99), tax=eur(180))
    [made] = bill(NOVEMBER)

    [line] = made.lines
    assert (line.kind, line.order_id, line.net, line.tax) == (
        LineKind.ORDER, order, eur(900), eur(180),
    )  # fmt: skip
    with desk_db.reading(admin) as session:
        assert session.get_one(Order, order).invoice_id == made.id
        claims = sa.select(BillingClaim.source, BillingClaim.invoice_id)
        assert session.execute(claims).all() == [(f"order:{order}", made.id)]
    services.invoices.void(made.id, "Wrong")
    with desk_db.reading(admin) as session:
        assert session.get_one(Order, order).invoice_id is None
    assert [one.total for one in bill(NOVEMBER)] == [eur(1080)]
