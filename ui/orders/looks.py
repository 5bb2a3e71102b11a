"""How orders look in every list, and what their statuses mean."""

from datetime import date
from typing import Any

from app.core.text import N_, _
from app.orders.schemas import OrderPayment as P
from app.orders.schemas import OrderRow
from app.orders.schemas import OrderStatus as S
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

NONE = "\u2014"
LOOKS = {
    S.PENDING: (Tone.NEUTRAL, Icon.HOURGLASS),
    S.PROCESSING: (Tone.WARN, Icon.PACKAGE),
    S.SHIPPED: (Tone.INFO, Icon.ARROW_RIGHT),
    S.DELIVERED: (Tone.OK, Icon.CIRCLE_CHECK),
    S.CANCELLED: (Tone.NEUTRAL, Icon.CIRCLE_X),
    S.REFUNDED: (Tone.NEUTRAL, Icon.UNDO),
}
WORDS = {
    S.PENDING: N_("Pending"),
    S.PROCESSING: N_("Processing"),
    S.SHIPPED: N_("Shipped"),
    S.DELIVERED: N_("Delivered"),
    S.CANCELLED: N_("Cancelled"),
    S.REFUNDED: N_("Refunded"),
}
MEANINGS = {
    S.PENDING: N_("Pending: it was placed, and nobody has begun with it."),
    S.PROCESSING: N_("Processing: it is being made ready."),
    S.SHIPPED: N_("Shipped: it is on its way."),
    S.DELIVERED: N_("Delivered: it has arrived."),
    S.CANCELLED: N_("Cancelled: it will not be delivered."),
    S.REFUNDED: N_("Refunded: it was cancelled, and what was paid was given back."),
}
PAYMENT_LOOKS = {
    P.PENDING: (Tone.NEUTRAL, Icon.CLOCK),
    P.PAID: (Tone.OK, Icon.CIRCLE_CHECK),
    P.FAILED: (Tone.BAD, Icon.ALERT),
    P.REFUNDED: (Tone.NEUTRAL, Icon.UNDO),
}
PAYMENT_WORDS = {
    P.PENDING: N_("Not paid"),
    P.PAID: N_("Paid"),
    P.FAILED: N_("Failed"),
    P.REFUNDED: N_("Refunded"),
}
# On their way, and so late when they are not there on their day.
_COMING = frozenset({S.PENDING, S.PROCESSING, S.SHIPPED})


def status(value: S) -> str:
    """An order's status in a word."""
    return _(WORDS[value])


def payment(value: P) -> str:
    """What became of its payment, in a word or two."""
    return _(PAYMENT_WORDS[value])


def badge(_row: OrderRow, value: S, text: str) -> Cell:
    """The status as a pill that explains itself."""
    tone, picture = LOOKS[value]
    return Cell(text, Kind.BADGE, picture, tone, _(MEANINGS[value]))


def customer(_row: OrderRow, value: Any, _text: str) -> Cell:
    """Whose order it is."""
    return cells.name(_row, value, value) if value else Cell(fmt.NOBODY, Kind.MUTED)


def day(_row: OrderRow, value: date | None, text: str) -> Cell:
    """A day, or a dash."""
    return Cell(text) if value else Cell(NONE, Kind.MUTED)


def expected(row: OrderRow, value: date | None, text: str) -> Cell:
    """When it should arrive; what is late stands out."""
    if value is None:
        return Cell(NONE, Kind.MUTED)
    if row.status in _COMING and value < fmt.today():
        return Cell(text, Kind.ALERT, Icon.ALERT, Tone.WARN, _("It should have arrived by now."))
    return Cell(text, Kind.PLAIN if row.status in _COMING else Kind.MUTED)


def percent(ppm: int) -> str:
    """A rate in parts per million as per cent, such as "19 %"."""
    whole, rest = divmod(ppm, 10_000)
    digits = f"{rest:04d}".rstrip("0")
    return f"{whole}.{digits} %" if digits else f"{whole} %"
