"""Statements about follow-ups that several use cases share; row scope is applied here."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor
from app.core.clock import time_zone
from app.core.conditions import Condition
from app.core.errors import NotFound
from app.core.filter_sql import Asked, negated
from app.core.filtering import fitting
from app.core.narrowing import Quick
from app.core.query import Filter, Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.interactions.filter_fields import FOLLOW_UPS_BY_KEY as BY_KEY
from app.interactions.model import FOLLOW_UPS_SORTED, FollowUp, Interaction
from app.interactions.schemas import FollowUpDetail, FollowUpRow, FollowUpState
from app.organization.schemas import OrganizationSettings
from app.organization.service import current
from app.staff.model import StaffUser

F = FollowUp
IS_OPEN = F.state == FollowUpState.OPEN
_NAMES = (
    Customer.name.label("customer"),
    sa.func.coalesce(StaffUser.name, "").label("assignee"),
    sa.func.coalesce(Interaction.subject, "").label("interaction"),
)
_ROW = sa.select(
    F.id, F.title, F.due_on, F.state, F.done_at, F.created_at, F.customer_id, F.assignee_id,
    F.remind_at, F.interaction_id, *_NAMES,
)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "state": F.state,
    "due_on": F.due_on,
    "assignee_id": F.assignee_id,
    "customer_id": F.customer_id,
    "interaction_id": F.interaction_id,
    "done_at": F.done_at,
    "created_at": F.created_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "due_on": F.due_on,
    "title": F.title_key,
    "customer": F.customer_key,
    "assignee": F.assignee_key,
    "state": F.state,
    "done_at": F.done_at,
    "created_at": F.created_at,
}
QUICK = Quick(
    indexed=frozenset(_COLUMNS)
    & {*FOLLOW_UPS_SORTED, "customer_id", "assignee_id", "interaction_id"}
    | {"overdue"}
)
_SAME = (
    "id", "version", "customer_id", "interaction_id", "title", "note", "due_on", "remind_at",
    "reminded_at", "assignee_id", "state", "done_at", "done_by", "result", "created_at",
    "created_by", "updated_at", "updated_by",
)  # fmt: skip


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which follow-ups the actor sees: those of the customers they see."""
    within = customers.visible(actor)
    return (F.customer_id.in_(sa.select(Customer.id).where(*within)),) if within else ()


def get(session: Session, actor: Actor, follow_up_id: int, *, lock: bool = False) -> FollowUp:
    """One follow-up, locked against other writers if asked.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    statement = sa.select(F).where(F.id == follow_up_id, *visible(actor))
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound(gone())
    return found


def gone() -> str:
    """What to say of a follow-up that cannot be found."""
    return _("That follow-up is not there, or is not yours to see.")


def today(session: Session) -> date:
    """The day it is in the organization's zone."""
    return _day(current(session), session.info["now"])


def overdue_on(day: date) -> Where:
    """What should have been done before that day and was not."""
    return sa.and_(IS_OPEN, F.due_on < day)


def named(statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """A statement about follow-ups, joined with whose names its rows show."""
    return (
        statement.join(Customer, Customer.id == F.customer_id)
        .outerjoin(StaffUser, StaffUser.id == F.assignee_id)
        .outerjoin(Interaction, Interaction.id == F.interaction_id)
    )


def rows_of(session: Session, *where: Where, limit: int | None = None) -> tuple[FollowUpRow, ...]:
    """The follow-ups for which all of it holds, the first due first."""
    build = _builder(today(session))
    found = named(_ROW).where(*where).order_by(F.due_on, F.id).limit(limit)
    return tuple(build(row) for row in session.execute(found))


def listing(settings: OrganizationSettings, now: datetime) -> Listing[FollowUpRow]:
    """The list of follow-ups; days are days in the organization's zone, where it is `now`."""
    day = _day(settings, now)
    filters: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }

    def overdue(one: Condition) -> Where:
        wanted = fitting(BY_KEY["overdue"], one).value
        return overdue_on(day) if wanted else negated(overdue_on(day))

    filters["overdue"] = overdue
    return Listing(
        key=F.id,
        select=named(_ROW),
        build=_builder(day),
        sorts=SORTS,
        default=("due_on", False),
        filters=filters,
        without={},
        search=SearchIndex(F.id, F.search_text, "follow_ups_search"),
        quick=QUICK,
    )


def detail(session: Session, actor: Actor, follow_up_id: int) -> FollowUpDetail:
    """Everything about one follow-up.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = details(session, F.id == follow_up_id, *visible(actor))
    if not found:
        raise NotFound(gone())
    return found[0]


def details(session: Session, *where: Where, limit: int | None = None) -> list[FollowUpDetail]:
    """Everything about the follow-ups for which all of it holds, the first due first."""
    day = today(session)
    statement = named(sa.select(F, *_NAMES)).where(*where).order_by(F.due_on, F.id).limit(limit)
    return [
        FollowUpDetail(
            **{name: getattr(row[0], name) for name in _SAME},
            customer=row.customer,
            assignee=row.assignee,
            interaction=row.interaction,
            is_overdue=row[0].state is FollowUpState.OPEN and row[0].due_on < day,
        )
        for row in session.execute(statement)
    ]


def _day(settings: OrganizationSettings, now: datetime) -> date:
    return now.astimezone(time_zone(settings.time_zone)).date()


def _builder(day: date) -> Callable[[sa.Row[*tuple[Any, ...]]], FollowUpRow]:
    def build(row: sa.Row[*tuple[Any, ...]]) -> FollowUpRow:
        late = row.state is FollowUpState.OPEN and row.due_on < day
        return FollowUpRow(**row._mapping, is_overdue=late)  # noqa: SLF001 - SQLAlchemy's public name for it

    return build
