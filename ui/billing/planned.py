"""What a run will bill, in rows to read: of one invoice, or month by month."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.core.money import Money
from app.core.text import N_, _, ngettext
from app.invoices.run_schemas import Forecast, LeftOut, PlanForecast, PlannedInvoice, PlannedLine
from ui.billing.card_lines import breakdown, period
from ui.billing.totals import Sum, sums_of
from ui.kit import format as fmt
from ui.kit.plain_table import Head, Line

LINES = (
    Head(N_("What for"), stretch=True),
    Head(N_("Quantity"), right=True),
    Head(N_("Unit price"), right=True),
    Head(N_("Net"), right=True),
    Head(N_("Tax"), right=True),
)
MONTHS = (
    Head(N_("Month"), stretch=True),
    Head(N_("Net"), right=True),
    Head(N_("Tax"), right=True),
    Head(N_("Total"), right=True),
)
COMPARED = (
    Head(N_("Month"), stretch=True),
    Head(N_("As it is"), right=True),
    Head(N_("After the change"), right=True),
)
INDENT = "    "


def month_words(day: date) -> str:
    """The month of a day, such as "Nov 2026"."""
    return f"{_(fmt.MONTHS[day.month - 1])} {day.year}"


def lines_of(found: Sequence[PlannedInvoice]) -> tuple[Line, ...]:
    """Every line of these invoices, those of other customers below their names."""
    return tuple(row for one in found for row in _lines(one))


def totals_of(found: Sequence[PlannedInvoice]) -> list[Sum]:
    """Net, taxes and total of each invoice."""
    sums: list[Sum] = []
    for place, one in enumerate(found):
        for key, title, amount, strong in sums_of(one.net, one.taxes, one.total):
            sums.append((f"{key}{place}", title, amount, strong))
    return sums


def months_of(found: Forecast) -> tuple[Line, ...]:
    """A row for each month's invoices, its lines below it."""
    rows: list[Line] = []
    for month in found.months:
        if not month.invoices:
            rows.append(Line((month_words(month.month), "", "", _("Nothing")), muted=True))
        for one in month.invoices:
            amounts = (fmt.text(one.net), fmt.text(one.tax), fmt.text(one.total))
            rows.append(Line((month_words(month.month), *amounts), strong=True))
            rows += [_short(line) for line in one.lines]
        rows += [_left(one) for one in month.left_out]
    return tuple(rows)


def compared(found: PlanForecast) -> tuple[Line, ...]:
    """Each month's totals as they are, and after the change."""
    rows = []
    for before, after in zip(found.before.months, found.after.months, strict=True):
        was, then = (amounts([one.total for one in month.invoices]) for month in (before, after))
        rows.append(Line((month_words(before.month), was, then), muted=was == then))
    was, then = amounts(found.before.totals), amounts(found.after.totals)
    return (*rows, Line((_("All together"), was, then), strong=True))


def amounts(found: Sequence[Money]) -> str:
    """Amounts in several currencies, or that there are none."""
    return ", ".join(fmt.text(one) for one in found if one) or _("Nothing")


def _lines(one: PlannedInvoice) -> Iterator[Line]:
    whose: int | None = None
    for line in one.lines:
        if line.for_customer_id is not None and line.for_customer_id != whose:
            yield Line((line.for_customer or fmt.NOBODY,), strong=True)
        whose = line.for_customer_id
        cells = (line.name, fmt.text(line.quantity), fmt.text(line.unit), fmt.text(line.net),
                 fmt.text(line.tax))  # fmt: skip
        yield Line(cells, hint=line.name)
        for said in breakdown(line):
            yield Line((f"{INDENT}{said}",), muted=True)


def _short(line: PlannedLine) -> Line:
    name = line.name if line.for_customer is None else f"{line.for_customer}: {line.name}"
    said = f"{INDENT}{name}"
    if line.quantity != 1:
        said = f"{said} \u00d7 {fmt.text(line.quantity)}"
    if days := period(line):
        said = f"{said}, {days}"
    return Line((said, fmt.text(line.net), fmt.text(line.tax)), muted=True, hint=said.strip())


def _left(one: LeftOut) -> Line:
    return Line((f"{INDENT}{one.reason}", fmt.text(one.amount)), muted=True, hint=one.reason)


def counted_invoices(count: int) -> str:
    """Such as "12 invoices"."""
    return ngettext("%s invoice", "%s invoices", count) % fmt.text(count)
