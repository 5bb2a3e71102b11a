"""How orders go on: allowed steps, notes, deliveries, payments, corrections; property tests."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.billing.schemas import Rounding
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.core.money import Money
from app.customers.model import Customer
from app.mail.model import OutboxMessage
from app.orders.drafts import LineDraft, TrackingDraft, draft_of
from app.orders.rules import PAYMENT_STEPS, STEPS
from app.orders.schemas import ChangeKind, OrderPayment, OrderStatus, Rate, Taxing
from app.orders.totals import reckon
from tests.app.orders.conftest import eur
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]
TODAY = date(2026, 11, 20)  # as the `clock` fixture has it
S, P = OrderStatus, OrderPayment


def test_an_order_goes_its_way_and_the_customer_hears_of_it(
    services, order, jane, desk_db, admin, clock
):
    one, orders = order(), services.orders
    orders.update_status([one], S.PROCESSING, "Picked")
    orders.tracking(one, TrackingDraft("1Z-999", "DHL", date(2026, 11, 27)))
    orders.update_status([one], S.SHIPPED)
    with pytest.raises(Invalid, match="yet to come"):
        orders.update_status([one], S.DELIVERED, on=date(2026, 11, 21))
    early = orders.update_status([one], S.DELIVERED, on=date(2026, 11, 19))
    assert "ordered later than that" in early.refused[0][1]
    orders.set_payment_status([one], P.PAID, "Transfer of the 18th")
    orders.update_status([one], S.DELIVERED, "Left with the neighbour")

    found = orders.show(one)
    assert (found.status, found.delivered_on, found.next) == (S.DELIVERED, TODAY, ())
    assert (found.tracking_number, found.carrier) == ("1Z-999", "DHL")
    assert [(step.kind, step.new, step.note) for step in orders.history(one)] == [
        (ChangeKind.STATUS, "delivered", "Left with the neighbour"),
        (ChangeKind.PAYMENT, "paid", "Transfer of the 18th"),
        (ChangeKind.STATUS, "shipped", ""),
        (ChangeKind.STATUS, "processing", "Picked"),
        (ChangeKind.STATUS, "pending", ""),
    ]
    with desk_db.reading(admin) as session:
        told = session.scalars(
            sa.select(OutboxMessage)
            .where(OutboxMessage.template.startswith("order_"))
            .order_by(OutboxMessage.id)
        ).all()
        assert [(one.template, one.recipient) for one in told] == [
            ("order_shipped", "jane@roe.example"), ("order_delivered", "jane@roe.example"),
        ]  # fmt: skip
        assert told[0].values["tracking_number"] == "1Z-999"
    whose = services.customers.show(jane)
    assert whose.last_activity_at == clock.now()
    assert whose.version == 1


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_only_allowed_steps_are_taken(services, order):
    orders = services.orders
    for start in S:
        for to in S:
            one = order()
            if start is not S.PENDING:
                orders.correct(one, start, P.PAID, "For the test")
            outcome = orders.update_status([one], to)
            assert bool(outcome.done) is (to in STEPS[start]), (start, to)
            steps = STEPS[to if outcome.done else start]
            if orders.show(one).payment_status is not P.PAID:
                # What was not paid is not refunded.
                steps = tuple(step for step in steps if step is not S.REFUNDED)
            assert orders.next_allowed(one) == steps
            if outcome.refused:
                assert outcome.refused[0][1].startswith("ORD-")


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_only_allowed_steps_of_payment_are_taken(services, order):
    orders = services.orders
    for payment in P:
        for after in P:
            one = order()
            if payment is not P.PENDING:
                orders.correct(one, None, payment, "For the test")
            outcome = orders.set_payment_status([one], after)
            assert bool(outcome.done) is (after in PAYMENT_STEPS[payment]), (payment, after)


def test_many_at_once_are_each_judged(services, order):
    first, second, third = order(), order(), order()
    services.orders.cancel([second], "Changed their mind")

    outcome = services.orders.update_status([third, first, second, 4711], S.PROCESSING)
    assert outcome.done == (first, third)
    assert [one for one, _why in outcome.refused] == [second, 4711]
    assert "It can be refunded next" in outcome.refused[0][1]


def test_what_was_not_paid_is_not_refunded(services, order):
    orders, one = services.orders, order()
    orders.cancel([one])
    assert "nothing to refund" in orders.refund([one]).refused[0][1]
    orders.set_payment_status([one], P.PAID)
    assert orders.refund([one], "Sent back").done == (one,)
    found = orders.show(one)
    assert (found.status, found.payment_status) == (S.REFUNDED, P.REFUNDED)
    assert [step.new for step in found.history[:2]] == ["refunded", "refunded"]


def test_a_correction_needs_a_note_and_full_access(services, order, acting):
    one = order()
    for role in ("Sales Manager", "Support Staff"):
        with pytest.raises(PermissionDenied):
            acting(role).orders.correct(one, S.DELIVERED, None, "Why not")
    with pytest.raises(Invalid, match="Say why"):
        services.orders.correct(one, S.DELIVERED, None, "  ")
    services.orders.correct(one, S.DELIVERED, None, "Was handed over at the fair")
    assert services.orders.show(one).delivered_on == TODAY
    services.orders.correct(one, S.PENDING, P.FAILED, "Wrong order")
    found = services.orders.show(one)
    assert (found.status, found.payment_status, found.delivered_on) == (S.PENDING, P.FAILED, None)
    with pytest.raises(Conflict):
        services.orders.correct(one, S.PENDING, None, "Again")


def test_support_lets_orders_go_on_but_neither_cancels_nor_refunds(order, acting):
    one, operator = order(), acting("Operator").orders
    assert operator.next_allowed(one) == (S.PROCESSING,)
    assert operator.update_status([one], S.PROCESSING).done == (one,)
    for forbidden in (S.CANCELLED, S.REFUNDED):
        with pytest.raises(PermissionDenied):
            operator.update_status([one], forbidden)
    with pytest.raises(PermissionDenied):
        operator.set_payment_status([one], P.PAID)
    seller = acting("Manager").orders
    assert S.CANCELLED in seller.next_allowed(one)
    with pytest.raises(Invalid, match="before the order"):
        operator.tracking(one, TrackingDraft(expected_on=date(2026, 11, 1)))
    with pytest.raises(NotFound):
        operator.tracking(4711, TrackingDraft("1Z"))


@pytest.mark.usefixtures("rates")
def test_changes_of_orders_are_told(services, noted, trail, jane):
    from app.orders.drafts import OrderDraft, draft_of
    from tests.app.orders.conftest import BERLIN, line

    orders, changed = services.orders, noted.changed
    trail()
    draft = OrderDraft(jane, items=(line(),), billing_address=BERLIN)
    one = noted("order.create", lambda: orders.create(draft)).id
    assert {event.entity for event, _body in noted.last} == {
        "orders", "order_lines", "interactions",
    }  # fmt: skip
    base = draft_of(orders.show(one))
    noted("order.edit", lambda: orders.edit(one, 1, base, replace(base, items=(line(sku="D"),))))
    assert changed("sku") != []
    noted("order.update_status", lambda: orders.update_status([one], S.PROCESSING, "Picked"))
    assert changed("status") == [["pending", "processing"]]
    noted("order.tracking", lambda: orders.tracking(one, TrackingDraft("1Z")))
    noted("order.set_payment_status", lambda: orders.set_payment_status([one], P.PAID))
    noted("order.cancel", lambda: orders.cancel([one], "Too late"))
    noted("order.refund", lambda: orders.refund([one]))
    assert ["paid", "refunded"] in changed("payment_status")
    noted("order.correct", lambda: orders.correct(one, S.SHIPPED, None, "It was on its way"))

    assert noted.done == named("orders", "order")


LINES = st.builds(
    lambda quantity, unit, off, tax, category: (quantity, unit, off, tax, category),
    st.integers(1, 1_000_000),
    st.integers(0, 10**9),
    st.integers(0, 1000),
    st.none() | st.integers(0, 10**9),
    st.sampled_from(["standard", "reduced", "odd"]),
)


@given(
    st.lists(LINES, min_size=1, max_size=12),
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.sampled_from(list(Rounding)),
    st.booleans(),
)
def test_items_discounts_and_taxes_add_up(lines, currency, rounding, exempt):
    by = Taxing("DE", TODAY, exempt, rounding, {
        "standard": Rate("VAT", 190_000), "reduced": Rate("VAT", 70_000),
        "odd": Rate("GST", 99_750),
    })  # fmt: skip
    items = [
        LineDraft(
            "x", "", quantity, Money(unit, currency),
            Money(unit * quantity * off // 1000, currency),
            None if tax is None else Money(tax, currency), category,
        )
        for quantity, unit, off, tax, category in lines
    ]  # fmt: skip

    found = reckon(items, currency, by)

    assert found.missing == {}
    nothing = Money(0, currency)
    assert found.total == found.subtotal - found.discount + found.tax
    assert found.total == sum((one.total for one in found.lines), nothing)
    assert found.tax == sum((one.tax for one in found.lines), nothing)
    for one, asked in zip(found.lines, items, strict=True):
        assert one.total.minor == asked.net_minor + one.tax.minor
        if asked.tax is not None:
            assert (one.tax, one.tax_ppm) == (asked.tax, None)
        if rounding is Rounding.LINE and asked.tax is None and not exempt:
            exact = asked.net_minor * (one.tax_ppm or 0)
            assert abs(one.tax.minor * 1_000_000 - exact) <= 500_000


def test_the_missing_rate_is_named_for_each_item():
    by = Taxing("FR", TODAY, False, Rounding.LINE, {})
    found = reckon(
        [LineDraft("x", unit=eur(100)), LineDraft("y", unit=eur(1), tax=eur(0))], "EUR", by
    )
    assert list(found.missing) == [0]
    assert "France" in found.missing[0]
    assert found.total == eur(101)


def test_customers_tell_how_many_orders_they_have_and_when_the_last_one_was(
    services, order, jane, desk_db, admin
):
    def counted():
        with desk_db.reading(admin) as session:
            customer = session.get_one(Customer, jane)
            return customer.orders, customer.last_order_on

    assert counted() == (0, None)
    first, second = order(ordered_on=date(2026, 10, 1)), order()
    assert counted() == (2, TODAY)
    base = draft_of(services.orders.show(second))
    services.orders.edit(second, 1, base, replace(base, ordered_on=date(2026, 11, 2)))
    assert counted() == (2, date(2026, 11, 2))
    services.orders.cancel([second], "Changed their mind")
    assert counted() == (1, date(2026, 10, 1))
    services.orders.set_payment_status([second], P.PAID)
    services.orders.refund([second])
    assert counted() == (1, date(2026, 10, 1))
    services.orders.correct(second, S.SHIPPED, None, "It was on its way")
    services.orders.update_status([first], S.PROCESSING)
    assert counted() == (2, date(2026, 11, 2))
    assert services.customers.show(jane).version == 1
