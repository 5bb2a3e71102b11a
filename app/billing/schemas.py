"""What crosses the boundary between billing and its callers."""

from enum import StrEnum


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
