"""Reads a customer's history out of the audit trail, one row for each field that changed."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent, AuditPayload
from app.core.text import N_, _
from app.customers.schemas import HistoryRow

MOST = 2000
_FIELDS_PER_EVENT = 100
_THINGS = {
    "customers": N_("Customer"),
    "contacts": N_("Contact"),
    "portal_users": N_("User"),
    "customer_holds": N_("Hold"),
}
# Says only to whom a contact or a hold belongs; and what a new record leaves blank.
_LINKS, _BLANK = ("customer_id",), ("", None, False)
_ACTIONS = {"created": N_("created"), "updated": N_("changed"), "deleted": N_("removed")}
TITLES = {
    "client_id": N_("Client ID"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "annual_revenue_minor": N_("Annual revenue"),
    "owner_id": N_("Owner"),
    "parent_id": N_("Parent customer"),
    "referred_by_id": N_("Referred by"),
    "uid": N_("UUID"),
}


def title(field: str) -> str:
    """What to call a field."""
    return TITLES.get(field) or field.removesuffix("_at").replace("_", " ").capitalize()


def history(session: Session, customer_id: int) -> list[HistoryRow]:
    """The newest changes of a customer and what belongs to it, newest first."""
    found = session.execute(
        sa.select(AuditEvent, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.subject == "customers", AuditEvent.subject_id == customer_id)
        .order_by(AuditEvent.seq.desc())
        .limit(MOST)
    )
    return [row for event, body in found for row in _rows(event, body)]


def _rows(event: AuditEvent, body: str | None) -> list[HistoryRow]:
    payload: dict[str, Any] = json.loads(body) if body else {"changes": {}, "reason": ""}
    thing = _THINGS.get(event.entity, event.entity)
    what = f"{_(thing)} {_(_ACTIONS.get(event.action, event.action))}"
    changes = {
        name: change
        for name, change in payload["changes"].items()
        if name not in _LINKS and not (event.action == "created" and change[1] in _BLANK)
    } or {"": [None, None]}
    return [
        HistoryRow(
            id=event.seq * _FIELDS_PER_EVENT + place,
            at=event.at,
            who=event.actor_name,
            what=what,
            field=_(title(name)) if name else "",
            old=_shown(old),
            new=_shown(new),
            reason=payload["reason"],
        )
        for place, (name, (old, new)) in enumerate(changes.items())
    ]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
