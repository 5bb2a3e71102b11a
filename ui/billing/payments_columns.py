"""How payments look in every list: columns, filters, shipped views."""

from typing import Any

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _
from app.payments.filter_fields import STATES
from app.payments.schemas import PaymentDetail, PaymentRow
from app.payments.schemas import PaymentState as S
from ui.billing import looks
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.icons import Icon
from ui.kit.table import Column, columns
from ui.kit.theme import Tone
from ui.kit.views_book import Shipped

LOOKS = {
    S.PENDING: (Tone.INFO, Icon.HOURGLASS),
    S.SUCCEEDED: (Tone.OK, Icon.CIRCLE_CHECK),
    S.FAILED: (Tone.BAD, Icon.CIRCLE_X),
    S.REFUNDED: (Tone.NEUTRAL, Icon.UNDO),
}
WORDS = dict(STATES)
MEANINGS = {
    S.PENDING: N_("Announced: it pays nothing until it has arrived."),
    S.SUCCEEDED: N_("Received: the money is there."),
    S.FAILED: N_("Failed: the money did not come."),
    S.REFUNDED: N_("Refunded: all of it was given back."),
}


def state(value: S) -> str:
    """A payment's state in a word."""
    return _(WORDS[value])


def badge(found: PaymentDetail) -> tuple[str, Tone, Icon]:
    """The state as a badge."""
    return (state(found.state), *LOOKS[found.state])


def _badge(_row: PaymentRow, value: S, text: str) -> Cell:
    tone, picture = LOOKS[value]
    return Cell(text, Kind.BADGE, picture, tone, _(MEANINGS[value]))


def _left(row: PaymentRow, _value: Any, text: str) -> Cell:
    if not row.unapplied:
        return Cell(looks.NONE, Kind.MUTED)
    return Cell(text, hint=_("Left as credit, to be allocated or given back"))


def _amount(row: PaymentRow, _value: Any, text: str) -> Cell:
    hint = _("%s of it were given back") % fmt.text(row.refunded) if row.refunded else ""
    return Cell(text, Kind.MUTED if row.state is S.FAILED else Kind.PLAIN, hint=hint)


PAYMENTS = columns(
    PaymentRow,
    Column("number", N_("Number"), 132, priority=0),
    Column("customer", N_("Customer"), 170, cook=looks.customer, priority=0, stretch=True),
    Column("state", N_("Status"), 142, show=state, cook=_badge, priority=0),
    Column("received_on", N_("Received"), 116, priority=0),
    Column("method", N_("Method"), 140, cook=cells.muted, priority=2),
    Column("reference", N_("Reference"), 140, cook=cells.muted, priority=3, sortable=False),
    Column("amount", N_("Amount"), 120, cook=_amount, priority=0),
    Column("unapplied", N_("Credit left"), 110, cook=_left, priority=1),
    Column("refunded", N_("Refunded"), 110, shown=False, sortable=False),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, shown=False),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)
FILTERS = (
    FilterSpec("state", N_("Status"), choices=STATES),
    FilterSpec("received_on", N_("Received"), FilterKind.DATES),
    FilterSpec("has_credit", N_("Has credit left"), FilterKind.YES_NO),
    FilterSpec("has_refunds", N_("Something was refunded"), FilterKind.YES_NO),
)
SHIPPED = (
    Shipped(
        "credit",
        N_("Credit left"),
        ListQuery(conditions=(Condition("has_credit", Op.IS, value=True),)),
    ),
    Shipped(
        "announced",
        N_("Announced"),
        ListQuery(conditions=(Condition("state", Op.IN, (S.PENDING,)),), sort="received_on"),
    ),
    Shipped(
        "failed", N_("Failed"), ListQuery(conditions=(Condition("state", Op.IN, (S.FAILED,)),))
    ),
)
EVERYTHING = N_("All payments")
