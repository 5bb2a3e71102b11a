"""What crosses the boundary between orders and their callers."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """How far an order has come (ORD-10)."""

    PENDING = "pending"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class OrderPayment(StrEnum):
    """Whether an order is paid, apart from how far it has come (ORD-18)."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"
