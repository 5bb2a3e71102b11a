"""Compares what orders store twice: their sums and counts with their items."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers.model import Customer
from app.orders.model import Order, OrderChange, OrderLine
from app.orders.schemas import ChangeKind, OrderStatus

L = OrderLine


def wrong_orders(session: Session) -> list[int]:
    """Orders whose sums are not those of their items, or whose history ends elsewhere."""
    sums = (
        sa.select(
            L.order_id,
            sa.func.count().label("lines"),
            sa.func.sum(L.unit_minor * L.quantity).label("subtotal"),
            sa.func.sum(L.discount_minor).label("discount"),
            sa.func.sum(L.tax_minor).label("tax"),
            sa.func.sum(L.total_minor).label("total"),
        )
        .group_by(L.order_id)
        .subquery()
    )
    last = (
        sa.select(sa.func.max(OrderChange.id))
        .where(OrderChange.order_id == Order.id, OrderChange.kind == ChangeKind.STATUS)
        .correlate(Order)
        .scalar_subquery()
    )
    delivered = Order.status == OrderStatus.DELIVERED
    odd = sa.or_(
        sums.c.order_id.is_(None),
        Order.items != sums.c.lines,
        Order.subtotal_minor != sums.c.subtotal,
        Order.discount_minor != sums.c.discount,
        Order.tax_minor != sums.c.tax,
        Order.total_minor != sums.c.total,
        OrderChange.new.is_(None),
        OrderChange.new != sa.cast(Order.status, sa.String(32)),
        delivered != Order.delivered_on.is_not(None),
        Order.customer_key.is_distinct_from(Customer.name_key),
    )
    found = (
        sa.select(Order.id)
        .join(Customer, Customer.id == Order.customer_id)
        .outerjoin(sums, sums.c.order_id == Order.id)
        .outerjoin(OrderChange, OrderChange.id == last)
        .where(odd)
    )
    return list(session.scalars(found.order_by(Order.id)))
