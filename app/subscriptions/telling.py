"""What a subscription's changes are to its customer."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.subscriptions.schemas import SubscriptionStatus as S

_Fields = Mapping[str, Sequence[Any]]


class Became(StrEnum):
    """What became of a subscription, as its customer's timeline tells it.

    ENDING is to end with its period, KEPT is not to any more.
    """

    BEGUN = "begun"
    PAUSED = "paused"
    RESUMED = "resumed"
    LATE = "late"
    CAUGHT_UP = "caught_up"
    CHANGED = "changed"
    ENDING = "ending"
    KEPT = "kept"
    RENEWED = "renewed"


_FROM = {S.PAUSED: Became.RESUMED, S.PAST_DUE: Became.CAUGHT_UP, S.TRIALING: Became.BEGUN}
_TO = {S.PAUSED: Became.PAUSED, S.PAST_DUE: Became.LATE}
_OFFER = ("plan_id", "cycle", "quantity", "price_minor", "currency")


def tells(action: str, whose: int | None, fields: _Fields) -> Sequence[tuple[int, str]]:
    """Whom a change concerns; a subscription's start and its end tell of themselves."""
    if action != "updated" or whose is None or _differs(fields, "ended_at"):
        return ()
    became = _became(fields)
    return ((whose, became),) if became else ()


def _became(fields: _Fields) -> Became | None:
    """The weightiest of what a change did."""
    if _differs(fields, "status"):
        old, new = fields["status"]
        return _FROM.get(old) or _TO.get(new)
    if _differs(fields, "cancel_at_period_end"):
        return Became.ENDING if fields["cancel_at_period_end"][1] else Became.KEPT
    if _differs(fields, "renews"):
        return Became.KEPT if fields["renews"][1] else Became.ENDING
    if any(_differs(fields, name) for name in _OFFER):
        return Became.CHANGED
    return Became.RENEWED if _differs(fields, "period_end") else None


def _differs(fields: _Fields, name: str) -> bool:
    old, new = fields.get(name, (None, None))
    return bool(old != new)
