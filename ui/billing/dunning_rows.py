"""Reminders as a list: who is late with what, and what comes next."""

from dataclasses import dataclass
from datetime import date

from app.core.money import Money
from app.core.text import N_, _
from app.payments.schemas import Reminder
from ui.billing import looks
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.list_page import ListWords
from ui.kit.table import Column, columns
from ui.kit.theme import Tone

WORDS = ListWords(
    title=N_("Overdue"),
    one=N_("%s reminder due"),
    many=N_("%s reminders due"),
    nothing=N_("Nobody to remind"),
    hint=N_("No overdue invoice has come to its next step. The steps are in the settings."),
    no_match=N_("No reminder matches"),
    search=N_("Search by customer or invoice..."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder; `id` is the invoice's."""

    id: int
    customer: str
    invoice: str
    due_on: date
    days: int
    owed: Money
    step: str
    holds: bool
    sent_to: str
    problem: str


def _days(_row: Row, value: int, _text: str) -> Cell:
    return Cell(looks.late(value), Kind.ALERT, Icon.CLOCK, Tone.BAD)


def _step(row: Row, _value: str, text: str) -> Cell:
    if not row.holds:
        return Cell(text)
    return Cell(text, Kind.ALERT, Icon.PAUSE, Tone.WARN, _("It also suspends the customer."))


def _to(row: Row, _value: str, text: str) -> Cell:
    if row.problem:
        return Cell(row.problem, Kind.ALERT, Icon.ALERT, Tone.WARN, row.problem)
    return Cell(text, Kind.MUTED)


COLUMNS = columns(
    Row,
    Column("customer", N_("Customer"), 150, cook=looks.customer, priority=0, stretch=True),
    Column("invoice", N_("Invoice"), 144, priority=0),
    Column("due_on", N_("Due"), 112, priority=3),
    Column("days", N_("Late"), 130, cook=_days, priority=0),
    Column("owed", N_("Owed"), 110, priority=0),
    Column("step", N_("Step"), 150, cook=_step, priority=1),
    Column("sent_to", N_("Goes to"), 190, cook=_to, priority=2),
)


def row_of(one: Reminder) -> Row:
    """A reminder as the list shows it."""
    return Row(
        one.invoice_id, one.customer, one.invoice, one.due_on, one.days, one.owed, one.step,
        one.holds, one.sent_to, one.problem,
    )  # fmt: skip
