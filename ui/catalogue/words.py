"""What terms grant, in sentences, and the fields of products and plans, in words."""

from enum import Enum
from typing import Any

from app.catalogue.schemas import Duration
from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage, Terms
from app.core.money import Money
from app.core.text import N_, _, ngettext
from ui.kit import format as fmt

OVERAGES = (
    (Overage.NONE, N_("Refuse them")),
    (Overage.PERCENT, N_("Let some more in")),
    (Overage.ALWAYS, N_("Let them in, and mark the license")),
)
DURATIONS = (
    (Duration.CYCLE, N_("As long as it is paid for")),
    (Duration.MONTHS, N_("So many months")),
    (Duration.EVER, N_("For ever")),
)
BASES = (
    (ExpiryBasis.ISSUE, N_("From the day it is issued")),
    (ExpiryBasis.FIRST_ACTIVATION, N_("From its first activation")),
)
ENDS = (
    (OnExpiry.RESTRICT, N_("It is worth nothing")),
    (OnExpiry.MAINTAIN, N_("Its devices go on, new ones are refused")),
)
_CHOSEN: dict[object, str] = {
    value: words for options in (OVERAGES, DURATIONS, BASES, ENDS) for value, words in options
}


def in_words(field: str, value: Any) -> str:
    """A field's value."""
    if field == "tiers":
        return "\n".join(_tier(*one) for one in value)
    if isinstance(value, tuple):
        return "\n".join(f"{name}: {fmt.text(amount)}" for name, amount in value)
    if isinstance(value, Enum):
        return _(_CHOSEN[value])
    if value is None and field in {"activation_limit", "user_limit", "self_deactivations"}:
        return _("unlimited")
    return fmt.text(value)


def granted(terms: Terms) -> str:
    """What a license of these terms allows, and for how long."""
    said = [_devices(terms), _time(terms)]
    if terms.user_limit is not None:
        users = ngettext("Up to %s user.", "Up to %s users.", terms.user_limit)
        said.append(users % fmt.text(terms.user_limit))
    if not terms.offline_allowed:
        said.append(_("Not without a network."))
    return " ".join(said)


def _devices(terms: Terms) -> str:
    if terms.activation_limit is None:
        return _("Any number of devices.")
    many = ngettext("Up to %s device", "Up to %s devices", terms.activation_limit)
    said = many % fmt.text(terms.activation_limit)
    if terms.overage is Overage.PERCENT:
        more = _("%(devices)s, %(percent)s %% more are let in.")
        return more % {"devices": said, "percent": fmt.text(terms.overage_percent)}
    if terms.overage is Overage.ALWAYS:
        return _("%s; more are let in and marked.") % said
    return f"{said}."


def _time(terms: Terms) -> str:
    if terms.months == 0:
        return _("Good for ever.")
    if terms.months is None:
        said = _("Good as long as it is paid for")
    else:
        many = ngettext("Good for %s month", "Good for %s months", terms.months)
        said = many % fmt.text(terms.months)
    if not terms.grace_days:
        return f"{said}."
    days = ngettext("%(time)s, %(days)s day of grace.", "%(time)s, %(days)s days of grace.",
                    terms.grace_days)  # fmt: skip
    return days % {"time": said, "days": fmt.text(terms.grace_days)}


def prices(terms: Terms) -> str:
    """What one unit costs, by cycle."""
    said = []
    if terms.monthly is not None:
        said.append(_("%s a month") % fmt.text(terms.monthly))
    if terms.yearly is not None:
        said.append(_("%s a year") % fmt.text(terms.yearly))
    return ", ".join(said)


def tiers(terms: Terms) -> str:
    """From which quantities other prices hold, a line each."""
    return "\n".join(_tier(one.from_quantity, one.monthly, one.yearly) for one in terms.tiers)


def _tier(start: int, monthly: Money | None, yearly: Money | None) -> str:
    each = [_("%s a month") % fmt.text(monthly)] if monthly else []
    each += [_("%s a year") % fmt.text(yearly)] if yearly else []
    words = {"quantity": fmt.text(start), "prices": ", ".join(each)}
    return _("From %(quantity)s: %(prices)s") % words
