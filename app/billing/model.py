"""The tables billing rests on."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.billing.schemas import BillsTo, MethodKind
from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor

DERIVED = {"derived": True}
STANDARD = "standard"


class TaxRate(Entity):
    """The tax a country asks for a category of goods, from a day on until a later row.

    `ppm` are parts per million: 9.975 % is 99,750.
    """

    __tablename__ = "tax_rates"
    __table_args__ = (
        sa.UniqueConstraint("country", "category", "valid_from"),
        sa.CheckConstraint("ppm >= 0 AND ppm <= 1000000", name="ppm_is_a_share"),
        NEVER_AGAIN,
    )

    country: Mapped[str] = mapped_column(sa.String(2))
    category: Mapped[str] = mapped_column(sa.String(40), default=STANDARD)
    name: Mapped[str] = mapped_column(sa.String(60))
    ppm: Mapped[int]
    valid_from: Mapped[date]


class ExchangeRate(Entity):
    """What one unit of a currency is worth in another one, `base`, from a day on.

    `nano` are billionths of the base for one unit, both in major units. The base is the
    organization's currency; rates to one it had before are kept, and not used.
    """

    __tablename__ = "exchange_rates"
    __table_args__ = (
        sa.UniqueConstraint("base", "currency", "on_date"),
        sa.CheckConstraint("nano > 0", name="nano_is_positive"),
        NEVER_AGAIN,
    )

    base: Mapped[str] = mapped_column(sa.String(3))
    currency: Mapped[str] = mapped_column(sa.String(3))
    on_date: Mapped[date]
    nano: Mapped[Minor]
    source: Mapped[str] = mapped_column(sa.String(100), default="")


class BillingProfile(Entity):
    """How a customer is billed, where it differs from the customer's own facts.

    Blank texts mean: as in the customer's profile. `terms_days` None means: as the
    organization does. `automatic` marks its invoices for automatic charge.
    """

    __tablename__ = "billing_profiles"
    __table_args__ = (sa.UniqueConstraint("customer_id"), NEVER_AGAIN)
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    address_line1: Mapped[str] = mapped_column(sa.String(200), default="")
    address_line2: Mapped[str] = mapped_column(sa.String(200), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    state: Mapped[str] = mapped_column(sa.String(100), default="")
    postal_code: Mapped[str] = mapped_column(sa.String(20), default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    tax_id: Mapped[str] = mapped_column(sa.String(60), default="")
    tax_exempt: Mapped[bool] = mapped_column(default=False)
    tax_note: Mapped[str] = mapped_column(sa.String(200), default="")
    terms_days: Mapped[int | None]
    automatic: Mapped[bool] = mapped_column(default=False)
    bills_to: Mapped[BillsTo] = mapped_column(default=BillsTo.SELF)


class PaymentMethod(Entity):
    """How a customer pays: a label people know it by, and at most four digits."""

    __tablename__ = "payment_methods"
    __table_args__ = (
        sa.Index(None, "customer_id", "id"),
        sa.CheckConstraint("length(last_digits) <= 4", name="at_most_four_digits"),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    kind: Mapped[MethodKind]
    label: Mapped[str] = mapped_column(sa.String(100))
    last_digits: Mapped[str] = mapped_column(sa.String(4), default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class DunningStep(Entity):
    """What happens so many days after an invoice was due: a letter, and perhaps a hold."""

    __tablename__ = "dunning_steps"
    __table_args__ = (
        sa.UniqueConstraint("days"),
        sa.CheckConstraint("days > 0", name="days_after_it_was_due"),
        NEVER_AGAIN,
    )

    days: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(100))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    holds: Mapped[bool] = mapped_column(default=False)


class SellerLogo(Base):
    """A picture invoices have carried, by its hash; old papers keep theirs."""

    __tablename__ = "seller_logos"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class CustomerBalance(Base):
    """What a customer's documents in one currency add up to; kept by whoever changes one.

    `revenue_minor` is what was paid less what was given back, `outstanding_minor` what
    issued invoices still owe, `credit_minor` what payments and credit notes have left.
    """

    __tablename__ = "customer_balances"
    __table_args__ = (
        sa.Index("ix_customer_balances_currency", "currency", "customer_id"),
        sa.UniqueConstraint("customer_id", "currency"),
        NEVER_AGAIN,
    )

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    revenue_minor: Mapped[Minor] = mapped_column(default=0)
    outstanding_minor: Mapped[Minor] = mapped_column(default=0)
    credit_minor: Mapped[Minor] = mapped_column(default=0)
    open_invoices: Mapped[int] = mapped_column(default=0)
    last_payment_on: Mapped[date | None]
