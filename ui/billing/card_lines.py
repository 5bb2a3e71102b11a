"""The lines of an invoice as its card shows them, with what usage is made of."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.billing.percent import percent
from app.core.text import N_, _
from app.invoices.run_schemas import PlannedLine
from app.invoices.schemas import InvoiceDetail, InvoiceKind, InvoiceLineRow, UsagePart
from app.payments.schemas import AllocationRow, RefundRow
from ui.billing.totals import Sum
from ui.billing.totals import sums_of as reckoned
from ui.kit import format as fmt
from ui.kit.plain_table import Head, Line

HEADS = (
    Head(N_("What for"), stretch=True),
    Head(N_("Quantity"), right=True),
    Head(N_("Unit price"), right=True),
    Head(N_("Discount"), right=True),
    Head(N_("Tax"), right=True),
    Head(N_("Total"), right=True),
)
PAID = (
    Head(N_("Paid by"), stretch=True),
    Head(N_("Day")),
    Head(N_("Amount"), right=True),
)
PARTS = {
    "included": N_("Included in the plan: %s"),
    "used": N_("Used: %s"),
    "before": N_("Billed before: %s"),
}


def lines_of(found: InvoiceDetail) -> tuple[Line, ...]:
    """A row for each line, those of other customers below their names; usage broken down."""
    return tuple(_rows(found))


def sums_of(found: InvoiceDetail) -> list[Sum]:
    """Net, taxes and total, and of an issued document what became of it."""
    sums = reckoned(found.net, found.taxes, found.total)
    if not found.number:
        return sums
    is_credit = found.kind is InvoiceKind.CREDIT_NOTE
    if found.paid:
        said = _("Used") if is_credit else _("Paid")
        sums.append(("paid", said, fmt.text(-found.paid), False))
    if found.credited:
        sums.append(("credited", _("Credited"), fmt.text(-found.credited), False))
    said = _("Left to use") if is_credit else _("Owed")
    return [*sums, ("owed", said, fmt.text(found.owed), True)]


def paid_by(
    found: InvoiceDetail, allocations: Sequence[AllocationRow], refunds: Sequence[RefundRow]
) -> tuple[Line, ...]:
    """What pays an invoice; or what a credit note pays, and what was paid out of it."""
    is_credit = found.kind is InvoiceKind.CREDIT_NOTE
    rows = [
        Line(
            (
                _("Pays %s") % one.invoice if is_credit else one.source,
                fmt.text(one.on_date),
                fmt.text(one.amount),
            )
        )
        for one in allocations
    ]
    for back in refunds:
        said = _("Paid out: %s") % back.reason
        rows.append(Line((said, fmt.text(back.on_date), fmt.text(back.amount))))
    return tuple(rows)


def _rows(found: InvoiceDetail) -> Iterator[Line]:
    whose: int | None = None
    for line in found.lines:
        if line.for_customer_id is not None and line.for_customer_id != whose:
            yield Line((line.for_customer or fmt.NOBODY,), strong=True)
        whose = line.for_customer_id
        yield _row(line)
        for said in breakdown(line):
            yield Line((f"    {said}",), muted=True)


def _row(line: InvoiceLineRow) -> Line:
    tax = fmt.text(line.tax)
    if line.tax_ppm is not None:
        tax = _("%(tax)s (%(rate)s %%)") % {"tax": tax, "rate": percent(line.tax_ppm)}
    cells = (
        line.name, fmt.text(line.quantity), fmt.text(line.unit),
        fmt.text(line.discount) if line.discount else "", tax, fmt.text(line.total),
    )  # fmt: skip
    return Line(cells, hint=" ".join(filter(None, (line.name, line.sku, line.tax_name))))


def breakdown(line: InvoiceLineRow | PlannedLine) -> list[str]:
    """The period of a line, and what its usage is made of (BIL-06)."""
    said = []
    if line.period_start and line.period_end:
        said.append(period(line))
    return said + [_part(one) for one in line.detail]


def period(line: InvoiceLineRow | PlannedLine) -> str:
    """The days a line is for, the last one included."""
    if line.period_start is None or line.period_end is None:
        return ""
    last = max(line.period_start, line.period_end - timedelta(days=1))
    if last == line.period_start:
        return fmt.text(last)
    return _("%(first)s to %(last)s") % {
        "first": fmt.text(line.period_start),
        "last": fmt.text(last),
    }


def _part(one: UsagePart) -> str:
    if one.on is not None:
        return f"{fmt.text(one.on)}: {fmt.text(one.quantity)}"
    return _(PARTS.get(one.kind, "%s")) % fmt.text(one.quantity)
