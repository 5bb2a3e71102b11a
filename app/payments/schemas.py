"""What crosses the boundary between payments and their callers."""

from enum import StrEnum


class PaymentState(StrEnum):
    """Where a payment stands (DOMAIN, machine "Payment")."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDED = "refunded"
