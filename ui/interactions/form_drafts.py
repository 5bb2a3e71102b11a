"""What the form of an interaction fills in, field by field, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from app.core.draft import Draft
from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import Direction, FollowUpDetail, InteractionType, Sentiment
from app.interactions.types import TYPES, every_field
from ui.interactions.editors import Remind, remind_of

DETAILS, PROMISE, FIRST = "details.", "promise_", "follow_ups.0."
_PLAIN = ("subject", "body", "occurred_at", "direction", "sentiment")


@dataclass(frozen=True, slots=True)
class InteractionFields(Draft):
    """Every field of every type side by side: what another type asks for stays typed.

    `files` are paths on this computer, to be kept with a new one.
    """

    customer_id: int | None = None
    type: InteractionType = InteractionType.CALL
    subject: str = ""
    body: str = ""
    minutes: int | None = None
    key_points: str = ""
    response: str = ""
    agenda: str = ""
    attendees: str = ""
    action_items: str = ""
    resolution: str = ""
    satisfaction: int | None = None
    upsell: str = ""
    feedback: str = ""
    answer: str = ""
    qualification: str = ""
    sentiment: Sentiment | None = None
    direction: Direction | None = None
    occurred_at: datetime | None = None
    files: tuple[str, ...] = ()
    promised: bool = False
    promise_due_on: date | None = None
    promise_remind_at: Remind | None = None
    promise_assignee_id: int | None = None
    promise_title: str = ""
    promise_note: str = ""

    def interaction(self) -> InteractionDraft:
        """What is saved: the fields of the chosen type alone."""
        own = TYPES[self.type].fields
        columns = {one.key: getattr(self, one.key) for one in own if not one.in_details}
        return InteractionDraft(
            customer_id=self.customer_id,
            type=self.type,
            details={one.key: getattr(self, one.key) or "" for one in own if one.in_details},
            follow_ups=(self._promise(),) if self.promised else (),
            **{name: getattr(self, name) for name in _PLAIN},
            **columns,
        )

    def problems(self) -> dict[str, str]:
        """Messages by the fields of the form."""
        return {field_of(key): said for key, said in self.interaction().problems().items()}

    def _promise(self) -> FollowUpDraft:
        return FollowUpDraft(
            customer_id=self.customer_id,
            title=self.promise_title,
            note=self.promise_note,
            due_on=self.promise_due_on,
            remind_at=moment_of(self.promise_due_on, self.promise_remind_at),
            assignee_id=self.promise_assignee_id,
        )


@dataclass(frozen=True, slots=True)
class FollowUpFields(Draft):
    """A follow-up as its own form shows it."""

    customer_id: int | None = None
    interaction_id: int | None = None
    title: str = ""
    due_on: date | None = None
    remind_at: Remind | None = None
    assignee_id: int | None = None
    note: str = ""

    def follow_up(self) -> FollowUpDraft:
        """What is saved."""
        return FollowUpDraft(
            self.customer_id, self.interaction_id, self.title, self.note, self.due_on,
            moment_of(self.due_on, self.remind_at), self.assignee_id,
        )  # fmt: skip

    def problems(self) -> dict[str, str]:
        """Messages by field."""
        return self.follow_up().problems()


def fields_of(found: InteractionDraft) -> InteractionFields:
    """What the form shows of an interaction."""
    known = {field.name for field in fields(InteractionFields)}
    values: dict[str, Any] = {key: text for key, text in found.details.items() if key in known}
    values |= {name: getattr(found, name) for name in _PLAIN}
    return InteractionFields(
        found.customer_id,
        found.type or InteractionType.CALL,
        minutes=found.minutes,
        satisfaction=found.satisfaction,
        **values,
    )


def follow_up_fields_of(found: FollowUpDetail) -> FollowUpFields:
    """What the form shows of a follow-up."""
    return FollowUpFields(
        found.customer_id, found.interaction_id, found.title, found.due_on,
        remind_of(found.due_on, found.remind_at), found.assignee_id, found.note,
    )  # fmt: skip


def field_of(key: str) -> str:
    """The form's field for a draft's, such as "promise_due_on" for "follow_ups.0.due_on"."""
    if key.startswith(DETAILS):
        return key.removeprefix(DETAILS)
    if key.startswith(FIRST):
        return PROMISE + key.removeprefix(FIRST)
    return key


def by_field(problems: Mapping[str, str]) -> dict[str, str]:
    """A service's messages by the fields of the form."""
    return {field_of(key): said for key, said in problems.items()}


def of_types() -> frozenset[str]:
    """The fields that only some types have."""
    return frozenset(every_field())


def moment_of(due: date | None, remind: Remind | None) -> datetime | None:
    """When to remind of what is due on that day; None is never, or not known yet."""
    return remind.moment(due) if due is not None and remind is not None else None
