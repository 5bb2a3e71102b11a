"""How licenses look in every list, and what their statuses mean."""

from datetime import date
from typing import Any

from app.core.text import N_, _, ngettext
from app.licensing.schemas import LicenseRow
from app.licensing.schemas import LicenseStatus as S
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

UNLIMITED = "\u221e"
LOOKS = {
    S.AVAILABLE: (Tone.INFO, Icon.INBOX),
    S.NOT_STARTED: (Tone.INFO, Icon.CALENDAR),
    S.ACTIVE: (Tone.OK, Icon.CIRCLE_CHECK),
    S.GRACE: (Tone.WARN, Icon.HOURGLASS),
    S.EXPIRED: (Tone.BAD, Icon.CLOCK),
    S.SUSPENDED: (Tone.WARN, Icon.PAUSE),
    S.REVOKED: (Tone.BAD, Icon.BAN),
    S.CANCELLED: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
}
WORDS = {
    S.AVAILABLE: N_("Available"),
    S.NOT_STARTED: N_("Not started"),
    S.ACTIVE: N_("Active"),
    S.GRACE: N_("In grace"),
    S.EXPIRED: N_("Expired"),
    S.SUSPENDED: N_("Suspended"),
    S.REVOKED: N_("Revoked"),
    S.CANCELLED: N_("Cancelled"),
}
MEANINGS = {
    S.AVAILABLE: N_("Available: nobody has it yet. Assign it to a customer."),
    S.NOT_STARTED: N_("Not started: it is good from its first day on."),
    S.ACTIVE: N_("Active: it is valid, and devices can be activated."),
    S.GRACE: N_("In grace: past its last day, but still good for a few days. Renew it."),
    S.EXPIRED: N_("Expired: it needs to be renewed."),
    S.SUSPENDED: N_("Suspended by staff: devices are refused until it is resumed."),
    S.REVOKED: N_("Revoked: it cannot be used any more."),
    S.CANCELLED: N_("Cancelled: it has ended for good, and its devices are deactivated."),
}


def status(value: S) -> str:
    """A license's status in a word."""
    return _(WORDS[value])


def badge(row: LicenseRow, value: S, text: str) -> Cell:
    """The status as a pill that explains itself."""
    tone, picture = LOOKS[value]
    said = [_(MEANINGS[value])]
    if row.expiring:
        said.append(_("It expires soon: %s.") % left(row.expires_on))
    if row.over_limit:
        said.append(_("More devices are active than its limit allows."))
    return Cell(text, Kind.BADGE, picture, tone, " ".join(said))


def left(day: date | None) -> str:
    """How far away a last day is."""
    if day is None:
        return ""
    days = (day - fmt.today()).days
    if days < 0:
        return ngettext("%d day ago", "%d days ago", -days) % -days
    return ngettext("in %d day", "in %d days", days) % days if days else _("today")


def expiry(row: LicenseRow, value: date | None, text: str) -> Cell:
    """The last good day; one that is near stands out."""
    if value is None:
        return Cell(_("Never"), Kind.MUTED)
    if row.expiring or row.status is S.GRACE:
        return Cell(text, Kind.ALERT, Icon.CLOCK, Tone.WARN, _("Expires %s") % left(value))
    if row.status is S.EXPIRED:
        return Cell(text, Kind.MUTED, hint=_("Expired %s") % left(value))
    return Cell(text)


def used(activations: int, limit: int | None) -> str:
    """Such as "2 / 5"."""
    return f"{fmt.text(activations)} / {UNLIMITED if limit is None else fmt.text(limit)}"


def seats(row: LicenseRow, _value: Any, _text: str) -> Cell:
    """Active devices and their limit; too many stand out."""
    said = used(row.activations, row.limit)
    if row.over_limit:
        hint = _("Over its limit: deactivate a device, or raise the limit.")
        return Cell(said, Kind.ALERT, Icon.ALERT, Tone.BAD, hint)
    if row.limit is None:
        return Cell(said, hint=_("Any number of devices"))
    return Cell(said, hint=_("%s devices active") % said.replace("/", _("of")))


def customer(row: LicenseRow, value: Any, _text: str) -> Cell:
    """Whom a license belongs to (LIC-26)."""
    if row.customer_id is None:
        return Cell(_("Unassigned"), Kind.MUTED)
    if row.customer_deleted:
        return Cell(_("Deleted customer"), Kind.MUTED, Icon.USER_X)
    return cells.name(row, value, value) if value else Cell("N/A", Kind.MUTED)


def cycle(value: Any) -> str:
    """How often it is billed, if it is."""
    return fmt.text(value) if value else ""
