"""Statements about customers that several use cases share; row scope is applied here."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor, Scope
from app.core.errors import NotFound
from app.core.made_of import Later
from app.core.money import Money
from app.core.query import Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers.filtering import QUICK, filters
from app.customers.model import Contact, Customer, CustomerHold
from app.customers.rules import person_name
from app.customers.schemas import CustomerRow, Kind, Shelf
from app.organization.schemas import OrganizationSettings
from app.staff.model import StaffUser
from app.tags.book import TagBook

C = Customer
_ROW = sa.select(
    C.id, C.name, C.first_name, C.last_name, C.phone, C.email, C.company_name, C.status,
    C.licenses, C.active_licenses, C.subscriptions, C.active_subscriptions, C.revenue_minor,
    C.open_invoices, C.created_at, C.client_id, C.kind, C.country, C.city,
    StaffUser.name.label("owner"), C.verified, C.archived, C.last_activity_at, C.updated_at,
    C.tags,
).outerjoin(StaffUser, StaffUser.id == C.owner_id)  # fmt: skip
ROLES = {Kind.BUSINESS: "Customer Admin", Kind.INDIVIDUAL: "Customer"}


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which customers the actor sees at all: every statement about customers has it."""
    match actor.scope:
        case Scope.ALL:
            return ()
        case Scope.TEAM if actor.team_id is not None:
            return (sa.or_(C.team_id == actor.team_id, C.owner_id == actor.id),)
        case _:
            return (C.owner_id == actor.id,)


def get(session: Session, actor: Actor, customer_id: int, *, lock: bool = False) -> Customer:
    """One customer, locked against other writers if asked.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    statement = sa.select(C).where(C.id == customer_id, *visible(actor))
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound(_("That customer no longer exists, or is not yours to see."))
    return found


def holds_of(session: Session, customer_id: int) -> list[CustomerHold]:
    """Every hold of a customer, newest first."""
    return list(
        session.scalars(
            sa.select(CustomerHold)
            .where(CustomerHold.customer_id == customer_id)
            .order_by(CustomerHold.id.desc())
        )
    )


def contacts_of(session: Session, customer_id: int) -> list[Contact]:
    """A customer's contacts, the primary one first."""
    return list(
        session.scalars(
            sa.select(Contact)
            .where(Contact.customer_id == customer_id)
            .order_by(Contact.is_primary.desc(), Contact.id)
        )
    )


def listing(
    settings: OrganizationSettings, now: datetime, book: TagBook | None = None
) -> Listing[CustomerRow]:
    """The list of customers; days are days in the organization's zone, where it is `now`.

    With a `book`, rows show their tags and a filter by one that is gone is refused.
    """
    currency, tags = settings.currency, book or TagBook()

    def build(row: sa.Row[*tuple[Any, ...]]) -> CustomerRow:
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        first, last = values.pop("first_name"), values.pop("last_name")
        values["person"] = person_name(first, last)
        values["role"] = ROLES[values["kind"]]
        values["revenue"] = Money(values.pop("revenue_minor"), currency)
        values["company"] = values.pop("company_name") or None
        values["email"] = values["email"] or ""
        values["owner"] = values["owner"] or ""
        values["tags"] = tags.chips(values["tags"])
        return CustomerRow(**values)

    return Listing(
        key=C.id,
        select=_ROW,
        build=build,
        sorts=SORTS,
        default=("created_at", True),
        filters=Later(partial(filters, settings, now, book)),
        quick=QUICK,
        without={"shelf": C.shelf == Shelf.CURRENT},
        search=SearchIndex(C.id, C.search_text, "customers_search", aside=True),
    )


SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": C.name_key,
    "role": C.kind,
    "phone": C.phone_key,
    "email": C.email_norm,
    "company": C.company_key,
    "status": C.status,
    "licenses": C.licenses,
    "active_licenses": C.active_licenses,
    "subscriptions": C.subscriptions,
    "active_subscriptions": C.active_subscriptions,
    "revenue": C.revenue_minor,
    "open_invoices": C.open_invoices,
    "created_at": C.created_at,
    "client_id": C.client_id,
    "kind": C.kind,
    "country": C.country,
    "city": C.city_key,
    "owner": C.owner_key,
    "verified": C.verified,
    "tags": C.tags,
    "last_activity_at": C.last_activity_at,
    "updated_at": C.updated_at,
}
