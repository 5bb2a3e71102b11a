"""Reckons what an order comes to; the form shows while one types what is then kept.

An item's total is unit price times quantity, less its discount, with its tax; the order's
total is the sum of its items' (ORD-08, ORD-09).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.billing.tax import Taxed, taxes
from app.core.countries import country_name
from app.core.money import Money
from app.core.text import _
from app.orders.drafts import LineDraft
from app.orders.schemas import Rate, Taxing

NO_TAX = Rate("", 0)


@dataclass(frozen=True, slots=True)
class LineTotals:
    """What one item comes to; `tax_ppm` None means that its tax was entered by hand."""

    tax_name: str
    tax_ppm: int | None
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to.

    `subtotal` is before discounts and tax. `missing` says of items, by place, why their
    tax could not be reckoned; it counts as nothing here.
    """

    lines: tuple[LineTotals, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    missing: Mapping[int, str]


def reckon(items: Sequence[LineDraft], currency: str, by: Taxing) -> Totals:
    """What these items come to, in whole minor units of the currency.

    Raises:
        DeskError: an amount is too large to be kept.
    """
    rates = [_rate(one, by) for one in items]
    taxed = [
        Taxed(
            one.net_minor,
            None if one.tax is not None or rate is None else rate.ppm,
            rate.name if rate and one.tax is None else "",
            by.country,
            one.tax.minor if one.tax is not None else 0,
        )
        for one, rate in zip(items, rates, strict=True)
    ]
    found, _sums = taxes(taxed, by.rounding)
    lines = tuple(
        LineTotals(
            tax_name=about.name,
            tax_ppm=about.ppm,
            tax=Money(tax, currency),
            total=Money(about.net_minor + tax, currency),
        )
        for about, tax in zip(taxed, found, strict=True)
    )
    return Totals(
        lines,
        Money(sum(one.gross_minor for one in items), currency),
        Money(sum(one.gross_minor - one.net_minor for one in items), currency),
        Money(sum(found), currency),
        Money(sum(one.net_minor for one in items) + sum(found), currency),
        {place: _missing(items[place], by) for place, rate in enumerate(rates) if rate is None},
    )


def _rate(one: LineDraft, by: Taxing) -> Rate | None:
    """The rate an item is taxed at; None where there is none."""
    if one.tax is not None or by.exempt:
        return NO_TAX
    return by.rates.get(one.tax_category)


def _missing(one: LineDraft, by: Taxing) -> str:
    if not by.country:
        return _(
            "Tax follows the country, and there is none. Enter it in the billing address, or "
            "enter the tax yourself."
        )
    return _(
        "No tax rate is known for %(country)s (%(category)s) on that day. Enter the tax "
        "yourself, or add the rate in Settings, Tax rates."
    ) % {"country": country_name(by.country), "category": one.tax_category}
