"""What happened to each demo customer: when it came, what holds it, whether it left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.customers.schemas import HoldKind
from app.demo import phrases

SPAN = timedelta(days=6 * 365)
_DAY = timedelta(days=1)
_GROWTH = 0.6
# Out of a hundred customers, in turn: what became of them (the rest is simply active).
_FATES = (
    *("suspended until",) * 3, *("suspended",) * 2, "legal", *("inactive",) * 5, "blocked",
    *("archived",) * 2, *("deleted",) * 2, *("paid up",) * 2,
)  # fmt: skip
_HUNDRED, _STEP, _FIRST = 100, 37, 11


@dataclass(frozen=True, slots=True)
class Days:
    """Between which instants everything happens.

    `base` is the end of the customers' past, the same on every run unless the clock is
    behind it. What has yet to come (the end of a hold, a purge) counts from `now`.
    """

    base: datetime
    now: datetime
    grace_days: int


def fate(number: int) -> str:
    """What became of the customer with this number, counted from 1."""
    turn = (number * _STEP + _FIRST) % _HUNDRED
    return _FATES[turn] if turn < len(_FATES) else "active"


def joined(rng: Random, days: Days, number: int, total: int) -> datetime:
    """When it came: later ones later, and ever more of them, in working hours."""
    share = ((number - rng.random()) / total) ** _GROWTH
    day: datetime = (days.base - _DAY - SPAN * (1 - share)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return day + timedelta(minutes=int(7 * 60 + rng.random() * 11 * 60), seconds=number % 60)


def between(rng: Random, first: datetime, last: datetime) -> datetime:
    """Some instant from `first` to `last`, in whole seconds."""
    return first + timedelta(seconds=int((last - first).total_seconds() * rng.random()))


def columns(days: Days, number: int) -> dict[str, Any]:
    """The columns that tell of its end, if it came to one."""
    match fate(number):
        case "archived":
            return {"archived": True}
        case "deleted":
            ago = number % max(days.grace_days, 1)
            deleted = days.now - timedelta(days=ago)
            return {"deleted_at": deleted, "purge_due_at": deleted + days.grace_days * _DAY}
    return {}


def holds(rng: Random, days: Days, number: int, since: datetime) -> list[dict[str, Any]]:
    """What holds it, or once did."""
    what = fate(number)
    if what not in _HOLDS:
        return []
    kind, whys = _HOLDS[what]
    begun = between(rng, max(since, days.base - 60 * _DAY), days.base)
    reason, note = whys[number % len(whys)]
    made = {
        "kind": kind,
        "reason": reason,
        "note": note,
        "starts_at": begun,
        "created_at": begun,
        "updated_at": begun,
    }
    if what == "suspended until":
        made["ends_at"] = days.now + timedelta(days=5 + number % 36)
    elif what == "paid up":
        made["released_at"] = made["updated_at"] = between(rng, begun, days.base)
    return [made]


_HOLDS = {
    "suspended until": (HoldKind.SUSPENDED, phrases.AGREED),
    "suspended": (HoldKind.SUSPENDED, phrases.UNPAID),
    "legal": (HoldKind.SUSPENDED, phrases.LEGAL),
    "inactive": (HoldKind.INACTIVE, phrases.INACTIVE),
    "blocked": (HoldKind.BLOCKED, phrases.BLOCKED),
    "paid up": (HoldKind.SUSPENDED, phrases.PAID_UP),
}
