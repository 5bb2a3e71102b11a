"""The columns, filters and ready-made views of the list of orders."""

from dataclasses import replace

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.orders.filter_fields import PAYMENTS, STATUSES
from app.orders.schemas import OrderPayment, OrderRow, OrderStatus
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.kit.views_book import Shipped
from ui.orders import looks

ORDERS = columns(
    OrderRow,
    Column("number", N_("Number"), 124, priority=0),
    Column("customer", N_("Customer"), 170, cook=looks.customer, priority=0, stretch=True),
    Column("status", N_("Status"), 140, show=looks.status, cook=looks.badge, priority=0),
    Column("payment_status", N_("Payment"), 128, show=looks.payment,
           cook=cells.badge(looks.PAYMENT_LOOKS), priority=1),
    Column("items", N_("Items"), 72, priority=4),
    Column("total", N_("Total"), 116, priority=0),
    Column("ordered_on", N_("Ordered"), 112, priority=2),
    Column("expected_on", N_("Expected"), 144, cook=looks.expected, priority=1),
    Column("delivered_on", N_("Delivered"), 112, cook=looks.day, priority=5),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, shown=False),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)  # fmt: skip
FILTERS = (
    FilterSpec("status", N_("Status"), choices=STATUSES),
    FilterSpec("payment_status", N_("Payment"), choices=PAYMENTS),
    FilterSpec("ordered_on", N_("Ordered"), FilterKind.DATES),
    FilterSpec("expected_on", N_("Expected"), FilterKind.DATES),
    FilterSpec("invoiced", N_("On an invoice"), FilterKind.YES_NO),
)
_OPEN = (OrderStatus.PENDING, OrderStatus.PROCESSING)
EVERYTHING = N_("All orders")
SHIPPED = (
    Shipped(
        "toShip",
        N_("To be shipped"),
        ListQuery(conditions=(Condition("status", Op.IN, _OPEN),), sort="expected_on"),
    ),
    Shipped(
        "onTheWay",
        N_("On the way"),
        ListQuery(
            conditions=(Condition("status", Op.IN, (OrderStatus.SHIPPED,)),), sort="expected_on"
        ),
    ),
    Shipped(
        "unpaid",
        N_("Not paid"),
        ListQuery(
            conditions=(
                Condition("payment_status", Op.IN, (OrderPayment.PENDING, OrderPayment.FAILED)),
                Condition("status", Op.NOT_IN, (OrderStatus.CANCELLED, OrderStatus.REFUNDED)),
            ),
            sort="ordered_on",
        ),
    ),
)


def of_one() -> Columns:
    """The columns for a tab of one customer."""
    kept = (spec for spec in ORDERS if spec.key != "customer")
    return tuple(replace(spec, stretch=spec.key == "number") for spec in kept)
