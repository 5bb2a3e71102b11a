"""What the calendar does to subscriptions: trials end, periods renew, endings come."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.core.clock import time_zone
from app.organization.service import current
from app.subscriptions import counters, events, queries, rules
from app.subscriptions.model import Subscription

CHUNK = 500


def anything_due(session: Session) -> bool:
    """Whether a period is over that nobody has looked at since."""
    found = sa.select(Subscription.id).where(_due(today(session))).limit(1)
    return session.scalar(found) is not None


def run_due(session: Session) -> int:
    """Bring every subscription whose period is over up to today; how many."""
    day, done = today(session), 0
    chunk = sa.select(Subscription.id).where(_due(day)).order_by(Subscription.id).limit(CHUNK)
    while ids := session.scalars(chunk).all():
        queries.lock_customers_of(session, ids)
        now, these = session.info["now"], among(session, Subscription.id, ids)
        asked = sa.select(Subscription).where(these, _due(day)).order_by(Subscription.id)
        fresh = asked.with_for_update().execution_options(populate_existing=True)
        found = session.scalars(fresh).all()
        renewed = [one for one in found if rules.advance(one, day, now)]
        session.flush()
        counters.recount(session, {one.customer_id for one in found})
        if renewed:
            for tell in events.renewed:
                tell(session, renewed)
        done += len(found)
    return done


def today(session: Session) -> date:
    """The day it is in the organization's zone."""
    return session.info["now"].astimezone(time_zone(current(session).time_zone)).date()  # type: ignore[no-any-return] # a session's info is untyped


def _due(day: date) -> sa.ColumnElement[bool]:
    return Subscription.next_on <= day
