"""What terms grant, in sentences."""

from app.catalogue.terms import Overage, Terms
from app.core.text import _, ngettext
from ui.kit import format as fmt


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
    lines = []
    for tier in terms.tiers:
        each = [_("%s a month") % fmt.text(tier.monthly)] if tier.monthly else []
        each += [_("%s a year") % fmt.text(tier.yearly)] if tier.yearly else []
        words = {"quantity": fmt.text(tier.from_quantity), "prices": ", ".join(each)}
        lines.append(_("From %(quantity)s: %(prices)s") % words)
    return "\n".join(lines)
