"""How subscriptions and domains look in every list."""

from typing import Any

from app.catalogue.terms import Cycle
from app.core.text import N_, _
from app.domains.schemas import DomainRow, DomainState
from app.subscriptions.schemas import Next, SubscriptionRow
from app.subscriptions.schemas import SubscriptionStatus as S
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

LOOKS = {
    S.TRIALING: (Tone.INFO, Icon.HOURGLASS),
    S.ACTIVE: (Tone.OK, Icon.CIRCLE_CHECK),
    S.PAST_DUE: (Tone.BAD, Icon.ALERT),
    S.PAUSED: (Tone.WARN, Icon.PAUSE),
    S.CANCELLED: (Tone.NEUTRAL, Icon.CIRCLE_X),
    S.EXPIRED: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
}
STATUS_WORDS = {
    S.TRIALING: N_("Trial"),
    S.ACTIVE: N_("Active"),
    S.PAST_DUE: N_("Past due"),
    S.PAUSED: N_("Paused"),
    S.CANCELLED: N_("Cancelled"),
    S.EXPIRED: N_("Expired"),
}
NEXT_WORDS = {
    Next.RENEWS: N_("Renews %s"),
    Next.BEGINS: N_("Begins %s"),
    Next.CANCELS: N_("Cancels %s"),
    Next.EXPIRES: N_("Ends %s"),
}
PRICE_WORDS = {Cycle.MONTHLY: N_("%s a month"), Cycle.YEARLY: N_("%s a year")}
DOMAIN_LOOKS = {
    DomainState.ACTIVE: (Tone.OK, Icon.CIRCLE_CHECK),
    DomainState.SUSPENDED: (Tone.WARN, Icon.PAUSE),
    DomainState.REMOVED: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
}
DOMAIN_WORDS = {
    DomainState.ACTIVE: N_("Active"),
    DomainState.SUSPENDED: N_("Suspended"),
    DomainState.REMOVED: N_("Removed"),
}


def status(value: S) -> str:
    """A subscription's status in a word."""
    return _(STATUS_WORDS[value])


def what_comes(row: SubscriptionRow, _value: Any, _text: str) -> Cell:
    """When what happens by itself next; endings stand out."""
    if row.next is None or row.next_on is None:
        return Cell("\u2014", Kind.MUTED)
    said = _(NEXT_WORDS[row.next]) % fmt.text(row.next_on)
    ends = row.next in {Next.CANCELS, Next.EXPIRES}
    return Cell(said, Kind.ALERT if ends else Kind.PLAIN, Icon.CLOCK if ends else None, Tone.WARN)


def price(row: SubscriptionRow, _value: Any, text: str) -> Cell:
    """What all units cost, and how often."""
    return Cell(_(PRICE_WORDS[row.cycle]) % text)


def domain(row: DomainRow, _value: Any, text: str) -> Cell:
    """A domain's name; one that was removed steps back."""
    return Cell(text, Kind.MUTED if row.state is DomainState.REMOVED else Kind.PLAIN)


def domain_license(_row: DomainRow, _value: Any, text: str) -> Cell:
    """The license that is bound to a domain."""
    return Cell(text or "\u2014", Kind.MUTED)


def domain_expiry(row: DomainRow, value: Any, text: str) -> Cell:
    """The last day of a registration; what is past stands out."""
    if value is None:
        return Cell("\u2014", Kind.MUTED)
    if not row.expired:
        return Cell(text)
    return Cell(_("Expired %s") % text, Kind.ALERT, Icon.ALERT, Tone.BAD)


def domain_state(value: DomainState) -> str:
    """A domain's state in a word."""
    return _(DOMAIN_WORDS[value])


def customer(_row: Any, value: Any, _text: str) -> Cell:
    """Whom a row belongs to."""
    return cells.name(_row, value, value) if value else Cell("N/A", Kind.MUTED)
