"""What crosses the boundary between invoices and their callers."""

from enum import StrEnum


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
