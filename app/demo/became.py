"""Tells the trail what became of demo licenses, subscriptions and orders, and when."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.audit import Change
from app.core.clock import add_months
from app.core.concerns import concerned
from app.core.db import Entity
from app.demo.story import Days
from app.licensing.model import Activation, License
from app.licensing.schemas import LicenseState
from app.orders.model import Order, OrderChange
from app.orders.schemas import ChangeKind
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import SubscriptionStatus

SEED = 20261121
_DAY, _AT_WORK = timedelta(days=1), 8 * 60
# Of the licenses that are good for longer than a cycle so many were renewed by hand.
_RENEWED = 0.5
_ENDED = (LicenseState.SUSPENDED, LicenseState.REVOKED, LicenseState.CANCELLED)
Happened = tuple[datetime, Change]


def tell_changes(session: Session, days: Days) -> int:
    """Add what happened since the rows began, and return how many changes that were.

    Each is told as of its own moment, by whoever makes the demo.
    """
    # That there are the rows comes before what became of them.
    audit.seal(session)
    rng = Random(SEED)  # noqa: S311 - nothing to keep secret
    found = [*_licenses(session, rng, days), *_subscriptions(session), *_orders(session)]
    found = sorted((one for one in found if one[0] < days.base), key=itemgetter(0))
    now = session.info["now"]
    try:
        for at, changes in groupby(found, itemgetter(0)):
            session.info["now"] = at
            for _at, change in changes:
                audit.record(session, change)
            audit.seal(session)
    finally:
        session.info["now"] = now
    return len(found)


def _licenses(session: Session, rng: Random, days: Days) -> Iterator[Happened]:
    used = sa.select(sa.func.max(Activation.activated_at))
    used = used.where(Activation.license_id == License.id)
    columns = (
        License.id, License.customer_id, License.created_at, License.state, License.state_reason,
        License.cycle, License.expires_on,
        used.scalar_subquery().label("used"),
    )  # fmt: skip
    theirs = sa.select(*columns).where(License.customer_id.is_not(None)).order_by(License.id)
    for row in session.execute(theirs).all():
        share, luck = rng.random(), rng.random()
        if row.state in _ENDED:
            since = row.used or row.created_at  # Nobody begins to use what has ended.
            at = since + (days.base - since) * share
            told = {"state": ["active", row.state.value], "state_reason": ["", row.state_reason]}
            yield _told(at, License, row, told)
        elif row.cycle and row.expires_on and luck < _RENEWED:
            before = add_months(row.expires_on, -row.cycle.months)
            at = _working_hours(before - timedelta(days=1 + int(share * 9)), share)
            if row.created_at + 20 * _DAY < at:
                last = [before.isoformat(), row.expires_on.isoformat()]
                yield _told(at, License, row, {"expires_on": last})


def _subscriptions(session: Session) -> Iterator[Happened]:
    columns = (
        Subscription.id, Subscription.customer_id, Subscription.created_at, Subscription.status,
        Subscription.paused_at, Subscription.cycle, Subscription.period_start,
        Subscription.period_end,
    )  # fmt: skip
    for row in session.execute(sa.select(*columns).order_by(Subscription.id)).all():
        began = datetime.combine(row.period_start, time(2), UTC)
        if row.created_at + 20 * _DAY < began and row.status is not SubscriptionStatus.TRIALING:
            before = add_months(row.period_start, -row.cycle.months)
            told = {
                "period_start": [before.isoformat(), row.period_start.isoformat()],
                "period_end": [row.period_start.isoformat(), row.period_end.isoformat()],
            }
            yield _told(began, Subscription, row, told)
        if row.status is SubscriptionStatus.PAUSED:
            paused: dict[str, list[Any]] = {
                "status": ["active", "paused"],
                "paused_at": [None, f"{row.paused_at}"],
            }
            yield _told(row.paused_at, Subscription, row, paused)


def _orders(session: Session) -> Iterator[Happened]:
    """As their own history has it."""
    steps = (
        sa.select(Order.id, Order.customer_id, OrderChange.at, OrderChange.old, OrderChange.new)
        .join(OrderChange, OrderChange.order_id == Order.id)
        .where(OrderChange.kind == ChangeKind.STATUS, OrderChange.old != "")
        .order_by(OrderChange.id)
    )
    for row in session.execute(steps).all():
        yield _told(row.at, Order, row, {"status": [row.old, row.new]})


def _told(at: datetime, entity: type[Entity], row: Any, fields: dict[str, list[Any]]) -> Happened:
    table = str(entity.__tablename__)
    whom = concerned(entity, row)
    return at, Change("updated", table, row.id, table, row.id, fields, concerned=whom)


def _working_hours(day: date, share: float) -> datetime:
    """Some moment of a day on which somebody was at work."""
    return datetime.combine(day, time(9), UTC) + timedelta(minutes=int(share * _AT_WORK))
