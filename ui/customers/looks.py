"""How customers and their states look, the same in the list and in their windows."""

from collections.abc import Sequence

from app.core.text import N_, _, ngettext
from app.customers.schemas import HoldDetail, HoldKind, HoldReason, Status
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.theme import Tone

NOBODY = fmt.NOBODY
short = fmt.short

STATUS_LOOKS = {
    Status.ACTIVE: (Tone.OK, Icon.CIRCLE_CHECK),
    Status.INACTIVE: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
    Status.SUSPENDED: (Tone.WARN, Icon.PAUSE),
    Status.BLOCKED: (Tone.BAD, Icon.BAN),
    Status.DELETED: (Tone.BAD, Icon.TRASH),
}
STATUSES = (
    (Status.ACTIVE, N_("Active")),
    (Status.INACTIVE, N_("Inactive")),
    (Status.SUSPENDED, N_("Suspended")),
    (Status.BLOCKED, N_("Blocked")),
)
REASONS = (
    (HoldReason.PAYMENT, N_("Payment is overdue")),
    (HoldReason.FRAUD, N_("Suspected fraud")),
    (HoldReason.LEGAL, N_("Legal reasons")),
    (HoldReason.REQUEST, N_("The customer asked for it")),
    (HoldReason.MANUAL, N_("Another reason")),
)
HELD = {
    HoldKind.SUSPENDED: N_("Suspended"),
    HoldKind.INACTIVE: N_("Inactive"),
    HoldKind.BLOCKED: N_("Blocked"),
}


def reason(value: HoldReason) -> str:
    """A hold's reason in words."""
    return _(dict(REASONS)[value])


def outstanding(count: int) -> str:
    """How many invoices wait for payment, or nothing."""
    if not count:
        return ""
    said = ngettext("%s outstanding invoice", "%s outstanding invoices", count)
    return said % fmt.text(count)


def customers(count: int) -> str:
    """A number of customers in words."""
    return ngettext("%s customer", "%s customers", count) % fmt.text(count)


def named(names: Sequence[str], most: int = 5) -> str:
    """Names in a sentence, the rest counted."""
    shown = ", ".join(short(name or NOBODY) for name in names[:most])
    left = len(names) - most
    if left <= 0:
        return shown
    more = ngettext("%s more", "%s more", left) % fmt.text(left)
    return _("%(names)s and %(more)s") % {"names": shown, "more": more}


def isolated(text: str) -> str:
    """The text, whose direction of writing does not move what stands beside it."""
    return f"\u2068{text}\u2069"


def in_force(holds: Sequence[HoldDetail]) -> list[HoldDetail]:
    """The holds nobody has released; one past its end is released by the daily job."""
    return [hold for hold in holds if hold.released_at is None]


def sentence(hold: HoldDetail) -> str:
    """What holds a customer back: since when, why, until when, by whom."""
    said = _("%(held)s since %(day)s by %(who)s: %(reason)s.") % {
        "held": _(HELD[hold.kind]),
        "day": fmt.day(hold.starts_at),
        "who": short(hold.created_by) or _("Customer Desk"),
        "reason": reason(hold.reason),
    }
    if hold.ends_at is not None:
        said += " " + _("It ends by itself on %s.") % fmt.text(hold.ends_at)
    return said
