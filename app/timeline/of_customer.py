"""The parts of a timeline that are about the customer itself: its row, its trail, its holds."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.core.access import Permission
from app.core.audit import AuditEvent, AuditPayload
from app.core.query import Where
from app.core.text import _
from app.customers.history import title
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import HoldKind
from app.customers.verify_schemas import verified_by_words
from app.timeline.parts import Entry, Part, until
from app.timeline.schemas import Event, Opens, Said
from app.timeline.words import REASONS

C, H, A = Customer, CustomerHold, AuditEvent
_READ = Permission.CUSTOMERS_READ
# As the partial index has it: spelled out, or the planner could not know.
_OWN = (
    sa.literal_column("'customers'") == A.entity, sa.literal_column("'updated'") == A.action,
)  # fmt: skip
_BODY = sa.func.coalesce(AuditPayload.body, "")
# What a change of the customer's row was, by what its entry says; the first that fits.
_TOLD = (
    ('"verified_at": [null, "', Event.VERIFIED),
    ('"verified_at": ["', Event.UNVERIFIED),
    ('"deleted_at": [null, "', Event.DELETED),
    ('"deleted_at": ["', Event.RESTORED),
    ('"archived": [false, true]', Event.ARCHIVED),
    ('"archived": [true, false]', Event.UNARCHIVED),
    ('"email_verified_at": [null, "', Event.EMAIL_CONFIRMED),
)
# Holds tell of these themselves.
_ELSEWHERE = '"status": ["'
_NOTHING = "nothing"
_MADE = sa.case(
    *((_BODY.contains(words, autoescape=True), event.value) for words, event in _TOLD),
    (_BODY.contains(_ELSEWHERE, autoescape=True), _NOTHING),
    else_=Event.CHANGED.value,
)
_EVENTS = (*(event for _words, event in _TOLD), Event.CHANGED)
_TRAIL = sa.join(A, AuditPayload, AuditPayload.seq == A.seq, isouter=True)
# Fields that people know by something else than their value.
_UNSAID = frozenset({"owner_id", "parent_id", "referred_by_id", "tags", "avatar", "notes"})
_FOLLOWING = frozenset({"team_id", "annual_revenue_currency", "purge_due_at"})
_LONGEST = 60


def _untold(at: Any) -> Where:
    """What no entry of the trail tells of: it came with the row."""
    told = sa.select(A.seq).where(*_OWN, A.subject_id == C.id, A.at == at).correlate(C)
    return sa.and_(at.is_not(None), sa.not_(sa.exists(told)))


def _of_row(code: int, event: Event, at: Any, by: Any, where: tuple[Where, ...] = ()) -> Part:
    def build(row: Any) -> Entry:
        return Entry(row.at, event, verified_by_words(row.by), Opens.CUSTOMER, row.key)

    select = sa.select(C.id.label("key"), at.label("at"), by.label("by"))
    return Part(code, _READ, C.id, C.id, at, {event: None}, select, build, C, where=where, who=by)


def _changed(row: Any) -> Entry:
    told: dict[str, Any] = json.loads(row.body) if row.body else {}
    fields: Mapping[str, list[Any]] = told.get("changes", {})
    made = next((event for words, event in _TOLD if row.body and words in row.body), Event.CHANGED)
    reason = str(told.get("reason") or "")
    detail = (_fields(fields) if made is Event.CHANGED else "", reason)
    return Entry(row.at, made, row.who, Opens.CUSTOMER, row.whose, detail=detail)


def _fields(fields: Mapping[str, list[Any]]) -> str | Said:
    """What changed; of a single short value from what to what."""
    names = [name for name in fields if name not in _FOLLOWING]
    titles = ", ".join(_(title(name)) for name in names)
    if len(names) != 1 or names[0] in _UNSAID:
        return titles
    old, new = fields[names[0]]
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in (old, new)):
        return titles
    if isinstance(C.__table__.c[names[0]].type, sa.Date) and old and new:
        return Said(f"{titles}: %s → %s", (date.fromisoformat(old), date.fromisoformat(new)))
    return f"{titles}: {old or '–'} → {new or '–'}"


_KINDS = {
    HoldKind.SUSPENDED: Event.SUSPENDED,
    HoldKind.INACTIVE: Event.INACTIVE,
    HoldKind.BLOCKED: Event.BLOCKED,
}


def _held(row: Any) -> Entry:
    detail = (_(REASONS[row.reason]), until(row.ends_at), row.note or "")
    return Entry(row.starts_at, _KINDS[row.kind], row.created_by, Opens.CUSTOMER, row.whose,
                 detail=detail)  # fmt: skip


def _released(row: Any) -> Entry:
    at: datetime = row.released_at
    return Entry(at, Event.RELEASED, row.released_by, Opens.CUSTOMER, row.whose)


_HOLD = sa.select(
    H.id.label("key"), H.customer_id.label("whose"), H.kind, H.reason, H.note, H.starts_at,
    H.ends_at, H.created_by, H.released_at, H.released_by,
)  # fmt: skip
PARTS = (
    _of_row(1, Event.CREATED, C.created_at, C.created_by),
    _of_row(2, Event.VERIFIED, C.verified_at, C.verified_by, (_untold(C.verified_at),)),
    _of_row(3, Event.EMAIL_CONFIRMED, C.email_verified_at, sa.literal(""),
            (_untold(C.email_verified_at),)),
    Part(
        4, _READ, A.seq, A.subject_id, A.at,
        {event: _MADE.in_([event.value]) for event in _EVENTS},
        sa.select(A.seq.label("key"), A.subject_id.label("whose"), A.at,
                  A.actor_name.label("who"), AuditPayload.body).select_from(_TRAIL),
        _changed, _TRAIL, where=(*_OWN, _MADE != _NOTHING), who=A.actor_name,
    ),
    Part(
        5, _READ, H.id, H.customer_id, H.starts_at,
        {event: H.kind == kind for kind, event in _KINDS.items()},
        _HOLD, _held, H, who=H.created_by,
    ),
    Part(
        6, _READ, H.id, H.customer_id, H.released_at, {Event.RELEASED: None},
        _HOLD, _released, H, where=(H.released_at.is_not(None),), who=H.released_by,
    ),
)  # fmt: skip
