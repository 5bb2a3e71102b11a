"""Gives one field the value it had before a change that History shows."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent, AuditPayload, plain
from app.core.errors import Conflict, NotFound
from app.core.text import _
from app.customers.history import RESTORABLE
from app.undo.commands import SUBJECT, Past, past
from app.undo.stored import ENTITIES, load

# An amount is nothing without its currency.
_AMOUNT, _CURRENCY = "annual_revenue_minor", "annual_revenue_currency"
_TOGETHER = {_AMOUNT: _CURRENCY, _CURRENCY: _AMOUNT, "email": "email_verified_at"}
E = AuditEvent


def event_of(session: Session, customer_id: int, seq: int, field: str) -> Past:
    """What restoring one value takes back: a part of an entry, as if it were all of it.

    Raises:
        NotFound: the entry is not about this customer, or not about that field.
        Conflict: this value is part of a step that is only undone as a whole.
    """
    found = past(session, seq)
    if found is None or found.customer_id != customer_id or field not in found.fields:
        raise NotFound(_("The history of this customer has no such change."))
    if found.action != "updated" or field not in RESTORABLE.get(found.entity, ()):
        raise Conflict(_("This value is part of a larger change. Undo the whole change instead."))
    taken = {field: found.fields[field]}
    other = _TOGETHER.get(field, "")
    if other in found.fields:
        taken[other] = found.fields[other]
    elif other in {_AMOUNT, _CURRENCY}:
        then = _as_of(session, found, other)
        taken[other] = [then, then]
    aside = {name: kept for name, kept in found.aside.items() if name in taken}
    return Past(seq, "updated", found.entity, found.id, customer_id, taken, aside)


def _as_of(session: Session, event: Past, field: str) -> Any:
    """What a field held when an entry was written: what its next change took, or it has still."""
    bodies = session.scalars(
        sa.select(AuditPayload.body)
        .join(E, E.seq == AuditPayload.seq)
        .where(
            E.subject == SUBJECT, E.subject_id == event.customer_id, E.seq > event.seq,
            E.entity == event.entity, E.entity_id == event.id,
        )
        .order_by(E.seq)
    )  # fmt: skip
    for body in bodies:
        changes = json.loads(body)["changes"]
        if field in changes:
            return changes[field][0]
    row = load(session, ENTITIES[event.entity], [event.id], lock=False).get(event.id, {})
    return plain(row.get(field))
