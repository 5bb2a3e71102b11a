"""The lists of orders, invoices and payments, as they are exported.

Whoever may read one of them and take money matters out may export it.
"""

from app.core.access import Permission
from app.core.text import N_
from app.exchange.lists.kinds import (
    CURRENCY,
    Listed,
    ListKind,
    choice,
    currency,
    day,
    moment,
    money,
    number,
    text,
    yes_no,
)
from app.invoices import filter_fields as invoice_fields
from app.invoices import queries as invoices
from app.invoices.schemas import InvoiceKind, InvoiceRow, InvoiceStatus
from app.orders import filter_fields as order_fields
from app.orders import queries as orders
from app.orders.schemas import CLOSED
from app.payments import filter_fields as payment_fields
from app.payments import queries as payments
from app.payments.schemas import RECEIVED

_NOT_ASKED_FOR = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.VOID})


def _sign(row: InvoiceRow) -> int:
    """A credit note takes back: its amounts are below zero, so that a column adds up."""
    return -1 if row.kind is InvoiceKind.CREDIT_NOTE else 1


ORDERS = ListKind(
    N_("Orders"), N_("%s order"), N_("%s orders"),
    (Permission.ORDERS_READ, Permission.BILLING_EXPORT),
    Listed(orders.listing, orders.visible), order_fields.BY_KEY,
    {
        "number": text("number", N_("Number")),
        "customer": text("customer", N_("Customer"), 28),
        "status": choice("status", N_("Status"), order_fields.STATUSES, 12),
        "payment_status": choice("payment_status", N_("Payment"), order_fields.PAYMENTS, 12),
        "items": number("items", N_("Items"), is_summed=False),
        "total": money("total", N_("Total")),
        CURRENCY: currency("total", N_("Currency")),
        "ordered_on": day("ordered_on", N_("Ordered")),
        "expected_on": day("expected_on", N_("Expected")),
        "delivered_on": day("delivered_on", N_("Delivered")),
        "tracking_number": text("tracking_number", N_("Tracking number"), 20, on_paper=False),
        "invoiced": yes_no("invoiced", N_("On an invoice")),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
    counts=lambda row: row.status not in CLOSED,
    remark=N_("Cancelled and refunded orders are not part of the totals."),
)  # fmt: skip
INVOICES = ListKind(
    N_("Invoices"), N_("%s invoice"), N_("%s invoices"),
    (Permission.BILLING_READ, Permission.BILLING_EXPORT),
    Listed(invoices.listing, invoices.visible), invoice_fields.BY_KEY,
    {
        "number": text("number", N_("Number")),
        "customer": text("customer", N_("Customer"), 28),
        "kind": choice("kind", N_("Kind"), invoice_fields.KINDS),
        "status": choice("status", N_("Status"), invoice_fields.STATUSES),
        "issued_on": day("issued_on", N_("Issued")),
        "due_on": day("due_on", N_("Due")),
        "total": money("total", N_("Total"), _sign),
        "owed": money("owed", N_("Owed"), _sign),
        CURRENCY: currency("total", N_("Currency")),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
    counts=lambda row: row.status not in _NOT_ASKED_FOR,
    remark=N_("Drafts and void invoices are not part of the totals; credit notes are taken off."),
    hint=N_("Amounts of credit notes are below zero, so that a column adds up."),
)  # fmt: skip
PAYMENTS = ListKind(
    N_("Payments"), N_("%s payment"), N_("%s payments"),
    (Permission.BILLING_READ, Permission.BILLING_EXPORT),
    Listed(payments.listing, payments.visible), payment_fields.BY_KEY,
    {
        "number": text("number", N_("Number")),
        "customer": text("customer", N_("Customer"), 28),
        "state": choice("state", N_("Status"), payment_fields.STATES, 12),
        "received_on": day("received_on", N_("Received")),
        "method": text("method", N_("Method")),
        "reference": text("reference", N_("Reference"), 24),
        "amount": money("amount", N_("Amount")),
        "refunded": money("refunded", N_("Refunded")),
        "unapplied": money("unapplied", N_("Credit left")),
        CURRENCY: currency("amount", N_("Currency")),
        "created_at": moment("created_at", N_("Created")),
        "updated_at": moment("updated_at", N_("Last changed")),
    },
    counts=lambda row: row.state in RECEIVED,
    remark=N_("Announced and failed payments are not part of the totals."),
)  # fmt: skip
