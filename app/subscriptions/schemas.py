"""What crosses the boundary between subscriptions and their callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.catalogue.terms import Cycle
from app.core.money import Money


class SubscriptionStatus(StrEnum):
    """Where a subscription stands; the transitions are those of `rules.TRANSITIONS`."""

    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


# What counts as an active subscription of a customer, and goes on by itself.
LIVING = frozenset(
    {SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE}
)
# What is over for good.
OVER = frozenset({SubscriptionStatus.CANCELLED, SubscriptionStatus.EXPIRED})


class Next(StrEnum):
    """What happens by itself at the end of a subscription's period."""

    RENEWS = "renews"
    CANCELS = "cancels"
    EXPIRES = "expires"
    BEGINS = "begins"


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A line in a list of subscriptions. Field names are sort keys.

    `price` is for all units together, a cycle. `period_end` is the day after the period's
    last; `next_on` is when `next` happens by itself, None when nothing will. `customer` is
    None where nobody told its name.
    """

    id: int
    number: str
    customer: str | None
    customer_id: int
    product: str
    plan: str
    status: SubscriptionStatus
    cycle: Cycle
    quantity: int
    price: Money
    started_on: date
    period_end: date
    next_on: date | None
    next: Next | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionDetail:
    """Everything about one subscription; `unit_price` is for one unit a cycle."""

    id: int
    version: int
    uid: str
    number: str
    customer_id: int
    customer: str | None
    product: str
    plan_id: int
    plan: str
    terms_id: int
    status: SubscriptionStatus
    cycle: Cycle
    quantity: int
    unit_price: Money
    price: Money
    started_on: date
    period_start: date
    period_end: date
    trial_ends_on: date | None
    renews: bool
    cancel_at_period_end: bool
    cancel_reason: str
    paused_at: datetime | None
    ended_at: datetime | None
    next_on: date | None
    next: Next | None
    note: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What another plan, cycle or quantity would make of a subscription.

    `before` and `after` are prices of all units a cycle, of the cycles named beside them.
    The current period stays unless the cycle changes; then a new one begins today.
    """

    number: str
    old_plan: str
    new_plan: str
    old_cycle: Cycle
    new_cycle: Cycle
    before: Money
    after: Money
    period_start: date
    period_end: date
