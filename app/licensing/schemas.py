"""What crosses the boundary between licensing and its callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.catalogue.terms import Cycle, ExpiryBasis, OnExpiry, Overage


class LicenseState(StrEnum):
    """What people decided about a license (DOMAIN, machine "License")."""

    AVAILABLE = "available"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


class LicenseStatus(StrEnum):
    """What is shown of a license: its state, and what the calendar makes of an active one.

    GRACE is past its last day but still good; NOT_STARTED is before its first. Whether it
    expires soon or is over its limit is said beside the status.
    """

    AVAILABLE = "available"
    NOT_STARTED = "not_started"
    ACTIVE = "active"
    GRACE = "grace"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


# The statuses in which a license is worth something to its customer.
VALID = frozenset({LicenseStatus.ACTIVE, LicenseStatus.GRACE})


class ActivationState(StrEnum):
    """Where an activation stands; the way back is a new one, which counts anew."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    BLOCKED = "blocked"


class DeviceKind(StrEnum):
    """What a license was activated on."""

    HARDWARE = "hardware"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for one license: its terms, with what was agreed for it alone on top.

    None as a limit means unlimited. `allowed` is the greatest number of active devices
    the limit and its overage let in, None for any number.
    """

    activation_limit: int | None
    overage: Overage
    overage_percent: int
    expiry_basis: ExpiryBasis
    on_expiry: OnExpiry
    grace_days: int
    stale_days: int
    self_deactivations: int | None
    offline_allowed: bool

    @property
    def allowed(self) -> int | None:
        """The greatest number of devices that may be active at once."""
        if self.activation_limit is None or self.overage is Overage.ALWAYS:
            return None
        extra = self.overage_percent if self.overage is Overage.PERCENT else 0
        return self.activation_limit + self.activation_limit * extra // 100


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """A line in a list of licenses. Field names are sort keys.

    `key` is masked but for its end; `limit` None is unlimited; `expires_on` is the last
    good day, None for never; `expiring` holds within 30 days of it; `customer` is None
    where there is none ("Unassigned").
    """

    id: int
    key: str
    product: str
    plan: str
    status: LicenseStatus
    expiring: bool
    over_limit: bool
    expires_on: date | None
    activations: int
    limit: int | None
    customer: str | None
    customer_id: int | None
    customer_deleted: bool
    email: str
    client_id: str
    order_number: str
    cycle: Cycle | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class LicenseDetail:
    """Everything about one license but its key, which is asked for by itself.

    `instant` is when it ends (the end of its last day in the organization's zone, before
    grace), in UTC. `overrides` are the names of what was agreed for it alone.
    """

    id: int
    version: int
    uid: str
    key: str
    product_id: int
    product: str
    product_reference: str
    plan_id: int | None
    plan: str
    terms_id: int | None
    customer_id: int | None
    customer: str | None
    customer_deleted: bool
    client_id: str
    email: str
    order_number: str
    subscription_id: int | None
    subscription: str
    state: LicenseState
    state_reason: str
    status: LicenseStatus
    expiring: bool
    over_limit: bool
    cycle: Cycle | None
    starts_on: date | None
    expires_on: date | None
    instant: datetime | None
    activations: int
    limit: int | None
    policy: Policy
    overrides: tuple[str, ...]
    quotas: dict[str, int]
    note: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class ActivationRow:
    """A line in a list of activations. Field names are sort keys.

    `device` is its label, or else what it was identified by; `stale` when it was not
    verified for as many days as its license's policy says.
    """

    id: int
    key: str
    license_id: int
    product: str
    device: str
    identifier: str
    kind: DeviceKind
    hostname: str
    platform: str
    domain: str
    ip: str
    state: ActivationState
    activated_at: datetime
    last_verified_at: datetime
    stale: bool
    offline: bool
    customer: str | None
    customer_id: int | None
    ended_at: datetime | None
    ended_why: str
