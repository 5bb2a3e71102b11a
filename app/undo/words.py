"""Says why a customer's part of a step cannot be undone: who did what in its way, and when."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.clock import time_zone
from app.core.text import N_, _
from app.customers.history import title
from app.organization.service import current

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
    N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_LOOKED_AT = 100
_THINGS = {
    "customers": N_("this customer"),
    "contacts": N_("a contact"),
    "customer_holds": N_("a hold"),
    "portal_users": N_("a user"),
    "interactions": N_("an interaction"),
    "follow_ups": N_("a follow-up"),
    "attachments": N_("a file"),
}
_REMOVED = ("removed_at",)
E = AuditEvent


@dataclass(frozen=True, slots=True)
class Why:
    """Why not: a sentence, or what was done since to which row of which table.

    `fields` were changed; without any, the row was removed or (`added`) came to be.
    """

    sentence: str = ""
    entity: str = ""
    id: int = 0
    fields: tuple[str, ...] = ()
    added: bool = False


def say(session: Session, actor: Actor, why: Why, customer_id: int, after: int) -> str:
    """A reason in words; `after` is the last entry of the step."""
    if why.sentence:
        return why.sentence
    found = _culprit(session, why, customer_id, after)
    if found is None:
        return _("It was changed since.")
    event, fields = found
    told = {
        "who": _("You") if event.actor_id == actor.id else event.actor_name,
        "fields": ", ".join(dict.fromkeys(_(title(name)) for name in fields)),
        "thing": _(_THINGS.get(why.entity, "something")),
        "when": moment(session, event.at),
    }
    if why.added:
        return _("%(who)s added %(thing)s on %(when)s. Undo that first.") % told
    # A file that is removed stays for a while, as somebody who looks for it sees it.
    if not fields or fields == _REMOVED:
        return _("%(who)s removed %(thing)s on %(when)s.") % told
    if why.entity == "customers":
        return _("%(who)s changed %(fields)s on %(when)s.") % told
    return _("%(who)s changed %(thing)s (%(fields)s) on %(when)s.") % told


def moment(session: Session, at: datetime) -> str:
    """A moment on the organization's clock: "Nov 20, 2026, 14:03"."""
    there = at.astimezone(time_zone(current(session).time_zone))
    return f"{_(_MONTHS[there.month - 1])} {there.day}, {there.year}, {there:%H:%M}"


def _culprit(
    session: Session, why: Why, customer_id: int, after: int
) -> tuple[AuditEvent, tuple[str, ...]] | None:
    """The newest entry that stands in the way, and the fields of it that do."""
    action = "created" if why.added else "updated" if why.fields else "deleted"
    found = session.execute(
        sa.select(E, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == E.seq)
        .where(
            E.subject == "customers", E.subject_id == customer_id, E.seq > after,
            E.entity == why.entity, E.entity_id == why.id, E.action == action,
        )
        .order_by(E.seq.desc())
        .limit(_LOOKED_AT)
    )  # fmt: skip
    for event, body in found:
        changed = json.loads(body)["changes"] if body else {}
        fields = tuple(name for name in why.fields if name in changed)
        if fields or not why.fields:
            return event, fields
    return None
