"""The words of evidence: counts, ages, days, and who holds a customer."""

from collections.abc import Sequence
from datetime import datetime

from app.core.clock import time_zone
from app.core.text import _, ngettext
from app.customers.schemas import Status as CustomerStatus
from app.licensing.checks_facts import CustomerFacts, LicenseFacts, Seat
from app.licensing.schemas import Policy

# So many of the stalest devices are named.
NAMED = 3
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def moment(at: datetime, zone: str) -> str:
    """An instant as "2026-11-20 13:00" in a time zone."""
    return at.astimezone(time_zone(zone)).strftime("%Y-%m-%d %H:%M")


def ago(at: datetime, now: datetime) -> str:
    """How long ago an instant was: "45 days ago"."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%d minute ago", "%d minutes ago", count) % count
    if seconds < _DAY:
        count = seconds // _HOUR
        return ngettext("%d hour ago", "%d hours ago", count) % count
    count = seconds // _DAY
    return ngettext("%d day ago", "%d days ago", count) % count


def count(active: int, policy: Policy) -> str:
    """How many devices of how many: "Active devices: 3 of 3."."""
    limit = policy.activation_limit
    if limit is None:
        return _("Active devices: %d, without limit.") % active
    return _("Active devices: %(active)d of %(limit)d.") % {"active": active, "limit": limit}


def room(active: int, policy: Policy) -> str:
    """Why one more is let in."""
    limit = policy.activation_limit
    if limit is None or active < limit:
        return count(active, policy)
    return count(active, policy) + " " + _("One more is let in as overage.")


def stalest(seats: Sequence[Seat], now: datetime) -> str:
    """Which devices were not heard of for longest."""
    each = (f"{seat.device} ({ago(seat.verified_at, now)})" for seat in seats[:NAMED])
    return _("Longest not verified: %s.") % ", ".join(each)


def product(found: LicenseFacts | None) -> str:
    """What the key is for."""
    if found is None or not found.product:
        return _("A license has it.")
    if found.product_active:
        return _("It is a license of %s.") % found.product
    return _("It is a license of %s, which is no longer sold; what was sold stays good.") % (
        found.product
    )


def endless(months: int | None) -> str:
    """Why there is no last day."""
    if not months:
        return _("It never expires.")
    said = ngettext(
        "Its %d month begins with its first activation.",
        "Its %d months begin with its first activation.",
        months,
    )
    return said % months


def held(customer: CustomerFacts) -> tuple[str, str]:
    """Why a customer's licenses cannot be activated, and what to do."""
    said, advice = {
        CustomerStatus.INACTIVE: (_("%s is inactive."), _("Make the customer active first.")),
        CustomerStatus.SUSPENDED: (_("%s is suspended."), _("End the suspension first.")),
        CustomerStatus.BLOCKED: (_("%s is blocked."), _("Unblock the customer first.")),
        CustomerStatus.DELETED: (
            _("Its customer was deleted."),
            _("Restore the customer, or assign the license to another."),
        ),
    }[customer.status]
    return said.replace("%s", customer.name), advice
