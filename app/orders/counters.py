"""Counts orders where their customers show how many they have, and the day of the last."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers.model import Customer
from app.orders.model import Order
from app.orders.schemas import CLOSED

CHUNK = 500


def recount(session: Session, customer_ids: Iterable[int]) -> None:
    """Set the counters of these customers to what counting gives; call it after a flush.

    What was cancelled, or given back after that, does not count. A counter is no edit: no
    new version, no entry in the history.
    """
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), CHUNK):
        session.execute(
            sa.update(Customer)
            .where(Customer.id.in_(ids[start : start + CHUNK]))
            .values(orders=_of(sa.func.count()), last_order_on=_of(sa.func.max(Order.ordered_on)))
            .execution_options(synchronize_session=False)
        )


def wrong(session: Session) -> list[int]:
    """The customers whose counters are not what counting gives."""
    odd = sa.or_(
        Customer.orders != _of(sa.func.count()),
        Customer.last_order_on.is_distinct_from(_of(sa.func.max(Order.ordered_on))),
    )
    return list(session.scalars(sa.select(Customer.id).where(odd).order_by(Customer.id)))


def _of(figure: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    kept = Order.status.not_in(sorted(CLOSED))
    found = sa.select(figure).select_from(Order).where(Order.customer_id == Customer.id, kept)
    return found.correlate(Customer).scalar_subquery()
