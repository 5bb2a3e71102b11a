"""The demo's orders: every status is there, sums add up, and each came a way it could come."""

from collections import Counter
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.listing import ListQuery
from app.customers.model import Customer
from app.demo.service import BASE, DemoService
from app.orders.detail import facts_of
from app.orders.model import Order, OrderChange
from app.orders.queries import lines_of
from app.orders.rules import STEPS
from app.orders.schemas import ChangeKind, OrderPayment, OrderStatus


@pytest.fixture
def filled(desk_db, changes):
    """A database with as many customers as a first look at the demo has."""
    DemoService(desk_db, SYSTEM, changes).fill(280)
    return desk_db


def test_orders_are_a_mixed_lot_that_adds_up(filled, services):
    with filled.reading(SYSTEM) as session:
        orders = session.scalars(sa.select(Order).order_by(Order.id)).all()
        assert 100 < len(orders) < 300
        assert set(Counter(one.status for one in orders)) == set(OrderStatus)
        assert {one.payment_status for one in orders} == set(OrderPayment)
        for one in orders:
            lines = lines_of(session, one.id)
            assert one.items == len(lines)
            assert one.total_minor == sum(line.total_minor for line in lines)
            assert one.total_minor == one.subtotal_minor - one.discount_minor + one.tax_minor
            assert facts_of(session, one).problems() == {}
            assert session.get_one(Customer, one.customer_id).created_at.date() <= one.ordered_on
            assert one.created_at <= BASE
            assert (one.delivered_on is not None) is (one.status is OrderStatus.DELIVERED)
            steps = session.scalars(
                sa.select(OrderChange)
                .where(OrderChange.order_id == one.id, OrderChange.kind == ChangeKind.STATUS)
                .order_by(OrderChange.id)
            ).all()
            assert [step.new for step in steps][-1] == one.status.value
            assert all(OrderStatus(step.new) in STEPS[OrderStatus(step.old)] for step in steps[1:])
            assert all(a.at <= b.at for a, b in pairwise(steps))
    found = services.orders.first(ListQuery(), 1)[0]
    assert services.orders.find(found.number) == found.id
    assert services.orders.count(ListQuery(found.number)) == 1
