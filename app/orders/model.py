"""The orders tables."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.model import STANDARD
from app.billing.schemas import Rounding
from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor, folded
from app.orders import telling
from app.orders.schemas import ChangeKind, OrderPayment, OrderStatus

DERIVED = {"derived": True}
# What the list sorts by, each by an index; `id` breaks ties.
SORTED = (
    "number", "customer_key", "status", "payment_status", "items", "total_minor", "ordered_on",
    "expected_on", "delivered_on", "created_at", "updated_at",
)  # fmt: skip


class Order(Entity):
    """What a customer asked for once; addresses are kept as they were.

    `subtotal_minor` is the sum of unit price times quantity; the total is that less
    discounts and with tax, line by line (ORD-08, ORD-09).
    """

    __tablename__ = "orders"
    __table_args__ = (
        *(sa.Index(f"ix_orders_{name}", name, "id") for name in SORTED),
        sa.Index(None, "customer_id", "ordered_on", "id"),
        sa.Index(None, "invoice_id"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("number"),
        NEVER_AGAIN,
    )
    audit_tells = staticmethod(telling.tells)

    uid: Mapped[str] = mapped_column(sa.String(36))
    number: Mapped[str] = mapped_column(sa.String(40))
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    rounding: Mapped[Rounding] = mapped_column(default=Rounding.LINE)
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.PENDING)
    payment_status: Mapped[OrderPayment] = mapped_column(default=OrderPayment.PENDING)
    payment_method: Mapped[str] = mapped_column(sa.String(100), default="")
    ordered_on: Mapped[date]
    expected_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    tracking_number: Mapped[str] = mapped_column(sa.String(100), default="")
    carrier: Mapped[str] = mapped_column(sa.String(100), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    instructions: Mapped[str] = mapped_column(sa.Text, default="")
    shipping_address: Mapped[dict[str, Any]]
    billing_address: Mapped[dict[str, Any]]
    # No foreign key: invoices know their orders, not the other way round.
    invoice_id: Mapped[int | None] = mapped_column(info=DERIVED)

    items: Mapped[int] = mapped_column(default=0, info=DERIVED)
    subtotal_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    discount_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    tax_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    total_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class OrderLine(Entity):
    """One item; `tax_ppm` None means the tax was entered by hand."""

    __tablename__ = "order_lines"
    __table_args__ = (
        sa.Index(None, "order_id", "position"),
        sa.CheckConstraint("quantity > 0", name="quantity_is_positive"),
        sa.CheckConstraint(
            "discount_minor >= 0 AND discount_minor <= unit_minor * quantity",
            name="discount_within_the_line",
        ),
        sa.CheckConstraint(
            "total_minor = unit_minor * quantity - discount_minor + tax_minor", name="adds_up"
        ),
        NEVER_AGAIN,
    )
    audit_subject = ("orders", "order_id")

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))
    sku: Mapped[str] = mapped_column(sa.String(60), default="")
    quantity: Mapped[int]
    unit_minor: Mapped[Minor]
    discount_minor: Mapped[Minor] = mapped_column(default=0)
    tax_category: Mapped[str] = mapped_column(sa.String(40), default=STANDARD)
    tax_name: Mapped[str] = mapped_column(sa.String(60), default="")
    tax_ppm: Mapped[int | None]
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    total_minor: Mapped[Minor]

    order: Mapped[Order] = relationship(lazy="raise")


class OrderChange(Base):
    """One step in an order's status history (ORD-13); `old` is blank for the first."""

    __tablename__ = "order_changes"
    __table_args__ = (sa.Index(None, "order_id", "id"), NEVER_AGAIN)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[ChangeKind]
    old: Mapped[str] = mapped_column(sa.String(32), default="")
    new: Mapped[str] = mapped_column(sa.String(32))
    note: Mapped[str] = mapped_column(sa.Text, default="")
