"""The payments tables."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, object_session

from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor, folded
from app.invoices.model import Invoice
from app.payments import telling
from app.payments.schemas import PaymentState

DERIVED = {"derived": True}
# What the list sorts by, each by an index; `id` breaks ties.
SORTED = (
    "number", "customer_key", "state", "received_on", "method_key", "amount_minor",
    "unapplied_minor", "created_at", "updated_at",
)  # fmt: skip


class Payment(Entity):
    """Money received from a customer, or announced, or failed to come.

    `amount_minor` = allocated + refunded + unapplied, always. `base_minor` is what it
    brought (less refunds) in the organization's currency at the day's rate; None where no
    rate is known.
    """

    __tablename__ = "payments"
    __table_args__ = (
        *(sa.Index(f"ix_payments_{name}", name, "id") for name in SORTED),
        sa.Index(None, "customer_id", "received_on", "id"),
        sa.Index(None, "reference_norm"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        sa.CheckConstraint(
            "allocated_minor >= 0 AND refunded_minor >= 0 AND unapplied_minor >= 0 "
            "AND amount_minor = allocated_minor + refunded_minor + unapplied_minor",
            name="adds_up",
        ),
        NEVER_AGAIN,
    )

    uid: Mapped[str] = mapped_column(sa.String(36))
    number: Mapped[str] = mapped_column(sa.String(40))
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.SUCCEEDED)
    received_on: Mapped[date]
    method: Mapped[str] = mapped_column(sa.String(100), default="")
    method_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("payment_methods.id", ondelete="SET NULL")
    )
    reference: Mapped[str] = mapped_column(sa.String(100), default="")
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    failure: Mapped[str] = mapped_column(sa.String(300), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")

    allocated_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    refunded_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    unapplied_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    base_minor: Mapped[Minor | None] = mapped_column(info=DERIVED)
    method_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    reference_norm: Mapped[str] = mapped_column(folded(), default="", info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class Allocation(Entity):
    """So much of a payment, or of a credit note, pays so much of an invoice."""

    __tablename__ = "allocations"
    __table_args__ = (
        sa.Index(None, "payment_id"),
        sa.Index(None, "credit_id"),
        sa.Index(None, "invoice_id"),
        sa.CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        sa.CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="one_source"),
        NEVER_AGAIN,
    )
    audit_subject = ("invoices", "invoice_id")

    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payments.id"))
    credit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invoices.id"))
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoices.id"))
    amount_minor: Mapped[Minor]
    on_date: Mapped[date]


class Refund(Entity):
    """Money given back of a payment, or of a credit note's rest."""

    __tablename__ = "refunds"
    __table_args__ = (
        sa.Index(None, "payment_id"),
        sa.Index(None, "credit_id"),
        sa.CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        sa.CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="one_source"),
        NEVER_AGAIN,
    )
    audit_subject = ("payments", "payment_id")
    audit_tells = staticmethod(telling.tells)

    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payments.id"))
    credit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invoices.id"))
    amount_minor: Mapped[Minor]
    on_date: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    reference: Mapped[str] = mapped_column(sa.String(100), default="")

    @property
    def customer_id(self) -> int | None:
        """Whose payment or credit note it is of, while a session knows it."""
        if (session := object_session(self)) is None:
            return None
        if self.payment_id is not None:
            return session.get_one(Payment, self.payment_id).customer_id
        return session.get_one(Invoice, self.credit_id).customer_id


class DunningLetter(Base):
    """That a dunning step was taken for an invoice; each at most once.

    A step may be taken out of the settings; that its letter went out stays known.
    """

    __tablename__ = "dunning_letters"
    __table_args__ = (sa.UniqueConstraint("invoice_id", "step_id"), NEVER_AGAIN)

    id: Mapped[Key]
    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoices.id", ondelete="CASCADE"))
    step_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("dunning_steps.id", ondelete="SET NULL")
    )
    at: Mapped[datetime]
    sent_to: Mapped[str] = mapped_column(sa.String(254), default="")
    held: Mapped[bool] = mapped_column(default=False)
