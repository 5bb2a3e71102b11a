"""What crosses the boundary between interactions and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class InteractionType(StrEnum):
    """What kind of contact it was (INT-01)."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    SUPPORT = "support"
    PURCHASE = "purchase"
    INQUIRY = "inquiry"


class Direction(StrEnum):
    """Who began it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Sentiment(StrEnum):
    """How the customer felt (INT-10)."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class FollowUpState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """A line in a list of interactions. Field names are sort keys, but for the last four.

    `customer` is None where nobody told its name, `staff` is blank where nobody's hand was in
    it. `excerpt` is how the description begins; `follow_up_on` the day the first of its open
    follow-ups is due.
    """

    id: int
    type: InteractionType
    direction: Direction | None
    subject: str
    customer: str | None
    occurred_at: datetime
    minutes: int | None
    sentiment: Sentiment | None
    satisfaction: int | None
    staff: str
    automatic: bool
    created_at: datetime
    updated_at: datetime
    customer_id: int
    staff_id: int | None
    excerpt: str
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A line in a list of follow-ups. Field names are sort keys, but for the last six.

    `assignee` is blank where nobody is to do it. `interaction` is the subject of what it
    follows, blank for none. `is_overdue` is for today in the organization's zone.
    """

    id: int
    title: str
    due_on: date
    customer: str | None
    assignee: str
    state: FollowUpState
    done_at: datetime | None
    created_at: datetime
    customer_id: int
    assignee_id: int | None
    remind_at: datetime | None
    interaction_id: int | None
    interaction: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class InteractionDetail:
    """Everything about one interaction; `details` are the fields of its type alone.

    `source` names what an automatic one came from, such as "order:12:placed". `may_edit`
    is for whoever asked. `follow_ups` begins with what is due first.
    """

    id: int
    version: int
    customer_id: int
    customer: str | None
    type: InteractionType
    direction: Direction | None
    subject: str
    body: str
    occurred_at: datetime
    minutes: int | None
    sentiment: Sentiment | None
    satisfaction: int | None
    details: Mapping[str, str]
    staff_id: int | None
    staff: str
    automatic: bool
    source: str
    may_edit: bool
    follow_ups: tuple[FollowUpRow, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class FollowUpDetail:
    """Everything about one follow-up; `reminded_at` is when its assignee was told."""

    id: int
    version: int
    customer_id: int
    customer: str | None
    interaction_id: int | None
    interaction: str
    title: str
    note: str
    due_on: date
    remind_at: datetime | None
    reminded_at: datetime | None
    assignee_id: int | None
    assignee: str
    state: FollowUpState
    done_at: datetime | None
    done_by: str
    result: str
    is_overdue: bool
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class MyDay:
    """What somebody promised and has not done yet, on `today` in the organization's zone.

    Each list begins with what is due first and has at most `MOST_OF_A_DAY` rows, where the
    numbers beside them count all.
    """

    today: date
    overdue: tuple[FollowUpRow, ...]
    due_today: tuple[FollowUpRow, ...]
    next: tuple[FollowUpRow, ...]
    overdue_total: int
    today_total: int
    next_total: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """What somebody asked to be reminded of, and is told once."""

    follow_up_id: int
    title: str
    customer_id: int
    customer: str | None
    due_on: date
    remind_at: datetime
