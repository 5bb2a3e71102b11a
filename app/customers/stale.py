"""Joins a save of a customer with what others saved meanwhile, or says who changed what."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import stale
from app.core.access import Actor
from app.core.audit import AuditEvent
from app.core.errors import Conflict
from app.core.stale import Sides, Telling
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.history import title
from app.customers.model import Contact, Customer
from app.customers.queries import visible
from app.organization.service import current
from app.staff.model import StaffUser

_AMOUNT = ("annual_revenue_minor", "annual_revenue_currency")
_RELATIONS = ("parent_id", "referred_by_id")


def join_profile(
    session: Session, actor: Actor, customer: Customer, sides: Sides
) -> dict[str, Any]:
    """The customer's fields with the changes of both; `sides` are base, stored and mine.

    Raises:
        Stale: both changed the same fields.
    """
    telling = Telling(
        title,
        current(session).time_zone,
        partial(stale.authors, session, customer, columns=_columns),
        partial(_names, session, actor),
    )
    return stale.joined(session, customer, sides, telling, tuple(ProfileDraft.together.values()))


def join_contact(session: Session, row: Contact, sides: Sides) -> dict[str, Any]:
    """The contact's fields with the changes of both; `sides` are base, stored and mine.

    Raises:
        Stale: both changed the same fields.
    """
    authors = partial(stale.authors, session, row)
    return stale.joined(session, row, sides, Telling(title, current(session).time_zone, authors))


def refuse_deleted(session: Session, customer: Customer) -> None:
    """Let nobody save a customer that is deleted.

    Raises:
        Conflict: it is; the sentence says by whom, and what to do.
    """
    if customer.deleted_at is None:
        return
    told = stale.authors(session, customer, ("deleted_at",))
    who = told["deleted_at"][0] if told else customer.updated_by or _("Somebody else")
    raise Conflict(
        _("%s deleted this customer. Nothing was saved; restore it first, then save again.") % who
    )


def gone_contact(session: Session, customer_id: int, contact_id: int) -> str:
    """What to say of a contact that was there."""
    who: str | None = session.scalar(
        stale.events("customers", customer_id)
        .where(AuditEvent.entity == "contacts", AuditEvent.entity_id == contact_id)
        .where(AuditEvent.action == "deleted")
        .with_only_columns(AuditEvent.actor_name)
    )
    if who:
        return _("%s removed this contact.") % who
    return _("That contact no longer exists.")


def _columns(name: str) -> Sequence[str]:
    return _AMOUNT if name == "annual_revenue" else (name,)


def _names(
    session: Session, actor: Actor, fields: Mapping[str, Sequence[Any]]
) -> dict[str, dict[int, str]]:
    """What the people and customers are called whose ids are in the fields."""
    found: dict[str, dict[int, str]] = {}
    for field in ("owner_id", *_RELATIONS):
        ids = {value for value in fields.get(field, ()) if value is not None}
        if not ids:
            continue
        if field == "owner_id":
            named = sa.select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(ids))
        else:
            name = sa.func.coalesce(Customer.name, Customer.email, Customer.client_id)
            named = sa.select(Customer.id, name).where(Customer.id.in_(ids), *visible(actor))
        known = {row[0]: row[1] for row in session.execute(named)}
        found[field] = {key: known.get(key, _("another customer")) for key in ids}
    return found
