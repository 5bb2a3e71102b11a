"""What a person fills in about a license, and the rules it must meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from app.catalogue.terms import Cycle, ExpiryBasis, OnExpiry, Overage
from app.core.draft import Draft
from app.core.text import N_, _
from app.licensing import keys

Lines = Mapping[str, tuple[int, str]]
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
MOST_MONTHS = 1200
_ORDER = (60, N_("Order number"))
_MOST_DAYS, _MOST_SEATS, _MOST_PERCENT = 3650, 1_000_000, 1000


def _number(lowest: int, highest: int, *, blank: bool = False) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        return (blank and value is None) or (type(value) is int and lowest <= value <= highest)

    return fits


# What may be agreed for one license alone, and which values make sense.
OVERRIDES: Mapping[str, Callable[[Any], bool]] = {
    "activation_limit": _number(0, _MOST_SEATS, blank=True),
    "overage": lambda value: value in list(Overage),
    "overage_percent": _number(0, _MOST_PERCENT),
    "expiry_basis": lambda value: value in list(ExpiryBasis),
    "on_expiry": lambda value: value in list(OnExpiry),
    "grace_days": _number(0, _MOST_DAYS),
    "stale_days": _number(1, _MOST_DAYS),
    "self_deactivations": _number(0, _MOST_SEATS, blank=True),
    "offline_allowed": lambda value: isinstance(value, bool),
}


@dataclass(frozen=True, slots=True)
class IssueDraft(Draft):
    """A new license.

    Without a `key` one is generated. Whom it is for is said by `customer_id`, by
    `client_id`, or by `email`; nobody is "available". An e-mail nobody has creates its
    customer once that is confirmed (`confirm_new`). Without `expires_on` it ends as its plan
    and `cycle` say, and with `never_expires` not at all.
    """

    product_id: int | None = None
    plan_id: int | None = None
    cycle: Cycle | None = None
    key: str = field(default="", repr=False)
    customer_id: int | None = None
    email: str = ""
    client_id: str = ""
    order_number: str = ""
    starts_on: date | None = None
    expires_on: date | None = None
    never_expires: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)
    create_subscription: bool = False
    confirm_new: bool = False
    note: str = ""

    lines: ClassVar[Lines] = {
        "order_number": _ORDER,
        "email": (254, N_("E-mail")),
        "client_id": (100, N_("Client ID")),
    }
    paragraphs: ClassVar[Lines] = {"note": (10_000, N_("Note"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the product."""
        found = _dates(values["starts_on"], values["expires_on"]) | _overrides(values["overrides"])
        if values["product_id"] is None:
            found["product_id"] = _("Choose a product.")
        if values["key"].strip() and (said := keys.problem(values["key"])):
            found["key"] = said
        if values["expires_on"] and values["never_expires"]:
            found["expires_on"] = _("It cannot end on a day and never. Choose one of the two.")
        if values["create_subscription"] and values["plan_id"] is None:
            found["plan_id"] = _("A subscription needs a plan. Choose one.")
        if values["create_subscription"] and not _whose(values):
            found["customer_id"] = _("A subscription needs a customer. Choose one.")
        return found


class Own(Enum):
    """Stands for an override that is not there, where None is one: without limit."""

    NOTHING = "as the plan says"


@dataclass(frozen=True, slots=True)
class LicenseDraft(Draft):
    """What of a license is edited field by field; everything else has its own use case.

    Where two people's edits clash, each override is a field of its own, with
    `Own.NOTHING` where there is none.
    """

    order_number: str = ""
    starts_on: date | None = None
    expires_on: date | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    lines: ClassVar[Lines] = {"order_number": _ORDER}
    paragraphs: ClassVar[Lines] = {"note": (10_000, N_("Note"))}
    together: ClassVar[Mapping[str, tuple[str, ...]]] = {
        N_("Dates"): ("starts_on", "expires_on"),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Dates and what was agreed for this license alone."""
        return _dates(values["starts_on"], values["expires_on"]) | _overrides(values["overrides"])


# Two people's edits of these are not mixed; each override is a field here.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    **LicenseDraft.together,
    N_("Beyond the limit"): ("overage", "overage_percent"),
}


def _whose(values: Mapping[str, Any]) -> bool:
    return values["customer_id"] is not None or bool(values["email"] or values["client_id"])


def _dates(starts_on: date | None, expires_on: date | None) -> dict[str, str]:
    found = {}
    for name, day in (("starts_on", starts_on), ("expires_on", expires_on)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            found[name] = _("Choose a day between %(first)s and %(last)s.") % {
                "first": FIRST_DAY.isoformat(),
                "last": LAST_DAY.isoformat(),
            }
    if starts_on and expires_on and expires_on < starts_on:
        found["expires_on"] = (
            _("It would end before it starts. Choose a day from %s on.") % starts_on.isoformat()
        )
    return found


def _overrides(given: Mapping[str, Any]) -> dict[str, str]:
    odd = [name for name, value in given.items() if not OVERRIDES.get(name, _never)(value)]
    if not odd:
        return {}
    said = _("These cannot be agreed for a license like that: %s. Correct them.")
    return {"overrides": said % ", ".join(name.replace("_", " ") for name in sorted(odd))}


def _never(_value: Any) -> bool:
    return False
