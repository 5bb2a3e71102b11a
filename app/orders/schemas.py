"""What crosses the boundary between orders and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.billing.schemas import Rounding
from app.core.money import Money

if TYPE_CHECKING:
    from app.orders.drafts import AddressDraft


class OrderStatus(StrEnum):
    """How far an order has come (ORD-10); the transitions are those of `rules.STEPS`."""

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


class ChangeKind(StrEnum):
    """What a step in an order's history was about."""

    STATUS = "status"
    PAYMENT = "payment"


# What nobody changes any more.
CLOSED = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUNDED})


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line in a list of orders. Field names are sort keys.

    `items` counts lines. `invoiced` says whether it is on an invoice. `customer` is None
    where nobody told its name.
    """

    id: int
    number: str
    customer: str | None
    customer_id: int
    status: OrderStatus
    payment_status: OrderPayment
    items: int
    total: Money
    ordered_on: date
    expected_on: date | None
    delivered_on: date | None
    tracking_number: str
    invoiced: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of an order; `tax_ppm` None means that its tax was entered by hand."""

    name: str
    sku: str
    quantity: int
    unit: Money
    discount: Money
    tax_category: str
    tax_name: str
    tax_ppm: int | None
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One step in an order's status history; `old` is blank for the first."""

    id: int
    at: datetime
    by: str
    kind: ChangeKind
    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Everything about one order; `history` begins with the newest.

    `next` and `next_payment` are where it may go from here. `subtotal` is before
    discounts and tax. `invoice_id` is the invoice it is on.
    """

    id: int
    version: int
    uid: str
    number: str
    customer_id: int
    customer: str | None
    currency: str
    rounding: Rounding
    status: OrderStatus
    payment_status: OrderPayment
    next: tuple[OrderStatus, ...]
    next_payment: tuple[OrderPayment, ...]
    payment_method: str
    ordered_on: date
    expected_on: date | None
    delivered_on: date | None
    tracking_number: str
    carrier: str
    notes: str
    instructions: str
    shipping_address: "AddressDraft"
    billing_address: "AddressDraft"
    invoice_id: int | None
    lines: tuple[OrderItem, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    history: tuple[OrderStep, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What a country asks on a category of goods, in parts per million."""

    name: str
    ppm: int


@dataclass(frozen=True, slots=True)
class Taxing:
    """What the tax on an order is reckoned by: the rates by category, on one day."""

    country: str
    on: date
    exempt: bool
    rounding: Rounding
    rates: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class Start:
    """What a new order of a customer begins with; addresses are theirs as they are now."""

    customer: str
    currency: str
    shipping_address: "AddressDraft"
    billing_address: "AddressDraft"
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """A new order."""

    id: int
    number: str
    customer_id: int
    customer_created: bool
