"""Reckons what lines come to: the one place that adds up an invoice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.billing.model import STANDARD
from app.billing.schemas import Rounding
from app.billing.tax import Taxed, TaxSum, taxes
from app.core.money import Money
from app.invoices.schemas import InvoiceTax, LineKind, Reckoned


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is stored, but for its tax where that is reckoned.

    `tax_minor` counts where the tax was entered by hand (`tax_ppm` None), and where it was
    settled elsewhere (`settled`), as an order's is. `source` is what it is claimed under.
    """

    name: str
    quantity: int
    unit_minor: int
    discount_minor: int = 0
    kind: LineKind = LineKind.MANUAL
    sku: str = ""
    tax_category: str = STANDARD
    tax_name: str = ""
    tax_country: str = ""
    tax_ppm: int | None = None
    tax_minor: int = 0
    settled: bool = False
    period_start: date | None = None
    period_end: date | None = None
    subscription_id: int | None = None
    order_id: int | None = None
    for_customer_id: int | None = None
    source: str = ""
    detail: list[Any] = field(default_factory=list)

    @property
    def net_minor(self) -> int:
        """Unit price times quantity less the discount."""
        return self.unit_minor * self.quantity - self.discount_minor


@dataclass(frozen=True, slots=True)
class Totals:
    """What lines come to; `line_taxes` in their order."""

    line_taxes: tuple[int, ...]
    sums: tuple[TaxSum, ...]
    net_minor: int
    tax_minor: int

    @property
    def total_minor(self) -> int:
        """Net and tax."""
        return self.net_minor + self.tax_minor

    @property
    def stored(self) -> list[dict[str, Any]]:
        """The sums as an invoice keeps them."""
        return [
            {
                "name": one.name, "country": one.country, "ppm": one.ppm,
                "base_minor": one.base_minor, "tax_minor": one.tax_minor,
            }
            for one in self.sums
        ]  # fmt: skip


def reckon(lines: Sequence[Line], rounding: Rounding) -> Totals:
    """Tax, net and total of lines in one currency; everything adds up exactly."""
    line_taxes, sums = taxes(
        [
            Taxed(
                line.net_minor, line.tax_ppm, line.tax_name, line.tax_country, line.tax_minor,
                settled=line.settled,
            )
            for line in lines
        ],
        rounding,
    )  # fmt: skip
    return Totals(line_taxes, sums, sum(line.net_minor for line in lines), sum(line_taxes))


def shown(lines: Sequence[Line], totals: Totals, currency: str) -> Reckoned:
    """Totals as callers see them.

    Raises:
        DeskError: an amount is too large to be kept.
    """

    def money(minor: int) -> Money:
        return Money(minor, currency)

    return Reckoned(
        line_taxes=tuple(map(money, totals.line_taxes)),
        line_totals=tuple(
            money(line.net_minor + tax) for line, tax in zip(lines, totals.line_taxes, strict=True)
        ),
        taxes=tuple(tax_shown(row, currency) for row in totals.stored),
        net=money(totals.net_minor),
        tax=money(totals.tax_minor),
        total=money(totals.total_minor),
    )


def tax_shown(row: dict[str, Any], currency: str) -> InvoiceTax:
    """One stored sum of tax as callers see it."""
    return InvoiceTax(
        row["name"], row["country"], row["ppm"], Money(row["base_minor"], currency),
        Money(row["tax_minor"], currency),
    )  # fmt: skip
