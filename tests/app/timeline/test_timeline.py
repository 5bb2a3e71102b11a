"""All that happened with a customer is in its timeline once, in order, with who did it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.attachments.model import Attachment
from app.billing.model import TaxRate
from app.catalogue.terms import Cycle
from app.contents.model import Content
from app.contents.schemas import Place
from app.core.concerns import AuditConcern
from app.core.errors import NotFound, PermissionDenied
from app.core.folding import sort_key
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.money import Money
from app.core.progress import Progress
from app.customers.drafts import HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import HoldKind, HoldReason
from app.customers.verify_schemas import UnverifyDraft
from app.exchange.export_schemas import Format
from app.exchange.lists.reading import ListOrder
from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import InteractionType, Sentiment
from app.invoices.drafts import CreditDraft, InvoiceDraft
from app.invoices.drafts import LineDraft as InvoiceLine
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.editing import facts_of
from app.licensing.model import License
from app.orders.drafts import LineDraft, OrderDraft
from app.orders.schemas import OrderPayment, OrderStatus
from app.payments.drafts import PaymentDraft, RefundDraft, Share
from app.payments.schemas import PaymentState
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.timeline import queries
from app.timeline.queries import Question
from app.timeline.schemas import Event, Group, Opens
from tests.app.licensing.conftest import (
    a_license,
    acting,
    jane,
    john,
    make_plan,
    make_product,
    plan,
    product,
    stored,
)
from tests.app.test_plans import plan as plan_of
from tests.app.test_plans import whole

__all__ = [
    "a_license",
    "acting",
    "jane",
    "john",
    "make_plan",
    "make_product",
    "plan",
    "product",
    "stored",
]
E = Event
ALL = ListQuery()


def eur(minor):
    return Money(minor, "EUR")


@pytest.fixture
def story(services, desk_db, admin, clock, jane, a_license, plan, product, make_plan):
    """Something of every kind happens with Jane, an hour after the other; what is to be told."""
    settings = services.organization.settings()
    services.organization.save(replace(settings, active_licenses_block_deletion=False))
    told = [(E.CREATED, "Ada Admin")]

    def then(act, *events, who="Ada Admin"):
        clock.at += timedelta(hours=1)
        result = act()
        told.extend((event, who) for event in events)
        return result

    bought(services, jane, then, a_license, plan)
    larger = make_plan(product, "Team")
    licensed(services, jane, then, a_license, larger, (desk_db, admin))
    ordered(services, jane, then)
    invoiced(services, jane, then)
    talked(services, jane, then)

    def edit(**values):
        with desk_db.reading(admin) as session:
            row = session.get_one(Customer, jane)
            base, version = profile_of(row), row.version
        services.customers.edit(jane, version, base, replace(base, **values))

    lifecycle, verification = services.lifecycle, services.verification
    then(lambda: edit(city="Bern"), E.CHANGED)
    then(lambda: verification.verify(jane), E.VERIFIED)
    then(lambda: verification.unverify(jane, UnverifyDraft("Forged")), E.UNVERIFIED)
    then(lambda: verification.confirm_email(jane), E.EMAIL_CONFIRMED)
    then(lambda: verification.verify(jane), E.VERIFIED)
    for kind, event in (
        (HoldKind.INACTIVE, E.INACTIVE), (HoldKind.SUSPENDED, E.SUSPENDED),
        (HoldKind.BLOCKED, E.BLOCKED),
    ):  # fmt: skip
        then(lambda kind=kind: lifecycle.hold(jane, HoldDraft(kind, HoldReason.PAYMENT)), event)
        then(lambda: lifecycle.activate(jane), E.RELEASED)
    then(lambda: lifecycle.archive([jane]), E.ARCHIVED)
    then(lambda: lifecycle.unarchive([jane]), E.UNARCHIVED)
    clock.at += timedelta(hours=1)
    sha = "0" * 64
    with desk_db.transaction(admin, "test") as session:
        session.add(Content(sha256=sha, size=3, place=Place.DATABASE, added_at=clock.at))
        session.flush()
        session.add(Attachment(customer_id=jane, name="Ünder.pdf", size=3 << 20, sha256=sha,
                               name_key=sort_key("Ünder.pdf"), media_type="", note=""))  # fmt: skip
    told.append((E.FILED, "Ada Admin"))
    then(lambda: lifecycle.delete([jane]), E.DELETED)
    then(lambda: lifecycle.restore(jane), E.RESTORED)
    then(lambda: edit(country="CH"), E.CHANGED)
    with desk_db.transaction(admin, "test") as session:
        since = date(2020, 1, 1)
        session.add(TaxRate(country="CH", ppm=81_000, name="VAT", category="standard",
                            valid_from=since))  # fmt: skip
    subscribed(services, jane, then, plan, larger, clock)
    return told


def bought(services, jane, then, a_license, plan):
    made = then(lambda: a_license(jane), E.LICENSED)
    pc = DeviceDraft("HW-1", label="Jane's PC")
    seat = then(lambda: services.activations.activate(made, pc), E.ACTIVATED)
    then(lambda: services.activations.deactivate([seat.id]), E.DEACTIVATED)
    draft = SubscriptionDraft(jane, plan, Cycle.MONTHLY)
    sub = then(lambda: services.subscriptions.start(draft), E.SUBSCRIBED)
    cancel = services.subscriptions.cancel
    then(lambda: cancel([sub], "Too dear", at_period_end=False), E.SUBSCRIPTION_ENDED)
    item = LineDraft("Dongle", unit=eur(100), tax=eur(0))
    order = then(lambda: services.orders.create(OrderDraft(jane, items=(item,))), E.ORDERED).id
    then(lambda: services.orders.update_status([order], OrderStatus.PROCESSING), E.ORDER_PROCESSING)
    then(lambda: services.orders.set_payment_status([order], OrderPayment.PAID))
    then(lambda: services.orders.cancel([order], "Changed her mind"), E.PURCHASE)
    then(lambda: services.orders.refund([order], "By bank"), E.ORDER_REFUNDED)


def licensed(services, jane, then, a_license, larger, database):
    """All that can become of a license; nothing of it is told of one that stays as it was."""
    life, give = services.license_life, services.assignment
    one = then(a_license)
    then(lambda: give.assign([one], customer_id=jane), E.LICENSE_ASSIGNED)
    then(lambda: life.suspend([one], "Chargeback"), E.LICENSE_SUSPENDED)
    then(lambda: life.suspend([one], "Again"))
    then(lambda: life.resume([one]), E.LICENSE_RESUMED)
    then(lambda: life.extend([one], date(2030, 12, 31)), E.LICENSE_EXTENDED)
    then(lambda: life.extend([one], None), E.LICENSE_EXTENDED)
    then(lambda: shorten(services, one, *database), E.LICENSE_SHORTENED)
    then(lambda: life.change_plan([one], larger), E.LICENSE_PLAN)
    then(lambda: life.rotate(one), E.LICENSE_ROTATED)
    then(lambda: life.revoke([one], "Posted in a forum"), E.LICENSE_REVOKED)
    then(lambda: life.reinstate([one], "It was another key"), E.LICENSE_REINSTATED)
    ben = then(
        lambda: give.transfer(jane, email="ben@example.org", license_ids=[one], confirm_new=True),
        E.LICENSE_MOVED,
    ).customer_id
    then(lambda: give.transfer(ben, customer_id=jane, license_ids=[one]), E.LICENSE_GIVEN)
    then(lambda: give.unassign([one]), E.LICENSE_TAKEN)
    then(lambda: give.assign([one], customer_id=jane), E.LICENSE_ASSIGNED)
    then(lambda: life.cancel([one], "Closed the branch"), E.LICENSE_CANCELLED)


def shorten(services, license_id, desk_db, admin):
    with desk_db.reading(admin) as session:
        found = session.get_one(License, license_id)
        base, version = facts_of(found), found.version
    mine = replace(base, expires_on=date(2029, 1, 31), note="As agreed")
    services.licenses.edit(license_id, version, mine, base)


def subscribed(services, jane, then, plan, larger, clock):
    """All that can become of a subscription; time and what is owed do some of it."""
    subs, day = services.subscriptions, clock.at.date()
    one = then(lambda: subs.start(SubscriptionDraft(jane, plan, Cycle.MONTHLY)), E.SUBSCRIBED)
    then(lambda: subs.pause([one]), E.SUBSCRIPTION_PAUSED)
    then(lambda: subs.resume([one]), E.SUBSCRIPTION_RESUMED)
    other = ChangeDraft(larger, Cycle.MONTHLY, quantity=3)
    version = subs.show(one).version
    then(lambda: subs.change(one, version, other), E.SUBSCRIPTION_CHANGED)
    then(lambda: subs.cancel([one], "Too dear"), E.SUBSCRIPTION_ENDING)
    then(lambda: subs.keep([one]), E.SUBSCRIPTION_KEPT)
    day = clock.at.date()
    trial = SubscriptionDraft(jane, plan, Cycle.MONTHLY, trial_ends_on=day)
    then(lambda: subs.start(trial), E.SUBSCRIBED)
    clock.at += timedelta(days=1)
    then(subs.run_due, E.SUBSCRIPTION_BEGUN)

    def bill():
        month = clock.at.date().replace(day=1)
        services.billing_runs.run(month, services.billing_runs.preview(month).digest)
        return services.invoices.first(ListQuery(sort="created_at", descending=True), 1)[0]

    due = then(bill, E.INVOICED)
    clock.at += timedelta(days=16)
    then(services.invoices.run_due, E.SUBSCRIPTION_LATE, E.SUBSCRIPTION_LATE)
    paid = PaymentDraft(jane, due.owed, shares=(Share(due.id, due.owed),))
    late = (E.SUBSCRIPTION_CAUGHT_UP, E.SUBSCRIPTION_CAUGHT_UP)
    then(lambda: services.payments.record(paid), E.PAID, *late)
    clock.at += timedelta(days=16)
    then(subs.run_due, E.SUBSCRIPTION_RENEWED, E.SUBSCRIPTION_RENEWED)


def ordered(services, jane, then):
    """How an order goes on until it is delivered."""
    item, status = LineDraft("Dongle", unit=eur(100), tax=eur(0)), OrderStatus
    order = then(lambda: services.orders.create(OrderDraft(jane, items=(item,))), E.ORDERED).id
    move, correct = services.orders.update_status, services.orders.correct
    then(lambda: move([order], status.PROCESSING), E.ORDER_PROCESSING)
    then(lambda: correct(order, status.PENDING, None, "Too early"), E.ORDER_PENDING)
    then(lambda: move([order], status.PROCESSING), E.ORDER_PROCESSING)
    then(lambda: move([order], status.SHIPPED, "Left the house"), E.ORDER_SHIPPED)


def invoiced(services, jane, then):
    def invoice():
        line = InvoiceLine("Work", 1, eur(1000), tax=eur(0))
        one = services.invoices.create(InvoiceDraft(jane, currency="EUR", items=(line,)))
        services.invoices.issue(one)
        return one

    made = then(invoice, E.INVOICED)
    then(lambda: services.invoices.credit(made, CreditDraft("Late")), E.CREDITED)
    pay = services.payments.record
    money = then(lambda: pay(PaymentDraft(jane, eur(500))), E.PAID).id
    back = RefundDraft(eur(200), reason="Paid too much")
    then(lambda: services.payments.refund(money, back), E.REFUNDED)
    wrong, lost = (then(invoice, E.INVOICED) for _n in range(2))
    then(lambda: services.invoices.void(wrong, "Another customer's"), E.INVOICE_VOIDED)
    then(lambda: services.invoices.write_off(lost, "They are gone"), E.INVOICE_WRITTEN_OFF)
    given_back(services, jane, then, invoice)
    coming = PaymentDraft(jane, eur(700), state=PaymentState.PENDING)
    then(lambda: pay(coming), E.PAYMENT_ANNOUNCED)
    failing = then(lambda: pay(coming), E.PAYMENT_FAILED)
    services.payments.fail(failing.id, "No money")


def given_back(services, jane, then, invoice):
    """An invoice that was paid is taken back, and the money is paid out."""
    paid = then(invoice, E.INVOICED)
    draft = PaymentDraft(jane, eur(1000), shares=(Share(paid, eur(1000)),))
    then(lambda: services.payments.record(draft), E.PAID)
    note = then(lambda: services.invoices.credit(paid, CreditDraft("Sent back")), E.CREDITED)
    back = RefundDraft(eur(1000), reason="Sent back", reference="B-7")
    then(lambda: services.payments.refund_credit(note.id, back), E.PAID_OUT)


def talked(services, jane, then):
    talks = services.interactions
    for kind in InteractionType:
        talk = InteractionDraft(
            jane, kind, subject=f"About {kind}", body="Said", sentiment=Sentiment.POSITIVE
        )
        then(lambda talk=talk: talks.log(talk), Event(kind.value))
    promises = services.follow_ups
    due = FollowUpDraft(jane, title="Send the quote", due_on=date(2026, 12, 1))
    kept, dropped = (then(lambda: promises.add(due), E.PROMISED) for _n in range(2))
    then(lambda: promises.done([kept], "Sent"), E.KEPT)
    then(lambda: promises.drop([dropped], "Gone"), E.DROPPED)


def listed(services, customer_id, asked=ALL):
    """The entries of a question, seen in each of the three ways."""
    line = services.timeline
    ids = list(line.ids(customer_id, asked, Progress()))
    first = line.first(customer_id, asked, 1000)
    assert [row.id for row in first] == ids
    assert line.count(customer_id, asked) == len(ids)
    assert sorted(row.id for row in line.rows(customer_id, ids)) == sorted(ids)
    few = [row.id for row in line.first(customer_id, asked, 5)]
    assert few == ids[:5]
    return first


def group(*groups):
    return ListQuery(conditions=(Condition("group", Op.IN, groups),))


SAID = {
    E.LICENSE_SUSPENDED: "License of Modeller suspended | …KEY · Chargeback",
    E.LICENSE_REVOKED: "License of Modeller revoked | …KEY · Posted in a forum",
    E.LICENSE_EXTENDED: "License of Modeller extended | …KEY · until 2030-12-31",
    E.LICENSE_SHORTENED: "License of Modeller shortened | …KEY · until 2029-01-31",
    E.LICENSE_PLAN: "License of Modeller moved to another plan | …KEY · Pro → Team",
    E.LICENSE_MOVED: "License of Modeller transferred | …KEY · to ben@example.org",
    E.LICENSE_GIVEN: "License of Modeller taken over | …KEY · from ben@example.org",
    E.SUBSCRIPTION_CHANGED:
        "Subscription to Modeller changed | SUB-000002 · Pro → Team · 1 → 3 units",
    E.SUBSCRIPTION_ENDING: "Subscription to Modeller to end with its period | "
        "SUB-000002 · Too dear",
    E.SUBSCRIPTION_BEGUN: "Subscription to Modeller begun after its trial | "
        "SUB-000003 · until 2026-12-23",
    E.ORDER_SHIPPED: "Order ORD-000002 shipped | Left the house",
    E.ORDER_PENDING: "Order ORD-000002 pending again | Too early",
    E.ORDER_REFUNDED: "Order ORD-000001 refunded | By bank",
    E.INVOICE_VOIDED: "Invoice INV-2026-00002 voided | 10.00 EUR · Another customer's",
    E.INVOICE_WRITTEN_OFF: "Invoice INV-2026-00003 written off | 10.00 EUR · They are gone",
    E.REFUNDED: "Payment PAY-000001 refunded | 2.00 EUR · Paid too much",
    E.PAID_OUT: "Credit note CN-2026-00002 paid out | 10.00 EUR · Sent back · B-7",
}  # fmt: skip


def test_everything_is_told_once_in_order_with_who_did_it(
    services, jane, story, acting, desk_db, admin
):
    rows = listed(services, jane)
    # Mail of the day its order was cancelled, and the like, is told by itself.
    by_hand = [row for row in rows if row.event is not E.EMAIL or not row.automatic]
    assert [(row.event, row.who) for row in by_hand] == story[::-1]
    assert {row.event for row in rows} == set(Event)
    upwards = listed(services, jane, ListQuery(sort="at"))
    assert [row.id for row in upwards] == [row.id for row in rows][::-1]
    said = {row.event: f"{row.text} | {row.detail}" for row in rows}
    assert said[E.CHANGED] == "Data changed | City: – → Bern"
    assert said[E.UNVERIFIED] == "Verification taken back | Forged"
    assert said[E.SUSPENDED] == "Suspended | payment"
    assert said[E.ACTIVATED].startswith("Activated on Jane's PC | Modeller …")
    assert said[E.PAID].startswith("Payment PAY-")
    assert said[E.FILED] == "File added: Ünder.pdf | 3 MB"
    assert said[E.KEPT] == "Follow-up done: Send the quote | Sent"
    assert {row.opens for row in rows if row.event is E.ACTIVATED} == {Opens.LICENSE}
    assert {row.detail for row in rows if row.event is E.SUBSCRIPTION_RENEWED} == {
        "SUB-000002 · until 2027-01-22", "SUB-000003 · until 2027-01-23",
    }  # fmt: skip
    tail = said[E.LICENSE_REVOKED].partition("…")[2][:5]
    assert {event: words for event, words in said.items() if event in SAID} == {
        event: words.replace("KEY", tail) for event, words in SAID.items()
    }
    # One was logged by hand; the other says that the order was cancelled, and opens it.
    bought = [row for row in rows if row.event is E.PURCHASE]
    assert [row.opens for row in bought] == [Opens.INTERACTION, Opens.ORDER]
    assert all(row.timed and row.day == row.at.date() for row in rows)

    viewer = acting("Viewer").timeline
    assert viewer.count(jane, ALL) == len(rows)
    narrow = replace(
        viewer, actor=replace(viewer.actor, permissions=viewer.actor.permissions - {"billing.read"})
    )
    assert {row.group for row in narrow.first(jane, ALL, 1000)} == set(Group) - {
        Group.INVOICES, Group.PAYMENTS,
    }  # fmt: skip
    with pytest.raises(NotFound):
        acting("Support Staff", 9).timeline.first(jane, ALL, 5)
    with pytest.raises(NotFound):
        services.timeline.ids(jane + 99, ALL, Progress())

    filters_find_the_same_as_looking_through_all(services, jane, rows)
    # As it was before the trail was read for it; whoever repairs has it told again.
    assert services.upkeep.repair() == ()
    with desk_db.transaction(admin, "test") as session:
        session.execute(sa.delete(AuditConcern))
    assert len(services.timeline.first(jane, ALL, 1000)) < len(rows)
    assert services.upkeep.repair() == ("timelines of customers",)
    assert services.timeline.first(jane, ALL, 1000) == rows


def test_a_timeline_is_taken_out_as_it_is_filtered_and_that_is_noted(
    services, jane, acting, tmp_path
):
    services.interactions.log(
        InteractionDraft(jane, InteractionType.CALL, subject="=1+1", body="Said", minutes=3)
    )
    out, run = tmp_path / "jane.csv", services.list_exports.run
    calls = ListOrder(Format.CSV, Selection(group(Group.CALL)), customer_id=jane)
    assert run("timeline", out, calls).rows == 1
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines == [
        "Day,Time,Kind,What happened,Details,Who,Automatic",
        "2026-11-20,2026-11-20 12:00:00,Calls,Call: =1+1,3 minutes · Said,Ada Admin,no",
    ]
    every = ListOrder(Format.CSV, customer_id=jane)
    assert run("timeline", out, every).rows == services.timeline.count(jane, ALL)
    jobs = services.exports.jobs()
    assert [job.rows for job in jobs] == [2, 1]
    assert jobs[1].words == "Timeline: Customer is Jane Roe; Kind is Calls"
    with pytest.raises(PermissionDenied):
        acting("Viewer").list_exports.run("timeline", out, every)


PAST_DUE = {E.SUBSCRIPTION_LATE, E.SUBSCRIPTION_CAUGHT_UP}


def filters_find_the_same_as_looking_through_all(services, jane, rows):
    for one in Group:
        found = list(services.timeline.ids(jane, group(one), Progress()))
        assert found == [row.id for row in rows if row.group is one], one
    both = (Group.CALL, Group.INVOICES)
    assert {row.group for row in listed(services, jane, group(*both))} == set(both)
    happy = (Condition("sentiment", Op.IN, (Sentiment.POSITIVE,)),)
    assert len(listed(services, jane, ListQuery(conditions=happy))) == len(InteractionType)
    days = (Condition("at", Op.BETWEEN, (date(2026, 11, 20), date(2026, 11, 20))),)
    of_day = listed(services, jane, ListQuery(conditions=days))
    assert [row.id for row in of_day] == [row.id for row in rows if row.day == date(2026, 11, 20)]
    found = services.timeline
    for text, events in (
        ("under pdf", {E.FILED}), ("send quote", {E.PROMISED, E.KEPT, E.DROPPED}),
        ("taken back", {E.UNVERIFIED}), ("jane's pc", {E.ACTIVATED, E.DEACTIVATED}),
        ("nothing like it", set()), ("100%", set()),
        ("suspended", {E.SUSPENDED, E.LICENSE_SUSPENDED}),
        ("modeller revoked", {E.LICENSE_REVOKED}), ("sub-000003 due", PAST_DUE),
        ("order shipped", {E.ORDER_SHIPPED, E.EMAIL}), ("invoice voided", {E.INVOICE_VOIDED}),
        ("b-7", {E.PAID_OUT}),
    ):  # fmt: skip
        assert {row.event for row in found.first(jane, ListQuery(text), 99)} == events, text
    assert found.count(jane, ListQuery("ada")) > len(rows) / 2
    with pytest.raises(NotFound, match="no filter “x”"):
        services.timeline.count(jane, ListQuery(conditions=(Condition("x", Op.IS, 1),)))


def test_what_was_entered_later_stands_on_its_own_day(services, desk_db, admin, jane, clock):
    early = PaymentDraft(jane, eur(100), received_on=date(2026, 3, 1))
    for _n in range(3):
        clock.at += timedelta(minutes=1)
        services.payments.record(early)
        services.payments.record(replace(early, received_on=date(2026, 11, 20)))
    rows = listed(services, jane, group(Group.PAYMENTS))
    assert [(row.day, row.timed) for row in rows] == [(date(2026, 11, 20), True)] * 3 + [
        (date(2026, 3, 1), False)
    ] * 3
    assert rows[-1].at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert [row.id for row in services.timeline.first(jane, group(Group.PAYMENTS), 4)] == [
        row.id for row in rows[:4]
    ]
    # As it may come with the customer's row, without an entry in the trail.
    known = {"verified_at": clock.at, "verified_by": "Ben", "email_verified_at": clock.at}
    with desk_db.transaction(admin, "test") as session:
        session.execute(sa.update(Customer).values(known))
    found = listed(services, jane, group(Group.VERIFICATION))
    assert [(row.event, row.who) for row in found] == [(E.EMAIL_CONFIRMED, ""), (E.VERIFIED, "Ben")]


def test_a_license_that_goes_on_to_somebody_else_is_told_to_both_alone(
    services, desk_db, admin, jane, john, a_license, acting, clock
):
    one, kept = a_license(jane), a_license(jane)
    helper = acting("Support Staff", 1)
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, jane).owner_id = 1
        session.get_one(Customer, john).owner_id = None

    def told(whose, by=services):
        clock.at += timedelta(hours=1)
        rows = by.timeline.first(whose, group(Group.LICENSES), 99)
        return [(row.event, row.detail.partition(" · ")[2]) for row in rows]

    here = [(E.LICENSED, "Pro · until 2027-11-20")]
    told(jane)
    services.assignment.transfer(jane, customer_id=john, license_ids=[one])
    assert told(jane) == [(E.LICENSE_MOVED, "to John Doe"), *here]
    assert told(john) == [(E.LICENSE_GIVEN, "from Jane Roe")]
    # Whoever may not see the other customer does not learn who it is.
    assert told(jane, helper) == [(E.LICENSE_MOVED, ""), *here]
    with pytest.raises(NotFound):
        helper.timeline.first(john, ALL, 9)

    # From here on it is John's alone, and of what ends it with him he is told once.
    services.license_life.suspend([one], "Chargeback")
    told(john)
    services.license_life.revoke([one, kept], "Posted", unassign=True)
    assert told(john)[:2] == [(E.LICENSE_REVOKED, "Posted"), (E.LICENSE_SUSPENDED, "Chargeback")]
    assert [event for event, _detail in told(jane)] == [E.LICENSE_REVOKED, E.LICENSE_MOVED]
    ids = [row.id for row in services.timeline.first(jane, group(Group.LICENSES), 1)]
    assert services.timeline.rows(john, ids) == []


# Of the other kinds a customer has few.
MANY = {4, 7, 8, 9, 12, 13, 14, 15, 19, 20, 21, 22, 23}


def test_the_newest_are_read_from_indexes(desk_db, admin):
    with desk_db.reading(admin) as session:
        question = Question(1, ALL, "UTC", session.info["now"])
        for part, where in queries._parts(admin, question):  # noqa: SLF001 - each for itself
            top = queries._top(part, where, question, 100).params(whose=1)  # noqa: SLF001
            lines = plan_of(session, top)
            found = [line for line in whole(lines) if "Subquery Scan" not in line]
            sorts = [line for line in found if "Sort" in line or "B-TREE" in line]
            reads = [line for line in found if "SCAN" in line and "subquery" not in line]
            assert [one for one in reads if not one.startswith("SCAN anon")] == [], lines
            assert any("SEARCH" in line or "Index" in line for line in lines), lines
            assert part.code not in MANY or sorts == [], (part.code, lines)
