"""What somebody promised and has not done yet, and what they asked to be reminded of."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.core.access import Actor
from app.core.batch import among
from app.core.query import Where
from app.customers.model import Customer
from app.interactions.calendar import calendar
from app.interactions.follow_up_queries import (
    IS_OPEN,
    details,
    overdue_on,
    rows_of,
    today,
    visible,
)
from app.interactions.model import FollowUp
from app.interactions.schemas import MyDay, Reminder
from app.organization.service import the_one

F = FollowUp
MOST_OF_A_DAY = 200
MOST_IN_CALENDAR = 5000
# So many reminders are told at once, lest a long holiday ends in a flood.
_MOST_TOLD = 50
# Looked up for each of the few that are left: a list of all customers would be a long one.
_WHOSE = aliased(Customer)
_STANDS = sa.exists().where(_WHOSE.id == F.customer_id, _WHOSE.deleted_at.is_(None))


def my_day(session: Session, actor: Actor, days: int) -> MyDay:
    """The actor's open follow-ups: overdue, for today, and for so many days after."""
    day = today(session)
    mine = mine_of(actor)
    parts = (
        (*mine, overdue_on(day)),
        (*mine, F.due_on == day),
        (*mine, F.due_on > day, F.due_on <= day + timedelta(days=days)),
    )
    overdue, now, soon = (rows_of(session, *where, limit=MOST_OF_A_DAY) for where in parts)
    totals = [_count(session, where) for where in parts]
    return MyDay(day, overdue, now, soon, *totals)


def mine_of(actor: Actor) -> tuple[Where, ...]:
    """The open follow-ups the actor is to do, of customers that are there for them."""
    return (F.assignee_id == actor.id, IS_OPEN, _STANDS, *visible(actor))


def calendar_of(
    session: Session, actor: Actor, ids: Sequence[int] | None, *, as_tasks: bool
) -> tuple[int, str]:
    """How many follow-ups there are of those asked for, and the calendar file with them.

    None asks for the actor's open ones.
    """
    where = mine_of(actor) if ids is None else (among(session, F.id, ids), *visible(actor))
    found = details(session, *where, limit=MOST_IN_CALENDAR)
    now = session.info["now"]
    return len(found), calendar(found, the_one(session).uid, now, as_tasks=as_tasks)


def overdue_count(session: Session, actor: Actor) -> int:
    """How many follow-ups the actor should have done by now."""
    return _count(session, (*mine_of(actor), overdue_on(today(session))))


def anything_due(session: Session, actor: Actor) -> bool:
    """Whether there is something the actor is to be reminded of."""
    return session.scalar(_due(session, actor).limit(1)) is not None


def due_reminders(session: Session, actor: Actor) -> tuple[Reminder, ...]:
    """What the actor is to be reminded of now, and never again.

    Two programs that ask at once share them out: a row is whose it was written by first.
    """
    wanted = _due(session, actor).order_by(F.remind_at, F.id).limit(_MOST_TOLD)
    told = session.scalars(
        sa.update(F)
        .where(F.id.in_(wanted.scalar_subquery()), F.reminded_at.is_(None))
        .values(reminded_at=session.info["now"])
        .returning(F.id)
        .execution_options(synchronize_session=False)
    ).all()
    rows = session.execute(
        sa.select(F.id, F.title, F.customer_id, Customer.name, F.due_on, F.remind_at)
        .join(Customer, Customer.id == F.customer_id)
        .where(F.id.in_(told))
        .order_by(F.remind_at, F.id)
    )
    return tuple(Reminder(*row[:5], remind_at=row.remind_at) for row in rows)


def _due(session: Session, actor: Actor) -> sa.Select[int]:
    asked = sa.and_(F.reminded_at.is_(None), F.remind_at <= session.info["now"])
    return sa.select(F.id).where(*mine_of(actor), asked)


def _count(session: Session, where: tuple[Where, ...]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(F).where(*where)) or 0
