"""What the demo's organization sells, and the terms it sells it on."""

from dataclasses import dataclass, field
from datetime import datetime

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage, Terms, Tier
from app.core.money import Money
from app.core.text import N_

EUR = "EUR"
DEVICES = N_("devices")


def euros(amount: int) -> Money:
    """Whole euros."""
    return Money(amount * 100, EUR)


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to insert, and how often it is bought among all."""

    name: str
    description: str
    terms: Terms
    often: int
    cycles: bool = True


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to insert with its plans; `on_domains` are its licenses used, not on devices."""

    reference: str
    name: str
    description: str
    plans: tuple[NewPlan, ...]
    key_format: str = "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
    email_on_issue: bool = True
    on_domains: bool = False
    active: bool = True
    since: datetime | None = field(default=None)


PRODUCTS = (
    NewProduct(
        "ALDER-LEDGER", "Alder Ledger", "Bookkeeping for small firms, on one computer or many.",
        (
            NewPlan(
                "Starter", "One desk, everything a sole trader needs.",
                Terms(0, 1, EUR, euros(19), euros(190), activation_limit=1, user_limit=1,
                      grace_days=7, self_deactivations=3, quotas={"companies": 1}),
                30,
            ),
            NewPlan(
                "Team", "Up to five desks that work on the same books.",
                Terms(0, 1, EUR, euros(59), euros(590), activation_limit=5, user_limit=10,
                      overage=Overage.PERCENT, overage_percent=20, grace_days=14,
                      self_deactivations=6, quotas={"companies": 5, "storage_gb": 50},
                      tiers=(Tier(5, euros(55), euros(550)), Tier(10, euros(49), euros(490)))),
                22,
            ),
            NewPlan(
                "Enterprise", "Whole departments, with a named contact.",
                Terms(0, 1, EUR, None, euros(2490), activation_limit=25, grace_days=30,
                      overage=Overage.ALWAYS, quotas={"storage_gb": 500}),
                6,
            ),
        ),
    ),
    NewProduct(
        "FINCH-CAPTURE", "Finch Capture", "Scans, reads and files receipts.",
        (
            NewPlan(
                "Solo", "Bought once, works for good.",
                Terms(0, 1, EUR, None, euros(89), months=0, activation_limit=2,
                      self_deactivations=2),
                16, cycles=False,
            ),
            NewPlan(
                "Studio", "Ten devices and a shared archive.",
                Terms(0, 1, EUR, euros(39), euros(390), activation_limit=10,
                      expiry_basis=ExpiryBasis.FIRST_ACTIVATION, grace_days=7,
                      quotas={"pages": 20_000}, usage_prices={"pages": Money(2, EUR)}),
                12,
            ),
        ),
        key_format="FC-XXXXX-XXXXX-XXXXX-XXXXX-XXXX",
    ),
    NewProduct(
        "FINCH-SERVER", "Finch Server", "Receives receipts for a web address.",
        (
            NewPlan(
                "Server", "Up to three domains.",
                Terms(0, 1, EUR, euros(25), euros(250), activation_limit=3,
                      on_expiry=OnExpiry.MAINTAIN, stale_days=30, offline_allowed=False),
                10,
            ),
        ),
        on_domains=True,
    ),
    NewProduct(
        "ALDER-CLASSIC", "Alder Classic", "The program before Ledger; kept for who has it.",
        (
            NewPlan(
                "Classic", "One computer, no end.",
                Terms(0, 1, EUR, None, euros(149), months=0, activation_limit=1),
                4, cycles=False,
            ),
        ),
        email_on_issue=False, active=False,
    ),
)  # fmt: skip
