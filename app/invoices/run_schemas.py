"""What crosses the boundary between monthly runs, forecasts and their callers."""

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import Money
from app.invoices.schemas import InvoiceTax, LineKind, UsagePart


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of an invoice that a run would make; `period_end` is the day after the last."""

    kind: LineKind
    name: str
    sku: str
    quantity: int
    unit: Money
    discount: Money
    net: Money
    tax: Money
    period_start: date | None
    period_end: date | None
    for_customer_id: int | None
    for_customer: str | None
    subscription_id: int | None
    order_id: int | None
    detail: tuple[UsagePart, ...]


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """An invoice a run would make, whole."""

    customer_id: int
    customer: str
    net: Money
    tax: Money
    total: Money
    taxes: tuple[InvoiceTax, ...]
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """An invoice a run would make, in a list."""

    customer_id: int
    customer: str
    lines: int
    net: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a run would not bill, and why: a missing tax rate, or more credit than charges."""

    customer_id: int
    customer: str
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What a run of a month would make now.

    `digest` is what `run` is given, so that it makes exactly this or nothing. `left_out`
    stays for later runs. `totals` has one sum for each currency.
    """

    month: date
    digest: str
    invoices: tuple[PlannedRow, ...]
    left_out: tuple[LeftOut, ...]
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run that was made; `issued` says whether its invoices were issued at once."""

    id: int
    month: date
    at: datetime
    by: str
    issued: bool
    invoices: int
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run made; the numbers are blank where its invoices are drafts."""

    id: int
    invoices: int
    totals: tuple[Money, ...]
    first_number: str
    last_number: str


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """What the run of a month will make, as far as it is known now."""

    month: date
    invoices: tuple[PlannedInvoice, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The invoices of the coming months for what a customer has.

    `payer` gets them: the customer, or the parent account that is billed for it, whose
    invoices are shown whole.
    """

    customer_id: int
    payer_id: int
    payer: str
    months: tuple[ForecastMonth, ...]
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """The coming months as they are, and with another plan, cycle or quantity from today on."""

    before: Forecast
    after: Forecast
