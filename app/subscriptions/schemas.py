"""What crosses the boundary between subscriptions and their callers."""

from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """Where a subscription stands; the transitions are those of `rules.TRANSITIONS`."""

    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
