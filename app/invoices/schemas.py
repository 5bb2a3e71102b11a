"""What crosses the boundary between invoices and their callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.billing.schemas import Rounding
from app.core.money import Money


class InvoiceKind(StrEnum):
    """An invoice asks for money; a credit note takes some of an issued one back."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceState(StrEnum):
    """What people decided about an invoice (DOMAIN, machine "Invoice")."""

    DRAFT = "draft"
    ISSUED = "issued"
    VOID = "void"
    WRITTEN_OFF = "written_off"


class InvoiceStatus(StrEnum):
    """What is shown: the state, and what payments, credits and the calendar make of it.

    CREDITED is an invoice taken back whole by credit notes. A credit note is UNPAID while
    some of it is neither allocated nor paid out, and PAID after.
    """

    DRAFT = "draft"
    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"
    VOID = "void"
    WRITTEN_OFF = "written_off"


# Issued invoices somebody still owes on.
OPEN = frozenset({InvoiceStatus.UNPAID, InvoiceStatus.PARTLY_PAID, InvoiceStatus.OVERDUE})


class LineKind(StrEnum):
    """Where a line comes from."""

    MANUAL = "manual"
    SUBSCRIPTION = "subscription"
    PRORATION = "proration"
    USAGE = "usage"
    ORDER = "order"
    COMMISSION = "commission"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A line in a list of invoices and credit notes. Field names are sort keys.

    `number` is blank while a draft. `customer` is None where nobody told its name.
    """

    id: int
    number: str
    customer: str | None
    customer_id: int
    kind: InvoiceKind
    status: InvoiceStatus
    issued_on: date | None
    due_on: date | None
    total: Money
    owed: Money
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UsagePart:
    """One figure behind a usage line (BIL-06), in units of the metric.

    `kind` is "included" (the quota), "used", "before" (billed on earlier invoices), or
    "day", with `on` the day of so much use.
    """

    kind: str
    quantity: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """One line; `total` is net and tax. `period_end` is the day after the period's last.

    `tax_ppm` None means the tax was entered by hand. `for_customer` names whose the line is
    on a parent account's invoice. `credited` is how much of `net` credit notes took back, and
    other invoices gave back.
    """

    id: int
    position: int
    kind: LineKind
    name: str
    sku: str
    detail: tuple[UsagePart, ...]
    period_start: date | None
    period_end: date | None
    quantity: int
    unit: Money
    discount: Money
    net: Money
    tax_category: str
    tax_name: str
    tax_ppm: int | None
    tax: Money
    total: Money
    credited: Money
    subscription_id: int | None
    order_id: int | None
    for_customer_id: int | None
    for_customer: str | None


@dataclass(frozen=True, slots=True)
class InvoiceTax:
    """What the lines of one tax rate come to; `ppm` None was entered by hand."""

    name: str
    country: str
    ppm: int | None
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What lines come to: their taxes in order, one sum for each rate, and the totals."""

    line_taxes: tuple[Money, ...]
    line_totals: tuple[Money, ...]
    taxes: tuple[InvoiceTax, ...]
    net: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Related:
    """Another document an invoice has to do with."""

    id: int
    number: str
    total: Money
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """Everything an invoice or credit note says.

    `buyer` and `seller` are as they were at issue, of a draft as they are now. `credits` is
    the invoice a credit note takes back, `credit_notes` those that took this one back.
    `period_end` is the day after the period's last. `reason` says why it was voided, written
    off or, of a credit note, given.
    """

    id: int
    version: int
    uid: str
    kind: InvoiceKind
    number: str
    customer_id: int
    customer: str | None
    state: InvoiceState
    status: InvoiceStatus
    currency: str
    rounding: Rounding
    issued_on: date | None
    due_on: date | None
    terms_days: int | None
    period_start: date | None
    period_end: date | None
    automatic: bool
    reference: str
    note: str
    reason: str
    buyer: dict[str, Any]
    seller: dict[str, Any]
    lines: tuple[InvoiceLineRow, ...]
    taxes: tuple[InvoiceTax, ...]
    net: Money
    tax: Money
    total: Money
    paid: Money
    credited: Money
    owed: Money
    credits: Related | None
    credit_notes: tuple[Related, ...]
    run_id: int | None
    content_hash: str
    issued_at: datetime | None
    ended_at: datetime | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was made or issued."""

    id: int
    number: str
