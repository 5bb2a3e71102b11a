"""Joins a save with what others saved meanwhile, or says who changed what, and when."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.clock import hour
from app.core.db import Entity
from app.core.errors import Clash, Conflict, Stale
from app.core.merging import Merge, Values, three_way
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.history import title
from app.customers.model import Contact, Customer
from app.customers.queries import visible
from app.organization.service import current
from app.staff.model import StaffUser

_AMOUNT = ("annual_revenue_minor", "annual_revenue_currency")
_RELATIONS = ("parent_id", "referred_by_id")
_LOOKED_AT = 200
Author = tuple[str, datetime]
Sides = tuple[Values, Values, Values]


def join_profile(
    session: Session, actor: Actor, customer: Customer, sides: Sides
) -> dict[str, Any]:
    """The customer's fields with the changes of both; `sides` are base, stored and mine.

    Raises:
        Stale: both changed the same fields.
    """
    base, stored, mine = sides
    merge = three_way(base, stored, mine, tuple(ProfileDraft.together.values()))
    if merge.clashes:
        names = _names(session, actor, merge.clashes)
        raise _stale(session, customer, stored, merge, names)
    _note(session, customer, merge)
    return merge.values


def join_contact(session: Session, row: Contact, sides: Sides) -> dict[str, Any]:
    """The contact's fields with the changes of both; `sides` are base, stored and mine.

    Raises:
        Stale: both changed the same fields.
    """
    base, stored, mine = sides
    merge = three_way(base, stored, mine)
    if merge.clashes:
        raise _stale(session, row, stored, merge, {})
    _note(session, row, merge)
    return merge.values


def refuse_deleted(session: Session, customer: Customer) -> None:
    """Let nobody save a customer that is deleted.

    Raises:
        Conflict: it is; the sentence says by whom, and what to do.
    """
    if customer.deleted_at is None:
        return
    who, _when = authors(session, customer, ("deleted_at",)).get("deleted_at", _last(customer))
    raise Conflict(
        _("%s deleted this customer. Nothing was saved; restore it first, then save again.") % who
    )


def gone_contact(session: Session, customer_id: int, contact_id: int) -> str:
    """What to say of a contact that was there."""
    who: str | None = session.scalar(
        _events("customers", customer_id)
        .where(AuditEvent.entity == "contacts", AuditEvent.entity_id == contact_id)
        .where(AuditEvent.action == "deleted")
        .with_only_columns(AuditEvent.actor_name)
    )
    if who:
        return _("%s removed this contact.") % who
    return _("That contact no longer exists.")


def authors(session: Session, row: Entity, fields: Iterable[str]) -> dict[str, Author]:
    """Who changed each field last, and when, as far as the newest history tells."""
    wanted = {column: name for name in fields for column in _columns(name)}
    subject, subject_id = row.__tablename__, row.id
    if row.audit_subject:
        subject, subject_id = row.audit_subject[0], getattr(row, row.audit_subject[1])
    statement = (
        _events(subject, subject_id)
        .where(AuditEvent.entity == row.__tablename__, AuditEvent.entity_id == row.id)
        .with_only_columns(AuditEvent.actor_name, AuditEvent.at, AuditPayload.body)
    )
    found: dict[str, Author] = {}
    for who, when, body in session.execute(statement):
        changes = json.loads(body)["changes"] if body else {}
        for column in changes.keys() & wanted.keys():
            found.setdefault(wanted[column], (who, when))
        if len(found) == len(set(wanted.values())):
            break
    return found


def _events(subject: str, subject_id: int) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(AuditEvent)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.seq.desc())
        .limit(_LOOKED_AT)
    )


def _columns(name: str) -> Sequence[str]:
    return _AMOUNT if name == "annual_revenue" else (name,)


def _last(row: Entity) -> Author:
    return row.updated_by or _("Somebody else"), row.updated_at


def _note(session: Session, row: Entity, merge: Merge) -> None:
    """Let whoever asked for a receipt know what of others' changes was kept."""
    if merge.merged:
        told = authors(session, row, merge.merged).values()
        session.info["merged"] = (merge.merged, max(told, key=_when, default=_last(row))[0])


def _stale(
    session: Session,
    row: Entity,
    stored: Values,
    merge: Merge,
    names: Mapping[str, Mapping[int, str]],
) -> Stale:
    theirs = [name for name, (base, now, _mine) in merge.clashes.items() if now != base]
    told = authors(session, row, theirs)
    who, when = max(told.values(), key=_when, default=_last(row))
    said = _("%(who)s changed %(fields)s at %(when)s, and so did you.") % {
        "who": who,
        "fields": ", ".join(_(title(name)) for name in theirs),
        "when": hour(when, current(session).time_zone),
    }
    clash = Clash(row.version, dict(stored), merge.clashes, merge.merged, told, names)
    return Stale(f"{said} {_('Nothing was saved. Choose which of the two to keep.')}", clash)


def _when(author: Author) -> datetime:
    return author[1]


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
