"""What became of each demo license: when it was sold, until when it is good, who uses it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.catalogue.terms import Cycle, Terms
from app.core.clock import add_months
from app.demo.story import Days
from app.licensing.schemas import LicenseState

# Out of a hundred licenses, in turn: what became of them (the rest is simply active).
_FATES = (
    *("expiring",) * 9, *("grace",) * 3, *("expired",) * 11, *("suspended",) * 3,
    *("revoked",) * 2, *("cancelled",) * 4, *("not started",) * 2, *("over limit",) * 2,
)  # fmt: skip
_HUNDRED, _STEP, _FIRST = 100, 41, 13
_REASONS = {
    "suspended": ("Chargeback under investigation", "Asked to pause until the audit is over"),
    "revoked": ("Key was posted in a forum", "Refunded within the trial period"),
    "cancelled": ("Moved to another product", "Closed the branch", "Too expensive"),
}
_STATES = {
    "suspended": LicenseState.SUSPENDED,
    "revoked": LicenseState.REVOKED,
    "cancelled": LicenseState.CANCELLED,
}


def fate(number: int) -> str:
    """What became of the license with this number."""
    turn = (number * _STEP + _FIRST) % _HUNDRED
    return _FATES[turn] if turn < len(_FATES) else "active"


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that was decided about one license; `used` is how many devices are active."""

    state: LicenseState
    reason: str
    sold_at: datetime
    starts_on: date | None
    expires_on: date | None
    cycle: Cycle | None
    used: int


def story(
    rng: Random, days: Days, number: int, since: datetime, terms: Terms, *, cycles: bool
) -> Story:
    """What became of a license that was sold after its customer came."""
    what = fate(number)
    today = days.now.date()
    cycle = None
    if cycles:
        monthly = terms.monthly is not None and rng.random() < 0.3  # noqa: PLR2004 - a share
        cycle = Cycle.MONTHLY if monthly else Cycle.YEARLY
    expires = _expiry(rng, today, what, cycle, terms)
    sold = since + (days.base - since) * rng.random()
    if expires is not None and cycle is not None:
        latest = datetime.combine(add_months(expires, -cycle.months), days.base.timetz())
        sold = max(since, min(sold, latest.replace(tzinfo=days.base.tzinfo)))
    starts = today + timedelta(days=5 + number % 20) if what == "not started" else None
    reasons = _REASONS.get(what, ("",))
    return Story(
        state=_STATES.get(what, LicenseState.ACTIVE),
        reason=reasons[number % len(reasons)],
        sold_at=sold.replace(microsecond=0),
        starts_on=starts,
        expires_on=expires,
        cycle=cycle,
        used=_used(rng, what, terms.activation_limit),
    )


def _expiry(rng: Random, today: date, what: str, cycle: Cycle | None, terms: Terms) -> date | None:
    if cycle is None:
        return None
    length = 30 * cycle.months
    match what:
        case "expiring":
            return today + timedelta(days=rng.randrange(1, 30))
        case "grace" if terms.grace_days:
            return today - timedelta(days=rng.randrange(1, terms.grace_days))
        case "expired" | "grace":
            return today - timedelta(days=31 + rng.randrange(600))
        case "not started":
            return today + timedelta(days=30 + length)
    return today + timedelta(days=rng.randrange(min(31, length - 1), length + 1))


def _used(rng: Random, what: str, limit: int | None) -> int:
    if what in {"revoked", "cancelled", "not started"}:
        return 0
    if what == "over limit":
        return (limit or 1) + 1
    most = min(limit or 4, 6)
    return min(most, int(rng.random() * (most + 1.4)))
