"""Gathers everything the window of an order shows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.money import Money
from app.customers.model import Customer
from app.orders import rules
from app.orders.drafts import ADDRESS_PARTS, TYPED, AddressDraft, LineDraft, OrderDraft
from app.orders.model import Order, OrderChange, OrderLine
from app.orders.queries import gone, lines_of, visible
from app.orders.schemas import OrderDetail, OrderItem, OrderStep

_SAME = (
    "id", "version", "uid", "number", "customer_id", "currency", "rounding", "status",
    "payment_status", "payment_method", "ordered_on", "expected_on", "delivered_on",
    "tracking_number", "carrier", "notes", "instructions", "invoice_id", "created_at",
    "created_by", "updated_at", "updated_by",
)  # fmt: skip


def detail(session: Session, actor: Actor, order_id: int) -> OrderDetail:
    """One order with its lines and history.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    row = session.execute(
        sa.select(Order, Customer.name)
        .join(Customer, Customer.id == Order.customer_id)
        .where(Order.id == order_id, *visible(actor))
    ).first()
    if row is None:
        raise NotFound(gone())
    found: Order = row[0]
    return OrderDetail(
        **{name: getattr(found, name) for name in _SAME},
        customer=row[1],
        next=rules.next_of(found, actor),
        next_payment=rules.next_payment(found, actor),
        shipping_address=address(found.shipping_address),
        billing_address=address(found.billing_address),
        lines=tuple(_item(one, found.currency) for one in lines_of(session, found.id)),
        subtotal=Money(found.subtotal_minor, found.currency),
        discount=Money(found.discount_minor, found.currency),
        tax=Money(found.tax_minor, found.currency),
        total=Money(found.total_minor, found.currency),
        history=steps(session, found.id),
    )


def steps(session: Session, order_id: int) -> tuple[OrderStep, ...]:
    """An order's status history, newest first."""
    found = sa.select(OrderChange).where(OrderChange.order_id == order_id)
    return tuple(
        OrderStep(one.id, one.at, one.by, one.kind, one.old, one.new, one.note)
        for one in session.scalars(found.order_by(OrderChange.id.desc()))
    )


def facts_of(session: Session, found: Order) -> OrderDraft:
    """An order's editable fields as they are stored."""
    return OrderDraft(
        **{name: getattr(found, name) for name in TYPED},
        items=tuple(_typed(one, found.currency) for one in lines_of(session, found.id)),
        shipping_address=address(found.shipping_address),
        billing_address=address(found.billing_address),
    )


def address(stored: dict[str, str]) -> AddressDraft:
    """An address as it was kept; what this version does not know is left out."""
    known = {name: value for name, value in stored.items() if name in ADDRESS_PARTS}
    return AddressDraft(**known)


def _typed(one: OrderLine, currency: str) -> LineDraft:
    return LineDraft(
        name=one.name,
        sku=one.sku,
        quantity=one.quantity,
        unit=Money(one.unit_minor, currency),
        discount=Money(one.discount_minor, currency) if one.discount_minor else None,
        tax=Money(one.tax_minor, currency) if one.tax_ppm is None else None,
        tax_category=one.tax_category,
    )


def _item(one: OrderLine, currency: str) -> OrderItem:
    return OrderItem(
        name=one.name,
        sku=one.sku,
        quantity=one.quantity,
        unit=Money(one.unit_minor, currency),
        discount=Money(one.discount_minor, currency),
        tax_category=one.tax_category,
        tax_name=one.tax_name,
        tax_ppm=one.tax_ppm,
        tax=Money(one.tax_minor, currency),
        total=Money(one.total_minor, currency),
    )
