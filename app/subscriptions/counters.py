"""Counts subscriptions where their customers show how many they have."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers.model import Customer
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import LIVING

CHUNK = 500


def recount(session: Session, customer_ids: Iterable[int]) -> None:
    """Set the counters of these customers to what counting gives; call it after a flush.

    A counter is no edit: no new version, no entry in the history.
    """
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), CHUNK):
        session.execute(
            sa.update(Customer)
            .where(Customer.id.in_(ids[start : start + CHUNK]))
            .values(subscriptions=_counted(), active_subscriptions=_counted(living=True))
            .execution_options(synchronize_session=False)
        )


def wrong(session: Session) -> list[int]:
    """The customers whose counters are not what counting gives."""
    odd = sa.or_(
        Customer.subscriptions != _counted(), Customer.active_subscriptions != _counted(living=True)
    )
    return list(session.scalars(sa.select(Customer.id).where(odd).order_by(Customer.id)))


def _counted(*, living: bool = False) -> sa.ScalarSelect[int]:
    found = (
        sa.select(sa.func.count())
        .select_from(Subscription)
        .where(Subscription.customer_id == Customer.id)
    )
    if living:
        found = found.where(Subscription.status.in_(sorted(LIVING)))
    return found.correlate(Customer).scalar_subquery()
