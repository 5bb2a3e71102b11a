"""Orders and subscriptions follow what becomes of the invoices they are on, in the same moment."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from app.billing.model import BillingProfile
from app.billing.schemas import BillsTo
from app.catalogue.terms import Cycle
from app.core.changes import Changes
from app.core.conditions import Condition, Op
from app.core.errors import Conflict, DeskError
from app.core.listing import ListQuery
from app.customers.model import Customer
from app.invoices.drafts import CreditDraft
from app.orders.drafts import OrderDraft
from app.orders.model import Order
from app.orders.schemas import ChangeKind, OrderPayment, OrderStatus
from app.payments.drafts import PaymentDraft, RefundDraft, Share
from app.payments.schemas import PaymentState
from app.services import Services
from app.subscriptions.drafts import SubscriptionDraft
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import SubscriptionStatus
from tests.app.licensing.conftest import make_plan, make_product
from tests.app.orders.conftest import BERLIN, line
from tests.app.payments.conftest import eur

__all__ = ["make_plan", "make_product"]
NOVEMBER = date(2026, 11, 1)
P, S = OrderPayment, SubscriptionStatus


@pytest.fixture
def bill(services):
    """A function that bills a month; the ids of its invoices."""

    def run(month=NOVEMBER):
        made = services.billing_runs.run(month, services.billing_runs.preview(month).digest)
        asked = ListQuery(conditions=(Condition("run_id", Op.IN, (made.id,)),), sort="number")
        return [row.id for row in services.invoices.first(asked, 9)]

    return run


@pytest.fixture
def sound(services):
    """A function that checks everything."""
    return lambda: [found.problem for found in services.upkeep.check() if found.problem]


def test_an_order_is_paid_as_its_invoice_is(services, jane, bill, paid, sound):
    orders = services.orders
    one = orders.create(
        OrderDraft(jane, items=(line(unit=eur(10_000)),), billing_address=BERLIN)
    ).id
    orders.set_payment_status([one], P.PAID, "Said so on the phone")
    [invoice] = bill()
    total = services.invoices.show(invoice).total

    def said():
        return orders.show(one).payment_status

    assert said() is P.PENDING
    assert orders.show(one).next_payment == ()
    assert "its payment follows" in orders.set_payment_status([one], P.PAID).refused[0][1]
    with pytest.raises(Conflict, match="its payment follows"):
        orders.correct(one, None, P.PAID, "It is")
    pending = paid(total.minor, state=PaymentState.PENDING)
    services.payments.fail(pending.id, "No money in the account")
    assert said() is P.FAILED
    paid(total.minor, state=PaymentState.PENDING, again=True)
    assert said() is P.PENDING
    first = paid(4000)
    assert said() is P.PENDING
    rest = paid(total.minor - 4000)
    assert said() is P.PAID
    allocations, _refunds = services.payments.of_document(invoice)
    services.payments.unallocate([allocations[0].id])
    assert said() is P.PENDING
    services.payments.allocate(first.id)
    assert said() is P.PAID
    for payment in (first, rest):
        back = RefundDraft(payment.allocated, reason="Sent back", reopen=True)
        services.payments.refund(payment.id, back)
    assert said() is P.REFUNDED
    paid(total.minor)
    assert said() is P.PAID
    services.invoices.credit(invoice, CreditDraft("Broken"))
    assert said() is P.REFUNDED
    steps = [step for step in orders.history(one) if step.kind is ChangeKind.PAYMENT]
    assert [step.new for step in reversed(steps)] == [
        "paid", "pending", "failed", "pending", "paid", "pending", "paid", "pending",
        "refunded", "paid", "refunded",
    ]  # fmt: skip
    assert {step.note for step in steps} >= {"Follows INV-2026-00001", "PAY-000001"}
    orders.correct(one, OrderStatus.CANCELLED, None, "It came back")
    assert orders.refund([one]).done == (one,)
    assert sound() == []


def test_what_is_written_off_failed_and_what_is_voided_is_said_by_hand_again(
    services, jane, bill, sound
):
    items = (line(unit=eur(10_000)),)
    one, other = (
        services.orders.create(OrderDraft(jane, items=items, billing_address=BERLIN)).id
        for _ in range(2)
    )
    [invoice] = bill()
    services.invoices.void(invoice, "Typed wrong")
    services.orders.set_payment_status([other], P.PAID)
    services.orders.cancel([other], "Not this one")
    [invoice] = bill()
    services.invoices.write_off(invoice, "They are gone")
    assert services.orders.show(one).payment_status is P.FAILED
    assert services.orders.show(other).payment_status is P.PAID
    assert sound() == []


def test_a_subscription_is_past_due_while_something_of_it_is_overdue(
    services, jane, make_customer, make_product, make_plan, bill, clock, desk_db, admin, sound
):
    child = make_customer("child@roe.example")
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, child).parent_id = jane
        session.add(BillingProfile(customer_id=child, bills_to=BillsTo.PARENT))
    product = make_product()
    subscriptions, payments = services.subscriptions, services.payments
    one, rests = (
        subscriptions.start(SubscriptionDraft(child, plan, Cycle.MONTHLY))
        for plan in (make_plan(product), make_plan(product, "Large"))
    )
    [november] = bill()
    subscriptions.pause([rests])

    def stands():
        with desk_db.reading(admin) as session:
            rows = session.scalars(sa.select(Subscription).order_by(Subscription.id))
            return [row.status for row in rows]

    def go_on(*day):
        clock.at = datetime(*day, 12, tzinfo=UTC)
        services.upkeep.run_due()

    def pay(invoice):
        owed = services.invoices.show(invoice).owed
        draft = PaymentDraft(jane, owed, shares=(Share(invoice, owed),))
        return payments.record(draft).id

    recurring = services.figures.of_everybody().recurring
    go_on(2026, 12, 4)
    assert stands() == [S.ACTIVE, S.PAUSED]
    go_on(2026, 12, 5)
    assert stands() == [S.PAST_DUE, S.PAUSED]
    assert services.figures.of_everybody().recurring == recurring
    late = ListQuery(conditions=(Condition("status", Op.IN, (S.PAST_DUE,)),))
    assert [row.id for row in subscriptions.first(late, 9)] == [one]
    assert "has to be paid first" in subscriptions.pause([one]).refused[0][1]
    subscriptions.resume([rests])
    assert stands() == [S.PAST_DUE, S.PAST_DUE]
    assert sound() == []

    [december] = bill(date(2026, 12, 1))
    go_on(2026, 12, 28)
    payment = pay(november)
    # There is another one that is overdue by now.
    assert stands() == [S.PAST_DUE, S.PAST_DUE]
    services.invoices.write_off(december, "They are gone")
    assert stands() == [S.ACTIVE, S.ACTIVE]
    allocations, _refunds = payments.of_document(november)
    payments.unallocate([allocations[0].id])
    assert stands() == [S.PAST_DUE, S.PAST_DUE]
    payments.allocate(payment)
    assert stands() == [S.ACTIVE, S.ACTIVE]
    services.invoices.credit(november, CreditDraft("A gift"))
    assert sound() == []
    assert services.upkeep.verify_audit().whole


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_does_not_follow_is_found_and_mended(
    services, jane, make_product, make_plan, bill, clock, desk_db, sound
):
    services.orders.create(OrderDraft(jane, items=(line(),), billing_address=BERLIN))
    plan = make_plan(make_product())
    services.subscriptions.start(SubscriptionDraft(jane, plan, Cycle.MONTHLY))
    bill()
    clock.at = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert sound() == []
    with desk_db.engine.begin() as connection:
        connection.execute(sa.update(Order).values(payment_status=P.PAID))
        connection.execute(sa.update(Subscription).values(status=S.ACTIVE))
    told = " ".join(sound())
    assert "of these orders' payment: 1." in told
    assert "does not fit these subscriptions: 1." in told
    assert services.upkeep.repair() == ("payment of orders", "what subscriptions owe")
    assert sound() == []


def test_money_and_subscriptions_may_be_worked_on_at_once(
    services, jane, make_product, make_plan, bill, clock, desk_db, admin, sound
):
    """Both take the customer first, so neither waits for somebody who waits for it."""
    plan = make_plan(make_product())
    one = services.subscriptions.start(SubscriptionDraft(jane, plan, Cycle.MONTHLY))
    [invoice] = bill()
    clock.at = datetime(2026, 12, 5, 12, tzinfo=UTC)
    services.upkeep.run_due()
    owed = services.invoices.show(invoice).owed
    payment = services.payments.record(PaymentDraft(jane, owed)).id
    begin, failed = Barrier(2), []

    def again(act):
        mine = Services.build(desk_db, admin, Changes())
        begin.wait()
        try:
            for _ in range(8):
                act(mine)
        except DeskError as refused:
            failed.append(refused)

    def settle(mine):
        allocations, _refunds = mine.payments.of_document(invoice)
        mine.payments.unallocate([row.id for row in allocations])
        mine.payments.allocate(payment)

    def decide(mine):
        assert mine.subscriptions.cancel([one], "Perhaps").done == (one,)
        assert mine.subscriptions.keep([one]).done == (one,)

    threads = [Thread(target=again, args=(act,)) for act in (settle, decide)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert services.subscriptions.show(one).status is S.ACTIVE
    assert sound() == []
