"""What a plan grants and costs, as one value that never changes once something was sold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.money import Money


class Cycle(StrEnum):
    """How often a plan is billed."""

    MONTHLY = "monthly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Its length in calendar months."""
        return 1 if self is Cycle.MONTHLY else 12


class Overage(StrEnum):
    """What happens when more devices ask than the activation limit allows.

    NONE refuses them, PERCENT lets in so many per cent more (rounded down), ALWAYS
    lets everybody in and only marks the license as over its limit.
    """

    NONE = "none"
    PERCENT = "percent"
    ALWAYS = "always"


class ExpiryBasis(StrEnum):
    """From when a license's duration counts."""

    ISSUE = "issue"
    FIRST_ACTIVATION = "first_activation"


class OnExpiry(StrEnum):
    """What a license is worth once it (and its grace) is over.

    RESTRICT ends it; MAINTAIN keeps the devices it has working, but admits no new one.
    """

    RESTRICT = "restrict"
    MAINTAIN = "maintain"


@dataclass(frozen=True, slots=True)
class Tier:
    """From this quantity on, a unit costs so much a cycle (the last tier that fits counts)."""

    from_quantity: int
    monthly: Money | None
    yearly: Money | None


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a plan's terms.

    `id` and `number` are 0 while not stored. None as a limit means unlimited; `months` is
    the duration of a license: None follows the billing cycle, 0 never ends. Usage prices
    are per unit of the metric; quotas are amounts of it that are included.
    """

    id: int
    number: int
    currency: str
    monthly: Money | None = None
    yearly: Money | None = None
    months: int | None = None
    expiry_basis: ExpiryBasis = ExpiryBasis.ISSUE
    on_expiry: OnExpiry = OnExpiry.RESTRICT
    grace_days: int = 0
    activation_limit: int | None = 1
    overage: Overage = Overage.NONE
    overage_percent: int = 0
    stale_days: int = 45
    self_deactivations: int | None = None
    offline_allowed: bool = True
    user_limit: int | None = None
    quotas: Mapping[str, int] = field(default_factory=dict)
    usage_prices: Mapping[str, Money] = field(default_factory=dict)
    tiers: tuple[Tier, ...] = ()

    def price(self, cycle: Cycle, quantity: int = 1) -> Money | None:
        """What one unit costs a cycle when so many are bought; None where it is not sold so."""
        found = self.monthly if cycle is Cycle.MONTHLY else self.yearly
        for tier in self.tiers:
            offered = tier.monthly if cycle is Cycle.MONTHLY else tier.yearly
            if tier.from_quantity <= quantity and offered is not None:
                found = offered
        return found
