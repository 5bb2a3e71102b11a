"""The parts of a timeline about what was said with a customer, promised to it and kept of it."""

from typing import Any

import sqlalchemy as sa

from app.attachments.model import Attachment
from app.core.access import Permission
from app.core.text import _, ngettext
from app.interactions.filter_fields import SENTIMENTS
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import FollowUpState, InteractionType
from app.staff.model import StaffUser
from app.timeline.parts import Entry, Part
from app.timeline.schemas import Event, Opens, Said, Size

I, F, A = Interaction, FollowUp, Attachment  # noqa: E741 - as short as elsewhere
_READ = Permission.CUSTOMERS_READ
_SENTIMENTS = dict(SENTIMENTS)
_TYPES = {kind: Event(kind.value) for kind in InteractionType}
# An order says itself when it was placed; what an automatic entry came from it opens.
_PLACED = "order%placed"
_ORDER = "order"


def _said(row: Any) -> Entry:
    minutes = ngettext("%d minute", "%d minutes", row.minutes) % row.minutes if row.minutes else ""
    felt = _(_SENTIMENTS[row.sentiment]) if row.sentiment else ""
    opens, opens_id = Opens.INTERACTION, row.key
    what, _colon, rest = row.source.partition(":")
    number = rest.partition(":")[0]
    if what == _ORDER and number.isdecimal():
        opens, opens_id = Opens.ORDER, int(number)
    return Entry(
        row.occurred_at, _TYPES[row.type], row.staff or row.created_by, opens, opens_id,
        row.subject, (felt, minutes, row.excerpt),
        automatic=row.automatic,
    )  # fmt: skip


def _promised(row: Any) -> Entry:
    due = Said(_("due %s"), (row.due_on,))
    whom = _("for %s") % row.assignee if row.assignee else ""
    return Entry(row.created_at, Event.PROMISED, row.created_by, Opens.FOLLOW_UP, row.key,
                 row.title, (due, whom))  # fmt: skip


def _kept(row: Any) -> Entry:
    event = Event.DROPPED if row.state is FollowUpState.DROPPED else Event.KEPT
    return Entry(row.done_at, event, row.done_by, Opens.FOLLOW_UP, row.key, row.title,
                 (row.result,))  # fmt: skip


def _filed(row: Any) -> Entry:
    return Entry(row.created_at, Event.FILED, row.created_by, Opens.FILE, row.key, row.name,
                 (Said("%s", (Size(row.size),)), row.note))  # fmt: skip


_TALK = sa.select(
    I.id.label("key"), I.type, I.occurred_at, I.subject, I.minutes, I.sentiment, I.automatic,
    I.source, I.created_by, sa.func.substr(I.body, 1, 120).label("excerpt"),
    StaffUser.name.label("staff"),
).outerjoin(StaffUser, StaffUser.id == I.staff_id)  # fmt: skip
_PROMISE = sa.select(
    F.id.label("key"), F.title, F.due_on, F.state, F.result, F.created_at, F.created_by,
    F.done_at, F.done_by, StaffUser.name.label("assignee"),
).outerjoin(StaffUser, StaffUser.id == F.assignee_id)  # fmt: skip
_FILE = sa.select(A.id.label("key"), A.name, A.size, A.note, A.created_at, A.created_by)
PARTS = (
    Part(
        15, _READ, I.id, I.customer_id, I.occurred_at,
        {event: I.type == kind for kind, event in _TYPES.items()},
        _TALK, _said, I, where=(I.source.not_like(_PLACED),), searched=(I.own_text, I.staff_key),
        sentiment=I.sentiment,
    ),
    Part(
        16, _READ, F.id, F.customer_id, F.created_at, {Event.PROMISED: None},
        _PROMISE, _promised, F, searched=(F.own_text,), who=F.created_by,
    ),
    Part(
        17, _READ, F.id, F.customer_id, F.done_at,
        {Event.KEPT: F.state != FollowUpState.DROPPED,
         Event.DROPPED: F.state == FollowUpState.DROPPED},
        _PROMISE, _kept, F, where=(F.done_at.is_not(None),), searched=(F.own_text,),
        who=F.done_by,
    ),
    Part(
        18, _READ, A.id, A.customer_id, A.created_at, {Event.FILED: None},
        _FILE, _filed, A, where=(A.removed_at.is_(None),), searched=(A.name_key,),
        who=A.created_by,
    ),
)  # fmt: skip
