"""What crosses the boundary between interactions and their callers."""

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
