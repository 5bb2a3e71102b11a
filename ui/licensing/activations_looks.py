"""How activations look in lists: their state, their device, and how long ago they were seen."""

from datetime import UTC, datetime
from typing import Any

from app.core.text import N_, _, ngettext
from app.licensing.schemas import ActivationRow, DeviceKind
from app.licensing.schemas import ActivationState as S
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

LOOKS = {
    S.ACTIVE: (Tone.OK, Icon.CIRCLE_CHECK),
    S.DEACTIVATED: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
    S.BLOCKED: (Tone.BAD, Icon.BAN),
}
WORDS = {S.ACTIVE: N_("Active"), S.DEACTIVATED: N_("Inactive"), S.BLOCKED: N_("Blocked")}
MEANINGS = {
    S.ACTIVE: N_("Active: it has a seat of its license."),
    S.DEACTIVATED: N_("Inactive: its seat is free. It can be activated again."),
    S.BLOCKED: N_("Blocked: it cannot be activated on this license until it is unblocked."),
}
KIND_WORDS = {DeviceKind.HARDWARE: N_("Device"), DeviceKind.DOMAIN: N_("Domain")}
KIND_ICONS = {DeviceKind.HARDWARE: Icon.MONITOR, DeviceKind.DOMAIN: Icon.GLOBE}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def right_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def ago(at: datetime) -> str:
    """How long ago a moment was: "5 minutes ago", "45 days ago"."""
    seconds = max(0, int((right_now() - at).total_seconds()))
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%d minute ago", "%d minutes ago", count) % count
    if seconds < _DAY:
        count = seconds // _HOUR
        return ngettext("%d hour ago", "%d hours ago", count) % count
    count = seconds // _DAY
    return ngettext("%d day ago", "%d days ago", count) % count


def unseen(at: datetime) -> str:
    """What to say of a device that was not heard of for long."""
    days = max(0, (right_now() - at).days)
    return ngettext("Not seen for %d day", "Not seen for %d days", days) % days


def state(value: S) -> str:
    """An activation's state in a word."""
    return _(WORDS[value])


def kind(value: DeviceKind) -> str:
    """What sort of device it is in a word."""
    return _(KIND_WORDS[value])


def badge(row: ActivationRow, value: S, text: str) -> Cell:
    """The state as a pill that explains itself."""
    tone, picture = LOOKS[value]
    said = [_(MEANINGS[value])]
    if row.offline:
        said.append(_("It was activated without a network."))
    return Cell(text, Kind.BADGE, picture, tone, " ".join(said))


def device(row: ActivationRow, _value: Any, text: str) -> Cell:
    """What it is called, with a sign for its kind; the identifier as tooltip."""
    hint = row.identifier if row.identifier == text else f"{text}\n{row.identifier}"
    return Cell(text, Kind.ALERT, KIND_ICONS[row.kind], Tone.NEUTRAL, f"{kind(row.kind)}: {hint}")


def verified(row: ActivationRow, value: datetime, text: str) -> Cell:
    """How long ago it was in touch; one that is stale stands out."""
    said = ago(value)
    if not row.stale or row.state is not S.ACTIVE:
        return Cell(said, Kind.PLAIN if row.state is S.ACTIVE else Kind.MUTED, hint=text)
    why = _("%s. Is it still in use?") % unseen(value)
    return Cell(said, Kind.ALERT, Icon.ALERT, Tone.WARN, f"{why}\n{text}")


def customer(row: ActivationRow, value: Any, _text: str) -> Cell:
    """Whose license it is on."""
    if row.customer_id is None:
        return Cell(_("Unassigned"), Kind.MUTED)
    return cells.name(row, value, value) if value else Cell(fmt.NOBODY, Kind.MUTED)
