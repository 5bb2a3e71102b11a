"""What crosses the boundary between billing and its callers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.core.money import Money


class Rounding(StrEnum):
    """Where tax is rounded to the smallest unit: on each line, or once for each rate."""

    LINE = "line"
    DOCUMENT = "document"


class MethodKind(StrEnum):
    """How a customer pays."""

    BANK_TRANSFER = "bank_transfer"
    DIRECT_DEBIT = "direct_debit"
    CARD = "card"
    PAYPAL = "paypal"
    CHEQUE = "cheque"
    CASH = "cash"
    OTHER = "other"


class BillsTo(StrEnum):
    """Who gets the invoices for what a customer buys.

    PARENT puts them on the parent account's consolidated invoice, one section a customer.
    """

    SELF = "self"
    PARENT = "parent"


@dataclass(frozen=True, slots=True)
class TaxRateRow:
    """A tax rate; it holds from `valid_from` until the day before `until`, or for good.

    `ppm` are parts per million. `now` says whether it holds today.
    """

    id: int
    version: int
    country: str
    category: str
    name: str
    ppm: int
    valid_from: date
    until: date | None
    now: bool


@dataclass(frozen=True, slots=True)
class ExchangeRateRow:
    """What one unit of a currency is worth in the organization's, from a day on.

    Both in major units. `source` says where it comes from, blank when it was typed.
    """

    id: int
    version: int
    currency: str
    base: str
    on_date: date
    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class RatesRead:
    """What a file of exchange rates holds, or what became of it; days are the first and last.

    `skipped` counts rates of currencies that are not known.
    """

    added: int
    changed: int
    unchanged: int
    skipped: int
    first: date | None
    last: date | None
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileDetail:
    """How a customer is billed; blank texts and no `terms_days` mean: as shown beside.

    `version` is 0 while there is none. `to_*` say what holds for the next document, with
    what the customer and the organization add. `parent` is who would get its invoices.
    """

    customer_id: int
    version: int
    name: str
    email: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    postal_code: str
    country: str
    tax_id: str
    tax_exempt: bool
    tax_note: str
    terms_days: int | None
    automatic: bool
    bills_to: BillsTo
    to_name: str
    to_email: str
    to_address: tuple[str, ...]
    to_country: str
    to_terms_days: int
    parent: str | None


@dataclass(frozen=True, slots=True)
class MethodRow:
    """How a customer pays; `shown` is its label with the digits that are known."""

    id: int
    version: int
    customer_id: int
    kind: MethodKind
    label: str
    last_digits: str
    shown: str
    is_default: bool
    active: bool
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class DunningStepRow:
    """What happens so many days after an invoice was due; `holds` suspends the customer."""

    id: int
    version: int
    days: int
    name: str
    subject: str
    body: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount for each currency, and all of them in the organization's.

    `amounts` are in the order of their codes, without those that are zero. `missing` names
    currencies without a rate, which `base` leaves out.
    """

    amounts: tuple[Money, ...]
    base: Money
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a customer's documents and subscriptions come to.

    `revenue` is what was paid less what was given back, and so also the lifetime value;
    `recurring` what its subscriptions bring a month. `credit` is what payments and credit
    notes have left to be used. No `last_payment_on`: nothing was paid yet.
    """

    revenue: Sum
    lifetime_value: Sum
    outstanding: Sum
    credit: Sum
    recurring: Sum
    open_invoices: int
    last_payment_on: date | None
