"""The invoices tables."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.billing.model import STANDARD
from app.billing.schemas import Rounding
from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor, folded
from app.invoices import telling
from app.invoices.schemas import InvoiceKind, InvoiceState, InvoiceStatus, LineKind

DERIVED = {"derived": True}
# What the list sorts by, each by an index; `id` breaks ties.
SORTED = (
    "number_key", "customer_key", "kind", "status", "issued_on", "due_on", "total_minor",
    "owed_minor", "created_at", "updated_at",
)  # fmt: skip


class Invoice(Entity):
    """An invoice or a credit note.

    While a draft it has no number. `buyer` and `seller` are kept as they were at issue,
    with `content_hash` over everything the paper says. Amounts of a credit note are
    positive: they are what it takes back. `owed_minor` is what is still to be paid (of a
    credit note: what is still to be given).
    """

    __tablename__ = "invoices"
    __table_args__ = (
        *(sa.Index(f"ix_invoices_{name}", name, "id") for name in SORTED),
        sa.Index("uq_invoices_number", "number", unique=True),
        sa.Index(None, "customer_id", "issued_on", "id"),
        sa.Index(None, "credits_id"),
        sa.Index(None, "run_id"),
        sa.UniqueConstraint("uid"),
        sa.CheckConstraint("(state = 'draft') = (number IS NULL)", name="numbered_when_issued"),
        sa.CheckConstraint(
            "paid_minor >= 0 AND credited_minor >= 0 "
            "AND paid_minor + credited_minor <= total_minor",
            name="never_paid_above_total",
        ),
        NEVER_AGAIN,
    )
    audit_tells = staticmethod(telling.tells)

    uid: Mapped[str] = mapped_column(sa.String(36))
    kind: Mapped[InvoiceKind] = mapped_column(default=InvoiceKind.INVOICE)
    number: Mapped[str | None] = mapped_column(sa.String(40))
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    state: Mapped[InvoiceState] = mapped_column(default=InvoiceState.DRAFT)
    credits_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invoices.id"))
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("billing_runs.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    rounding: Mapped[Rounding] = mapped_column(default=Rounding.LINE)
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    terms_days: Mapped[int | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    automatic: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str] = mapped_column(sa.String(100), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    buyer: Mapped[dict[str, Any]]
    seller: Mapped[dict[str, Any]]
    # One row for each rate: name, country, ppm, base_minor, tax_minor.
    taxes: Mapped[list[Any]] = mapped_column(sa.JSON)
    content_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    net_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    tax_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    total_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    paid_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    credited_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    owed_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    status: Mapped[InvoiceStatus] = mapped_column(default=InvoiceStatus.DRAFT, info=DERIVED)
    number_key: Mapped[str] = mapped_column(folded(), default="", info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class InvoiceLine(Entity):
    """One line; `net_minor` is unit price times quantity less the discount.

    `tax_ppm` None means the tax was entered by hand. `detail` breaks usage down
    (BIL-06). `for_customer_id` is whose it is on a parent account's invoice,
    `credits_line_id` what a credit note's line takes back.
    """

    __tablename__ = "invoice_lines"
    __table_args__ = (
        sa.Index(None, "invoice_id", "position"),
        sa.Index(None, "subscription_id"),
        # Few have one, and yet whoever is removed is looked for among them.
        *(
            sa.Index(
                f"ix_invoice_lines_{name}",
                name,
                sqlite_where=sa.text(f"{name} IS NOT NULL"),
                postgresql_where=sa.text(f"{name} IS NOT NULL"),
            )
            for name in ("credits_line_id", "for_customer_id", "order_id")
        ),
        sa.CheckConstraint("quantity > 0", name="quantity_is_positive"),
        sa.CheckConstraint("net_minor = unit_minor * quantity - discount_minor", name="adds_up"),
        NEVER_AGAIN,
    )
    audit_subject = ("invoices", "invoice_id")

    # Runs write lines before their invoice, which takes none once it is issued.
    invoice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("invoices.id", ondelete="CASCADE", deferrable=True, initially="IMMEDIATE")
    )
    position: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(default=LineKind.MANUAL)
    name: Mapped[str] = mapped_column(sa.String(300))
    sku: Mapped[str] = mapped_column(sa.String(60), default="")
    detail: Mapped[list[Any]] = mapped_column(sa.JSON)
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    quantity: Mapped[Minor]
    unit_minor: Mapped[Minor]
    discount_minor: Mapped[Minor] = mapped_column(default=0)
    net_minor: Mapped[Minor]
    tax_category: Mapped[str] = mapped_column(sa.String(40), default=STANDARD)
    tax_name: Mapped[str] = mapped_column(sa.String(60), default="")
    tax_ppm: Mapped[int | None]
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    subscription_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subscriptions.id"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    for_customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id"))
    credits_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invoice_lines.id"))

    invoice: Mapped[Invoice] = relationship(lazy="raise")


class BillingClaim(Base):
    """That something is on an invoice already, and so on no other.

    `source` names it, such as "subscription:12:2026-11-01", and `amount_minor` is what was
    asked for it, net of tax. Where that turns out to be too much or too little, what
    corrects it has the same name with "~2" and so on behind. Voiding an invoice or removing
    a draft gives it free.
    """

    __tablename__ = "billing_claims"
    __table_args__ = (sa.Index(None, "invoice_id"), sa.Index(None, "subscription_id"))

    source: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoices.id", ondelete="CASCADE"))
    subscription_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subscriptions.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    amount_minor: Mapped[Minor]


class BillingRun(Base):
    """One monthly run: what it made, for the log."""

    __tablename__ = "billing_runs"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[Key]
    month: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    issued: Mapped[bool]
    invoices: Mapped[int]
    totals: Mapped[dict[str, Any]]
