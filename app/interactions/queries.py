"""Statements about interactions that several use cases share; row scope is applied here."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor, Permission
from app.core.errors import NotFound
from app.core.filter_sql import Asked
from app.core.narrowing import Quick
from app.core.query import Filter, Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.interactions.filter_fields import BY_KEY
from app.interactions.follow_up_queries import rows_of
from app.interactions.model import SORTED, FollowUp, Interaction
from app.interactions.schemas import FollowUpState, InteractionDetail, InteractionRow
from app.organization.schemas import OrganizationSettings
from app.staff.model import StaffUser

I = Interaction  # noqa: E741 - as short as in the other features' statements
_EXCERPT = 200
_DUE = (
    sa.select(sa.func.min(FollowUp.due_on))
    .where(FollowUp.interaction_id == I.id, FollowUp.state == FollowUpState.OPEN)
    .correlate(I)
    .scalar_subquery()
)
_ROW = (
    sa.select(
        I.id, I.type, I.direction, I.subject, Customer.name.label("customer"), I.occurred_at,
        I.minutes, I.sentiment, I.satisfaction, sa.func.coalesce(StaffUser.name, "").label("staff"),
        I.automatic, I.created_at, I.updated_at, I.customer_id, I.staff_id,
        sa.func.substr(I.body, 1, _EXCERPT).label("excerpt"), _DUE.label("follow_up_on"),
    )
    .join(Customer, Customer.id == I.customer_id)
    .outerjoin(StaffUser, StaffUser.id == I.staff_id)
)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "type": I.type,
    "sentiment": I.sentiment,
    "direction": I.direction,
    "occurred_at": I.occurred_at,
    "staff_id": I.staff_id,
    "customer_id": I.customer_id,
    "automatic": I.automatic,
    "minutes": I.minutes,
    "satisfaction": I.satisfaction,
    "created_at": I.created_at,
    "updated_at": I.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "occurred_at": I.occurred_at,
    "type": I.type,
    "direction": I.direction,
    "sentiment": I.sentiment,
    "subject": I.subject_key,
    "customer": I.customer_key,
    "staff": I.staff_key,
    "minutes": I.minutes,
    "satisfaction": I.satisfaction,
    "automatic": I.automatic,
    "created_at": I.created_at,
    "updated_at": I.updated_at,
}
QUICK = Quick(indexed=frozenset(_COLUMNS) & {*SORTED, "customer_id", "staff_id"})
_SAME = (
    "id", "version", "customer_id", "type", "direction", "subject", "body", "occurred_at",
    "minutes", "sentiment", "satisfaction", "details", "staff_id", "automatic", "source",
    "created_at", "created_by", "updated_at", "updated_by",
)  # fmt: skip


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which interactions the actor sees: those of the customers they see."""
    within = customers.visible(actor)
    return (I.customer_id.in_(sa.select(Customer.id).where(*within)),) if within else ()


def get(session: Session, actor: Actor, interaction_id: int, *, lock: bool = False) -> Interaction:
    """One interaction; locked against other writers if asked, after its customer.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    statement = sa.select(I).where(I.id == interaction_id, *visible(actor))
    if lock:
        whose = sa.select(I.customer_id).where(I.id == interaction_id).scalar_subquery()
        session.execute(sa.select(Customer.id).where(Customer.id == whose).with_for_update())
        statement = statement.with_for_update()
    found = session.scalar(statement)
    if found is None:
        raise NotFound(gone())
    return found


def gone() -> str:
    """What to say of an interaction that cannot be found."""
    return _("That interaction is not there, or is not yours to see.")


def may_edit(actor: Actor, found: Interaction) -> bool:
    """Whether the actor may change or remove it: their own, or with the right to correct."""
    if actor.can(Permission.INTERACTIONS_CORRECT):
        return True
    own = not found.automatic and found.staff_id is not None and found.staff_id == actor.id
    return own and actor.can(Permission.INTERACTIONS_LOG)


def listing(settings: OrganizationSettings, now: datetime) -> Listing[InteractionRow]:
    """The list of interactions; days are days in the organization's zone, where it is `now`."""
    filters: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }
    return Listing(
        key=I.id,
        select=_ROW,
        build=_row,
        sorts=SORTS,
        default=("occurred_at", True),
        filters=filters,
        without={},
        search=SearchIndex(I.id, I.search_text, "interactions_search"),
        quick=QUICK,
    )


def detail(session: Session, actor: Actor, interaction_id: int) -> InteractionDetail:
    """Everything about one interaction.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    row = session.execute(
        sa.select(I, Customer.name, sa.func.coalesce(StaffUser.name, ""))
        .join(Customer, Customer.id == I.customer_id)
        .outerjoin(StaffUser, StaffUser.id == I.staff_id)
        .where(I.id == interaction_id, *visible(actor))
    ).first()
    if row is None:
        raise NotFound(gone())
    found: Interaction = row[0]
    return InteractionDetail(
        **{name: getattr(found, name) for name in _SAME},
        customer=row[1],
        staff=row[2],
        may_edit=may_edit(actor, found),
        follow_ups=rows_of(session, FollowUp.interaction_id == found.id),
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> InteractionRow:
    return InteractionRow(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
