"""What there is to read about a license, a line each."""

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.core.text import N_, _, ngettext
from app.licensing.schemas import LicenseDetail, Policy
from ui.kit import format as fmt
from ui.kit.facts_dialog import Fact
from ui.licensing import looks

UNLIMITED = N_("Unlimited")


def facts(found: LicenseDetail) -> tuple[Fact, ...]:
    """Everything but the key and the policy."""
    return (
        ("meaning", _("Status"), _meaning(found)),
        ("plan", _("Plan"), found.plan or _("No plan")),
        ("customer", _("Customer"), customer(found)),
        ("email", _("E-mail"), found.email),
        ("client_id", _("Client ID"), found.client_id),
        ("expires", _("Expires"), expires(found)),
        ("starts", _("Starts"), fmt.text(found.starts_on) if found.starts_on else ""),
        ("devices", _("Activations"), _devices(found)),
        ("quotas", _("Quotas"), _quotas(found)),
        ("cycle", _("Billing cycle"), looks.cycle(found.cycle)),
        ("subscription", _("Subscription"), found.subscription),
        ("order", _("Order number"), found.order_number),
        ("note", _("Note"), found.note),
    )


def policy(found: LicenseDetail) -> tuple[Fact, ...]:
    """What holds for it; what was agreed for it alone is marked."""
    own = frozenset(found.overrides)
    return tuple(
        (key, title, _("%s (agreed for this license)") % words if key in own else words)
        for key, title, words in rules(found.policy)
    )


def record(found: LicenseDetail) -> tuple[Fact, ...]:
    """Where it comes from."""
    return (
        ("reference", _("Product reference"), found.product_reference),
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
        ("uid", _("UUID"), found.uid),
    )


def rules(found: Policy) -> tuple[Fact, ...]:
    """The policy in words, by the names of its fields."""
    return (
        ("activation_limit", _("Activation limit"), _limit(found.activation_limit)),
        ("overage", _("Beyond the limit"), _overage(found)),
        ("expiry_basis", _("Its time counts"), _(BASIS[found.expiry_basis])),
        ("on_expiry", _("Once it is over"), _(AFTER[found.on_expiry])),
        ("grace_days", _("Grace"), _days(found.grace_days)),
        ("stale_days", _("Stale after"), _days(found.stale_days)),
        (
            "self_deactivations",
            _("Freed by customers"),
            _("%s a year") % _limit(found.self_deactivations),
        ),
        (
            "offline_allowed",
            _("Offline"),
            _("Allowed") if found.offline_allowed else _("Not allowed"),
        ),
    )


def customer(found: LicenseDetail) -> str:
    """Whom it belongs to (LIC-26)."""
    if found.customer_id is None:
        return _("Unassigned")
    return found.customer or "N/A"


def expires(found: LicenseDetail) -> str:
    """Its last good day, and how far away that is."""
    if found.expires_on is None:
        return _("Never")
    day, left = fmt.text(found.expires_on), looks.left(found.expires_on)
    return _("%(day)s, at the end of the day (%(left)s)") % {"day": day, "left": left}


BASIS = {
    ExpiryBasis.ISSUE: N_("From the day it is assigned"),
    ExpiryBasis.FIRST_ACTIVATION: N_("From its first activation"),
}
AFTER = {
    OnExpiry.RESTRICT: N_("Devices are refused"),
    OnExpiry.MAINTAIN: N_("Devices keep working, no new ones"),
}


def _meaning(found: LicenseDetail) -> str:
    said = [_(looks.MEANINGS[found.status])]
    if found.state_reason:
        said.append(_("Reason: %s") % found.state_reason)
    if found.expiring:
        said.append(_("It expires soon."))
    if found.over_limit:
        said.append(_("More devices are active than its limit allows."))
    return " ".join(said)


def _devices(found: LicenseDetail) -> str:
    return _("%s active") % looks.used(found.activations, found.limit)


def _quotas(found: LicenseDetail) -> str:
    named = sorted(found.quotas.items())
    return ", ".join(f"{name}: {fmt.text(amount)}" for name, amount in named)


def _overage(found: Policy) -> str:
    if found.overage is Overage.ALWAYS:
        return _("Let in, and marked as over the limit")
    if found.overage is Overage.PERCENT:
        return _("Up to %d %% more") % found.overage_percent
    return _("Refused")


def _limit(value: int | None) -> str:
    return _(UNLIMITED) if value is None else fmt.text(value)


def _days(count: int) -> str:
    return ngettext("%d day", "%d days", count) % count if count else _("None")


def _stamp(when: str, who: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when
