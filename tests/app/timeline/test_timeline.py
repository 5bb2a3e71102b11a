"""All that happened with a customer is in its timeline once, in order, with who did it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.attachments.model import Attachment
from app.catalogue.terms import Cycle
from app.contents.model import Content
from app.contents.schemas import Place
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
from app.orders.drafts import LineDraft, OrderDraft
from app.orders.schemas import OrderStatus
from app.payments.drafts import PaymentDraft
from app.payments.schemas import PaymentState
from app.subscriptions.drafts import SubscriptionDraft
from app.timeline import queries
from app.timeline.queries import Question
from app.timeline.schemas import Event, Group, Opens
from tests.app.licensing.conftest import (
    a_license,
    acting,
    jane,
    make_plan,
    make_product,
    plan,
    product,
    stored,
)
from tests.app.test_plans import plan as plan_of
from tests.app.test_plans import whole

__all__ = ["a_license", "acting", "jane", "make_plan", "make_product", "plan", "product", "stored"]
E = Event
ALL = ListQuery()


def eur(minor):
    return Money(minor, "EUR")


@pytest.fixture
def story(services, desk_db, admin, clock, jane, a_license, plan):
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
    then(lambda: services.orders.update_status([order], OrderStatus.PROCESSING))
    then(lambda: services.orders.cancel([order], "Changed her mind"), E.PURCHASE)


def invoiced(services, jane, then):
    def invoice():
        line = InvoiceLine("Work", 1, eur(1000), tax=eur(0))
        one = services.invoices.create(InvoiceDraft(jane, currency="EUR", items=(line,)))
        services.invoices.issue(one)
        return one

    made = then(invoice, E.INVOICED)
    then(lambda: services.invoices.credit(made, CreditDraft("Late")), E.CREDITED)
    pay = services.payments.record
    then(lambda: pay(PaymentDraft(jane, eur(500))), E.PAID)
    coming = PaymentDraft(jane, eur(700), state=PaymentState.PENDING)
    then(lambda: pay(coming), E.PAYMENT_ANNOUNCED)
    failing = then(lambda: pay(coming), E.PAYMENT_FAILED)
    services.payments.fail(failing.id, "No money")


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


def test_everything_is_told_once_in_order_with_who_did_it(services, jane, story, acting):
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


# Of the other kinds a customer has few.
MANY = {4, 7, 8, 9, 12, 13, 14, 15}


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
