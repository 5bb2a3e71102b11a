"""Reads a customer's history out of the audit trail, one row for each field that changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, ActorKind, Permission
from app.core.audit import AuditEvent, AuditPayload
from app.core.money import Money
from app.core.query import Where
from app.core.text import N_, _
from app.customers.drafts import ProfileDraft
from app.customers.model import Customer
from app.customers.schemas import HistoryRow
from app.staff.model import StaffUser
from app.tags.book import TagBook, book

MOST = 2000
_FIELDS_PER_EVENT = 100
_THINGS = {
    "customers": N_("Customer"),
    "contacts": N_("Contact"),
    "attachments": N_("File"),
    "portal_users": N_("User"),
    "customer_holds": N_("Hold"),
    "billing_profiles": N_("Billing information"),
    "payment_methods": N_("Payment method"),
    "interactions": N_("Interaction"),
    "follow_ups": N_("Follow-up"),
}
# Says only to whom a contact or a hold belongs; and what a new record leaves blank.
# Nor does anybody read what a file's content hashes to.
_LINKS = ("customer_id", "created_by", "sha256", "media_type")
_BLANK: tuple[object, ...] = ("", None, False, {})
_RELATIONS, _AMOUNT = ("parent_id", "referred_by_id"), "annual_revenue_minor"
# The ids of those who work here.
_STAFF = ("owner_id", "staff_id", "assignee_id")
# Stored words that are none of a person's own.
_WORDS = {"customer_admin": N_("Customer Admin")}
# What is left of an entry whose payload was erased.
_ERASED: dict[str, Any] = {"changes": {}, "reason": ""}
_ACTIONS = {
    "created": N_("created"),
    "updated": N_("changed"),
    "deleted": N_("removed"),
    "event": N_("marked"),
}
# What a person enters, field by field; anything else is part of a larger change.
RESTORABLE: Mapping[str, frozenset[str]] = {
    "customers": frozenset(
        {
            *(field.name for field in fields(ProfileDraft) if field.name != "annual_revenue"),
            "annual_revenue_minor",
            "annual_revenue_currency",
            "avatar",
        }
    ),
    "contacts": frozenset({"name", "phone", "email", "address", "role"}),
}
# Who undoes or redoes something leaves this in the trail.
_MOVES = {"undo.undo": N_("%s (undo)"), "undo.redo": N_("%s (redo)")}
TITLES = {
    "client_id": N_("Client ID"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "annual_revenue_minor": N_("Annual revenue"),
    "owner_id": N_("Owner"),
    "parent_id": N_("Parent customer"),
    "referred_by_id": N_("Referred by"),
    "uid": N_("UUID"),
    "avatar": N_("Picture"),
    "renewed_through": N_("Renewed until"),
    "body": N_("Description"),
    "occurred_at": N_("When"),
    "staff_id": N_("Staff"),
    "assignee_id": N_("Assigned to"),
    "due_on": N_("Due"),
    "remind_at": N_("Reminder"),
    "interaction_id": N_("Interaction"),
}


def title(field: str) -> str:
    """What to call a field."""
    return TITLES.get(field) or field.removesuffix("_at").replace("_", " ").capitalize()


def history(session: Session, customer_id: int, within: tuple[Where, ...]) -> list[HistoryRow]:
    """The newest changes of a customer and what belongs to it, newest first.

    Customers it is related to are named where they are `within` what may be seen.
    """
    found = session.execute(
        sa.select(AuditEvent, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.subject == "customers", AuditEvent.subject_id == customer_id)
        .order_by(AuditEvent.seq.desc())
        .limit(MOST)
    )
    entries = [(event, json.loads(body) if body else _ERASED) for event, body in found]
    told = [payload["changes"] for _event, payload in entries]
    teller = _teller(session, customer_id, within, told)
    return [row for event, payload in entries for row in _rows(event, payload, teller)]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says stored values in words: names for ids, amounts with their currency."""

    reader: Actor
    staff: Mapping[int, str]
    customers: Mapping[int, str]
    currency: str
    tags: TagBook

    def say(self, field: str, value: Any) -> str:
        if value is None or field == "tags":
            return self.tags.say(value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dict):
            return "; ".join(f"{_(title(key))}: {text}" for key, text in value.items())
        if field in _STAFF or field in _RELATIONS:
            return self._called(field, value)
        if field == _AMOUNT and self.currency:
            return f"{Money(value, self.currency).amount} {self.currency}"
        return _(_WORDS[value]) if field == "role" and value in _WORDS else str(value)

    def _called(self, field: str, value: Any) -> str:
        if field in _STAFF:
            return self.staff.get(value, str(value))
        return self.customers.get(value, _("another customer"))


def _teller(
    session: Session,
    customer_id: int,
    within: tuple[Where, ...],
    found: Sequence[Mapping[str, Sequence[Any]]],
) -> _Teller:
    def ids(*fields: str) -> set[int]:
        told = (changes[field] for changes in found for field in fields if field in changes)
        return {value for pair in told for value in pair if value is not None}

    staff = sa.select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(ids(*_STAFF)))
    name = sa.func.coalesce(Customer.name, Customer.email, Customer.client_id)
    others = sa.select(Customer.id, name).where(Customer.id.in_(ids(*_RELATIONS)), *within)
    return _Teller(
        session.info["actor"],
        {row[0]: row[1] for row in session.execute(staff)},
        {row[0]: row[1] for row in session.execute(others)},
        session.scalar(
            sa.select(Customer.annual_revenue_currency).where(Customer.id == customer_id)
        )
        or "",
        book(session),
    )


def _rows(event: AuditEvent, payload: Mapping[str, Any], teller: _Teller) -> list[HistoryRow]:
    thing = _THINGS.get(event.entity, event.entity)
    what = f"{_(thing)} {_(_ACTIONS.get(event.action, event.action))}"
    if event.use_case in _MOVES:
        what = _(_MOVES[event.use_case]) % what
    restorable = RESTORABLE.get(event.entity, ()) if event.action == "updated" else ()
    own = event.actor_id == teller.reader.id or teller.reader.can(Permission.AUDIT_READ)
    changes = {
        name: change
        for name, change in payload["changes"].items()
        if name not in _LINKS
        and not (event.action == "created" and change[1] in _BLANK)
        and not (name == "created_at" and event.action != "updated")
    } or {"": [None, None]}
    return [
        HistoryRow(
            id=event.seq * _FIELDS_PER_EVENT + place,
            at=event.at,
            who=event.actor_name,
            what=what,
            field=_(title(name)) if name else "",
            old=teller.say(name, old),
            new=teller.say(name, new),
            reason=payload["reason"],
            seq=event.seq,
            command=event.command,
            key=name,
            restorable=name in restorable,
            undoable=own and event.actor_kind != ActorKind.SYSTEM,
        )
        for place, (name, (old, new)) in enumerate(changes.items())
    ]
