"""What a monthly run would make and what it leaves out, as lists; and the runs that were made."""

from dataclasses import dataclass
from datetime import datetime

from app.core.money import Money
from app.core.text import N_, _
from app.invoices.run_schemas import RunPreview, RunRow
from ui.billing import looks
from ui.billing.planned import amounts, month_words
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.list_page import ListWords
from ui.kit.table import Column, columns


@dataclass(frozen=True, slots=True)
class Planned:
    """An invoice that would be made; `id` is its place in the preview."""

    id: int
    customer: str
    lines: int
    net: Money
    tax: Money
    total: Money
    customer_id: int


@dataclass(frozen=True, slots=True)
class Left:
    """What would not be billed, and why."""

    id: int
    customer: str
    amount: Money
    reason: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run that was made."""

    id: int
    month: str
    at: datetime
    by: str
    made: str
    invoices: int
    totals: str


PLANNED = columns(
    Planned,
    Column("customer", N_("Customer"), 220, cook=looks.customer, priority=0, stretch=True),
    Column("lines", N_("Lines"), 84, priority=2),
    Column("net", N_("Net"), 120, priority=1),
    Column("tax", N_("Tax"), 110, priority=1),
    Column("total", N_("Total"), 120, priority=0),
)
LEFT = columns(
    Left,
    Column("customer", N_("Customer"), 190, cook=looks.customer, priority=0),
    Column("amount", N_("Net"), 110, priority=0),
    Column("reason", N_("Why"), 320, priority=0, stretch=True),
)
RUNS = columns(
    Run,
    Column("month", N_("Month"), 140, priority=0),
    Column("at", N_("When"), 170, priority=0),
    Column("by", N_("By"), 150, priority=1, stretch=True),
    Column("made", N_("Made"), 110, cook=cells.muted, priority=2),
    Column("invoices", N_("Invoices"), 92, priority=0),
    Column("totals", N_("Totals"), 200, align=fmt.RIGHT, priority=0),
)
PLANNED_WORDS = ListWords(
    title=N_("To be billed"),
    one=N_("%s invoice"),
    many=N_("%s invoices"),
    nothing=N_("Nothing to bill"),
    hint=N_("All of this month is billed already."),
    no_match=N_("No customer matches"),
    search=N_("Search by customer..."),
)
LEFT_WORDS = ListWords(
    title=N_("Left out"),
    one=N_("%s left out"),
    many=N_("%s left out"),
    nothing=N_("Nothing is left out"),
    hint=N_("What cannot be billed yet appears here with the reason."),
    no_match=N_("No customer matches"),
    search=N_("Search by customer or reason..."),
)
RUNS_WORDS = ListWords(
    title=N_("Earlier runs"),
    one=N_("%s run"),
    many=N_("%s runs"),
    nothing=N_("No runs yet"),
    hint=N_("Each monthly run appears here with what it made."),
    no_match=N_("No run matches"),
    search=N_("Search by month or name..."),
)


def planned(found: RunPreview | None) -> list[Planned]:
    """The invoices of a preview."""
    return [
        Planned(place, one.customer, one.lines, one.net, one.tax, one.total, one.customer_id)
        for place, one in enumerate(found.invoices if found else (), 1)
    ]


def left(found: RunPreview | None) -> list[Left]:
    """What a preview leaves out."""
    return [
        Left(place, one.customer, one.amount, one.reason, one.customer_id)
        for place, one in enumerate(found.left_out if found else (), 1)
    ]


def runs(found: tuple[RunRow, ...]) -> list[Run]:
    """The runs that were made, newest first."""
    return [
        Run(
            one.id, month_words(one.month), one.at, one.by,
            _("Issued") if one.issued else _("Drafts"), one.invoices, amounts(one.totals),
        )
        for one in found
    ]  # fmt: skip
