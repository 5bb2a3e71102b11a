"""Statements about orders that several use cases share; row scope is applied here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor
from app.core.filter_sql import asked_of
from app.core.money import Money
from app.core.narrowing import Quick
from app.core.query import Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import owned
from app.customers.model import Customer
from app.customers.owned import lock_customers
from app.orders.filter_fields import BY_KEY
from app.orders.model import SORTED, Order, OrderLine
from app.orders.schemas import OrderRow
from app.organization.schemas import OrganizationSettings

O = Order  # noqa: E741 - as short as in the other features' statements
_AT_ONCE = 500
_ROW = sa.select(
    O.id, O.number, Customer.name.label("customer"), O.customer_id, O.status, O.payment_status,
    O.items, O.total_minor, O.currency, O.ordered_on, O.expected_on, O.delivered_on,
    O.tracking_number, O.invoice_id, O.created_at, O.updated_at,
).join(Customer, Customer.id == O.customer_id)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "status": O.status,
    "payment_status": O.payment_status,
    "customer_id": O.customer_id,
    "items": O.items,
    "ordered_on": O.ordered_on,
    "expected_on": O.expected_on,
    "delivered_on": O.delivered_on,
    "invoiced": O.invoice_id.is_not(None),
    "created_at": O.created_at,
    "updated_at": O.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": O.number,
    "customer": O.customer_key,
    "status": O.status,
    "payment_status": O.payment_status,
    "items": O.items,
    "total": O.total_minor,
    "ordered_on": O.ordered_on,
    "expected_on": O.expected_on,
    "delivered_on": O.delivered_on,
    "created_at": O.created_at,
    "updated_at": O.updated_at,
}
QUICK = Quick(indexed=frozenset(_COLUMNS) & {*SORTED, "customer_id"})


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which orders the actor sees: those of the customers they see."""
    return owned.visible(actor, O.customer_id)


def get(session: Session, actor: Actor, order_id: int, *, lock: bool = False) -> Order:
    """One order; locked against other writers if asked, after its customer.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    if lock:
        lock_customers_of(session, [order_id])
    return owned.get(session, actor, O, order_id, gone(), lock=lock)


def lock_customers_of(session: Session, ids: Iterable[int]) -> None:
    """Keep others from changing whose orders these are: customers come before all else."""
    wanted = sorted(set(ids))
    whose: set[int] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        part = sa.select(O.customer_id).where(O.id.in_(wanted[start : start + _AT_ONCE]))
        whose.update(session.scalars(part))
    lock_customers(session, whose)


def lines_of(session: Session, order_id: int) -> list[OrderLine]:
    """An order's lines in their order."""
    found = sa.select(OrderLine).where(OrderLine.order_id == order_id)
    return list(session.scalars(found.order_by(OrderLine.position, OrderLine.id)))


def gone() -> str:
    """What to say of an order that cannot be found."""
    return _("That order is not there, or is not yours to see.")


def listing(settings: OrganizationSettings, now: datetime) -> Listing[OrderRow]:
    """The list of orders; days are days in the organization's zone, where it is `now`."""
    return Listing(
        key=O.id,
        select=_ROW,
        build=_row,
        sorts=SORTS,
        default=("created_at", True),
        filters=asked_of(BY_KEY, _COLUMNS, settings.time_zone, now),
        without={},
        search=SearchIndex(O.id, O.search_text, "orders_search"),
        quick=QUICK,
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> OrderRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["total"] = Money(values.pop("total_minor"), values.pop("currency"))
    values["invoiced"] = values.pop("invoice_id") is not None
    return OrderRow(**values)
