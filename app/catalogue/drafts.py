"""What a person fills in about a product, its files and its plans, and the rules it must meet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.catalogue import key_format as formats
from app.catalogue.schemas import Duration
from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage, Terms, Tier
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _

Lines = Mapping[str, tuple[int, str]]
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DESCRIPTION = {"description": (10_000, N_("Description"))}
MOST_DEVICES, MOST_DAYS, MOST_MONTHS, MOST_PERCENT = 1_000_000, 3650, 1200, 1000
MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class ProductDraft(Draft):
    """A product. `reference` is what vendors' programs call it by."""

    name: str = ""
    reference: str = ""
    description: str = ""
    email_on_issue: bool = False
    key_format: str = formats.DEFAULT

    lines: ClassVar[Lines] = {
        "name": (200, N_("Name")),
        "reference": (60, N_("Reference")),
        "key_format": (60, N_("Key format")),
    }
    paragraphs: ClassVar[Lines] = _DESCRIPTION
    required: ClassVar[Mapping[str, str]] = {
        "name": N_("Enter the product's name."),
        "reference": N_("Enter a reference, such as ALDER-LEDGER."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """How references and keys may look."""
        found = {}
        if values["reference"] and not _REFERENCE.fullmatch(values["reference"]):
            found["reference"] = _(
                "A reference is made of letters A to Z, digits, dots, dashes and underscores."
            )
        if said := formats.problem(values["key_format"]):
            found["key_format"] = said
        return found


@dataclass(frozen=True, slots=True)
class FileDraft(Draft):
    """A file customers may download: which release it is, and since when."""

    release: str = ""
    note: str = ""
    released_on: date | None = None

    lines: ClassVar[Lines] = {"release": (40, N_("Release")), "note": (200, N_("Note"))}
    required: ClassVar[Mapping[str, str]] = {"release": N_("Enter the release, such as 2.4.1.")}


@dataclass(frozen=True, slots=True)
class PlanDraft(Draft):
    """A plan and its terms.

    Blank limits are unlimited, blank prices not for sale. Quotas are (metric, amount),
    usage prices (metric, price), tiers (from quantity, monthly, yearly).
    """

    name: str = ""
    description: str = ""
    currency: str = "EUR"
    monthly: Money | None = None
    yearly: Money | None = None
    duration: Duration = Duration.CYCLE
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
    quotas: tuple[tuple[str, int], ...] = ()
    usage_prices: tuple[tuple[str, Money], ...] = ()
    tiers: tuple[tuple[int, Money | None, Money | None], ...] = ()

    lines: ClassVar[Lines] = {"name": (120, N_("Name"))}
    paragraphs: ClassVar[Lines] = _DESCRIPTION
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter the plan's name.")}
    together: ClassVar[Mapping[str, tuple[str, ...]]] = {
        N_("Duration"): ("duration", "months"),
        N_("More devices"): ("overage", "overage_percent"),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Ranges, one currency, and lists in order."""
        found = _ranges(values) | _money(values)
        if values["duration"] is Duration.MONTHS and not values["months"]:
            found["months"] = _("Enter for how many months a license is good.")
        if values["overage"] is Overage.PERCENT and not values["overage_percent"]:
            found["overage_percent"] = _("Enter how many per cent more are let in.")
        for name in ("quotas", "usage_prices"):
            if said := _metrics(values[name]):
                found[name] = said
        if said := _tiers(values["tiers"]):
            found["tiers"] = said
        return found

    def terms(self) -> Terms:
        """The terms the draft asks for, not stored yet.

        Raises:
            Invalid: the draft has problems, keyed by field.
        """
        values = self.checked()
        months = {Duration.CYCLE: None, Duration.EVER: 0}.get(values["duration"], values["months"])
        same = (
            "currency", "monthly", "yearly", "expiry_basis", "on_expiry", "grace_days",
            "activation_limit", "overage", "overage_percent", "stale_days",
            "self_deactivations", "offline_allowed", "user_limit",
        )  # fmt: skip
        return Terms(
            0,
            0,
            **{name: values[name] for name in same},
            months=months,
            quotas={metric.strip(): amount for metric, amount in values["quotas"]},
            usage_prices={metric.strip(): price for metric, price in values["usage_prices"]},
            tiers=tuple(Tier(*one) for one in values["tiers"]),
        )

    @classmethod
    def of(cls, name: str, description: str, terms: Terms) -> "PlanDraft":
        """A plan as a form shows it."""
        duration = {None: Duration.CYCLE, 0: Duration.EVER}.get(terms.months, Duration.MONTHS)
        return cls(
            name, description, terms.currency, terms.monthly, terms.yearly, duration,
            terms.months or None, terms.expiry_basis, terms.on_expiry, terms.grace_days,
            terms.activation_limit, terms.overage, terms.overage_percent, terms.stale_days,
            terms.self_deactivations, terms.offline_allowed, terms.user_limit,
            tuple(terms.quotas.items()), tuple(terms.usage_prices.items()),
            tuple((one.from_quantity, one.monthly, one.yearly) for one in terms.tiers),
        )  # fmt: skip


_RANGES = (
    ("months", N_("The duration in months"), 1, MOST_MONTHS),
    ("grace_days", N_("Grace days"), 0, MOST_DAYS),
    ("activation_limit", N_("The activation limit"), 1, MOST_DEVICES),
    ("overage_percent", N_("The overage"), 0, MOST_PERCENT),
    ("stale_days", N_("Days until a device counts as stale"), 1, MOST_DAYS),
    ("self_deactivations", N_("Deactivations by the customer"), 0, MOST_DEVICES),
    ("user_limit", N_("The user limit"), 1, MOST_DEVICES),
)


def _ranges(values: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for field, title, lowest, highest in _RANGES:
        if values[field] is not None and not lowest <= values[field] <= highest:
            found[field] = _("%(title)s must be between %(lowest)s and %(highest)s.") % {
                "title": _(title),
                "lowest": f"{lowest:,}",
                "highest": f"{highest:,}",
            }
    return found


def _money(values: Mapping[str, Any]) -> dict[str, str]:
    """No negative prices, all in one currency, and some way to buy it."""
    found: dict[str, str] = {}
    if not is_currency(values["currency"]):
        said = _("%s is not a currency code. Use three capital letters such as EUR or USD.")
        return {"currency": said % values["currency"]}
    prices = [("monthly", values["monthly"]), ("yearly", values["yearly"])]
    prices += [("usage_prices", price) for _metric, price in values["usage_prices"]]
    prices += [("tiers", price) for tier in values["tiers"] for price in tier[1:]]
    for field, price in prices:
        if price is None:
            continue
        if price.minor < 0:
            found[field] = _("A price cannot be negative. Enter 0 if it is free.")
        elif price.currency != values["currency"]:
            found[field] = _("Enter all prices of this plan in %s.") % values["currency"]
    if values["monthly"] is None and values["yearly"] is None and not found:
        found["yearly"] = _("Enter a monthly or a yearly price; 0 if the plan is free.")
    return found


def _metrics(lines: tuple[tuple[str, Any], ...]) -> str | None:
    names = [name.strip().casefold() for name, _value in lines]
    if len(lines) > MOST_LINES:
        return _("At most %d lines can be kept.") % MOST_LINES
    if not all(names):
        return _("Name what each line counts, such as storage_gb, or take the line away.")
    if any(len(name) > MOST_LINES for name in names):
        return _("A name may have %d characters at most.") % MOST_LINES
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return _("“%s” is there twice. Take one of the lines away.") % twice
    if any(isinstance(value, int) and value < 0 for _name, value in lines):
        return _("An amount cannot be negative.")
    return None


def _tiers(tiers: tuple[tuple[int, Money | None, Money | None], ...]) -> str | None:
    starts = [start for start, _monthly, _yearly in tiers]
    if any(start < 2 for start in starts):  # noqa: PLR2004 - one is the plan's own price
        return _("A tier begins at a quantity of 2 or more; below, the plan's own price holds.")
    if starts != sorted(set(starts)):
        return _("Let each tier begin at a greater quantity than the one before it.")
    if any(monthly is None and yearly is None for _start, monthly, yearly in tiers):
        return _("Enter a price for each tier, or take the tier away.")
    return None
