"""What crosses the boundary between payments and their callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.core.money import Money


class PaymentState(StrEnum):
    """Where a payment stands (DOMAIN, machine "Payment")."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDED = "refunded"


class SourceKind(StrEnum):
    """What pays an invoice: money that came in, or a credit note."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"


# Money that is there: received, even if some or all of it was given back later.
RECEIVED = frozenset({PaymentState.SUCCEEDED, PaymentState.REFUNDED})


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A line in a list of payments. Field names are sort keys.

    `unapplied` is what is left as credit: nothing while pending, nor after it failed.
    """

    id: int
    number: str
    customer: str | None
    customer_id: int
    state: PaymentState
    received_on: date
    method: str
    reference: str
    amount: Money
    refunded: Money
    unapplied: Money
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """So much of a payment, or of a credit note, pays so much of an invoice."""

    id: int
    kind: SourceKind
    source_id: int
    source: str
    invoice_id: int
    invoice: str
    amount: Money
    on_date: date
    by: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money given back."""

    id: int
    amount: Money
    on_date: date
    reason: str
    reference: str
    by: str


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    """Everything about one payment; `base` is what it brought in the organization's currency.

    `base` is None where no exchange rate of its day is known.
    """

    id: int
    version: int
    uid: str
    number: str
    customer_id: int
    customer: str | None
    state: PaymentState
    received_on: date
    method: str
    method_id: int | None
    reference: str
    note: str
    failure: str
    amount: Money
    allocated: Money
    refunded: Money
    unapplied: Money
    base: Money | None
    allocations: tuple[AllocationRow, ...]
    refunds: tuple[RefundRow, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice that is still owed on, and what is proposed to be paid of it."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date | None
    total: Money
    owed: Money
    overdue: bool
    proposed: Money


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where an amount would go, the oldest due invoice first; `rest` stays as credit."""

    owed: tuple[Owed, ...]
    rest: Money


@dataclass(frozen=True, slots=True)
class Credit:
    """What is left of a payment or a credit note, to be allocated or given back."""

    kind: SourceKind
    id: int
    number: str
    on_date: date
    total: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a payment; `reactivated` says that a hold for non-payment was lifted."""

    id: int
    number: str
    allocated: Money
    unapplied: Money
    reactivated: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says; `buyer` and `seller` are as they are now."""

    payment: PaymentDetail
    buyer: dict[str, Any]
    seller: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reminder:
    """The step an overdue invoice has come to.

    `holds` says that the customer will be suspended. `problem` says why the letter cannot
    go out; blank when it can.
    """

    invoice_id: int
    invoice: str
    customer_id: int
    customer: str
    issued_on: date
    due_on: date
    days: int
    owed: Money
    step_id: int
    step: str
    holds: bool
    sent_to: str
    subject: str
    body: str
    problem: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run of reminders did: letters queued, customers suspended, who was left out."""

    sent: int
    held: int
    refused: tuple[tuple[int, str], ...]


class EntryKind(StrEnum):
    """What a line of a statement is about."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"
    VOID = "void"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement; one of `charged` and `credited` is zero.

    `document_id` is an invoice's or a credit note's, of payments and of what was given back
    of them the payment's. `balance` is what was owed after it.
    """

    on_date: date
    kind: EntryKind
    document_id: int
    number: str
    reference: str
    due_on: date | None
    charged: Money
    credited: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An invoice that was owed on at the end of a statement; `days` it was late, 0 if not."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date | None
    total: Money
    owed: Money
    days: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """What was owed at the end of a statement, by the days it was late."""

    not_due: Money
    to_30: Money
    to_60: Money
    to_90: Money
    over_90: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What a customer was asked for and paid in one currency, from a day to another.

    `closing` is what `ageing` adds up to, less `credit`; below zero the customer has more
    to its credit than it owes. `buyer` and `seller` are as they are now.
    """

    customer_id: int
    customer: str
    buyer: dict[str, Any]
    seller: dict[str, Any]
    currency: str
    from_on: date
    to_on: date
    opening: Money
    entries: tuple[Entry, ...]
    closing: Money
    open_documents: tuple[OpenDocument, ...]
    ageing: Ageing
    credit: Money
