"""Statements about domains that several use cases share; row scope is applied here."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor
from app.core.clock import time_zone
from app.core.errors import NotFound
from app.core.filter_sql import Asked
from app.core.narrowing import Quick
from app.core.query import Filter, Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.domains.filter_fields import BY_KEY
from app.domains.model import SORTED, Domain
from app.domains.schemas import DomainRow, DomainState
from app.licensing.keys import mask
from app.licensing.model import License
from app.organization.schemas import OrganizationSettings

D = Domain
_ROW = (
    sa.select(
        D.id, D.version, D.name, D.customer_id, D.license_id, D.state, D.expires_on, D.note,
        D.created_at, D.updated_at, Customer.name.label("customer"), License.key_tail,
    )
    .join(Customer, Customer.id == D.customer_id)
    .outerjoin(License, License.id == D.license_id)
)  # fmt: skip
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": D.name_key,
    "customer": D.customer_key,
    "state": D.state,
    "expires_on": D.expires_on,
    "created_at": D.created_at,
    "updated_at": D.updated_at,
}
_COLUMNS: dict[str, Any] = {
    "name": D.name_key,
    "state": D.state,
    "expires_on": D.expires_on,
    "customer_id": D.customer_id,
    "license_id": D.license_id,
    "created_at": D.created_at,
    "updated_at": D.updated_at,
}
QUICK = Quick(
    indexed=frozenset(
        key
        for key, column in _COLUMNS.items()
        if column.key in {*SORTED, "customer_id", "license_id"}
    ),
    searched=frozenset({"name"}),
)


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which domains the actor sees: those of the customers they see."""
    within = customers.visible(actor)
    return (D.customer_id.in_(sa.select(Customer.id).where(*within)),) if within else ()


def get(session: Session, actor: Actor, domain_id: int) -> Domain:
    """One domain, locked against other writers.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    statement = sa.select(D).where(D.id == domain_id, *visible(actor))
    found = session.scalar(statement.with_for_update())
    if found is None:
        raise NotFound(_("That domain is not there, or is not yours to see."))
    return found


def listing(settings: OrganizationSettings, now: datetime) -> Listing[DomainRow]:
    """The list of domains; removed ones only where they are asked for."""
    filters: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }
    today = now.astimezone(time_zone(settings.time_zone)).date()

    def build(row: sa.Row[*tuple[Any, ...]]) -> DomainRow:
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        tail = values.pop("key_tail")
        values["license"] = mask(tail) if tail else ""
        values["expired"] = row.expires_on is not None and row.expires_on < today
        return DomainRow(**values)

    return Listing(
        key=D.id,
        select=_ROW,
        build=build,
        sorts=SORTS,
        default=("name", False),
        filters=filters,
        without={"state": D.state != DomainState.REMOVED},
        search=SearchIndex(D.id, D.search_text, "domains_search"),
        quick=QUICK,
    )
