"""What follows from a license's facts: its policy and its status. The one place that decides."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage, Terms
from app.core.clock import end_of_day, start_of_day
from app.core.folding import search_text
from app.licensing.model import License
from app.licensing.schemas import LicenseState, LicenseStatus, Policy

# So many days before its last one a license counts as expiring.
EXPIRING_DAYS = 30
# The policy of licenses that were sold without a plan is that of terms nobody changed.
UNPLANNED = Terms(0, 0, "")
_ENUMS = {"overage": Overage, "expiry_basis": ExpiryBasis, "on_expiry": OnExpiry}


def policy_of(terms: Terms | None, overrides: Mapping[str, Any]) -> Policy:
    """What holds for a license: its terms, with what was agreed for it alone on top."""
    base = terms or UNPLANNED
    values = {one.name: getattr(base, one.name) for one in fields(Policy)}
    values |= {
        name: _ENUMS[name](value) if name in _ENUMS else value for name, value in overrides.items()
    }
    return Policy(**values)


def status_of(
    state: LicenseState,
    starts_on: date | None,
    expires_on: date | None,
    grace_days: int,
    now: datetime,
    zone: str,
) -> tuple[LicenseStatus, datetime | None]:
    """A license's status at `now`, and when the calendar alone will change it next.

    A license that expires on a day is good until that day is over in the time zone.
    """
    if state is not LicenseState.ACTIVE:
        return LicenseStatus(state.value), None
    if starts_on is not None and now < (begin := start_of_day(starts_on, zone)):
        return LicenseStatus.NOT_STARTED, begin
    if expires_on is None:
        return LicenseStatus.ACTIVE, None
    if now < (end := end_of_day(expires_on, zone)):
        return LicenseStatus.ACTIVE, end
    if now < (end := end_of_day(expires_on + timedelta(days=grace_days), zone)):
        return LicenseStatus.GRACE, end
    return LicenseStatus.EXPIRED, None


def derive(license: License, policy: Policy, now: datetime, zone: str) -> None:
    """Rewrite every column that follows from the license's own facts.

    What follows from its customer is written by `app.customers.following.follow`, after this.
    """
    license.status, license.status_until = status_of(
        license.state, license.starts_on, license.expires_on, policy.grace_days, now, zone
    )
    license.activation_limit = policy.activation_limit
    license.over_limit = is_over(license.activations, policy.activation_limit)
    license.own_text = own_text(license)


def is_over(activations: int, limit: int | None) -> bool:
    """Whether more devices are active than the limit, overage not counted."""
    return limit is not None and activations > limit


def own_text(license: License) -> str:
    """The folded text a search finds a license by: its order, and the end of its key.

    One that has a customer is found by that one's text (`customers.following`), which
    changes with it; one that has none by what it is linked by.
    """
    linked = () if license.customer_id is not None else (license.email, license.client_id)
    return search_text(dict.fromkeys((license.order_number, *linked, license.key_tail)))
