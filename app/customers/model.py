"""The customers tables."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import NEVER_AGAIN, Entity, Minor, folded
from app.core.withheld import KEPT_APART
from app.customers.schemas import HoldKind, HoldReason, Kind, Shelf, Status

DERIVED = {"derived": True}


# What the list sorts by. Each gets an index that begins with the shelf, so that every
# shelf is read in order; `id` breaks ties.
SORTED = (
    "name_key", "company_key", "email_norm", "phone_key", "kind", "status", "licenses",
    "active_licenses", "subscriptions", "active_subscriptions", "revenue_minor",
    "open_invoices", "created_at", "client_id", "country", "city_key", "verified",
    "last_activity_at", "updated_at", "owner_key", "tags",
)  # fmt: skip
# What customers are mostly filtered by stands in the index of their list's own order as well:
# who walks it, or counts, need not look at a million wide rows.
FILTERED = (
    "status", "kind", "verified", "company_size", "country", "industry", "owner_id", "team_id",
    "verified_at", "last_activity_at", "revenue_minor", "orders", "last_order_on", "licenses",
    "active_licenses", "subscriptions", "active_subscriptions", "open_invoices",
)  # fmt: skip
_BESIDE = {"created_at": FILTERED}


class Customer(Entity):
    """A company or a person we sell to.

    Columns marked derived follow from the others or from other tables, and are
    written by `rules.derive` and by whoever changes their cause.
    """

    __tablename__ = "customers"
    __table_args__ = (
        *(
            sa.Index(f"ix_customers_shelf_{name}", "shelf", name, "id", *_BESIDE.get(name, ()))
            for name in SORTED
        ),
        sa.Index(
            "uq_customers_email_norm",
            "email_norm",
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        ),
        sa.Index("uq_customers_client_id", "client_id", unique=True),
        sa.Index("uq_customers_uid", "uid", unique=True),
        sa.Index(None, "phone_digits"),
        sa.Index(None, "website_domain"),
        sa.Index(None, "owner_id", "shelf"),
        sa.Index(None, "team_id", "shelf"),
        sa.Index(None, "parent_id"),
        # Few refer to anybody, and yet whoever is removed is looked for among them.
        sa.Index(
            "ix_customers_referred_by_id",
            "referred_by_id",
            sqlite_where=sa.text("referred_by_id IS NOT NULL"),
            postgresql_where=sa.text("referred_by_id IS NOT NULL"),
        ),
        sa.CheckConstraint("parent_id <> id", name="parent_is_another"),
        NEVER_AGAIN,
    )

    uid: Mapped[str] = mapped_column(sa.String(36))
    client_id: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[Kind]
    company_name: Mapped[str] = mapped_column(sa.String(200), default="")
    legal_name: Mapped[str] = mapped_column(sa.String(200), default="")
    first_name: Mapped[str] = mapped_column(sa.String(100), default="")
    last_name: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str | None] = mapped_column(sa.String(254))
    email_verified_at: Mapped[datetime | None]
    phone: Mapped[str] = mapped_column(sa.String(60), default="")
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    address_line1: Mapped[str] = mapped_column(sa.String(200), default="")
    address_line2: Mapped[str] = mapped_column(sa.String(200), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    state: Mapped[str] = mapped_column(sa.String(100), default="")
    postal_code: Mapped[str] = mapped_column(sa.String(20), default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    company_size: Mapped[str] = mapped_column(sa.String(10), default="")
    industry: Mapped[str] = mapped_column(sa.String(60), default="")
    annual_revenue_minor: Mapped[Minor | None]
    annual_revenue_currency: Mapped[str] = mapped_column(sa.String(3), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    avatar: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True, info=KEPT_APART)
    archived: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str] = mapped_column(sa.String(200), default="")
    deleted_at: Mapped[datetime | None]
    purge_due_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff_users.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id"))
    referred_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id"))
    last_activity_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    # As `app.tags.schemas.packed` writes it; `customer_tags` follows from it by triggers.
    tags: Mapped[str | None] = mapped_column(folded())

    status: Mapped[Status] = mapped_column(default=Status.ACTIVE)
    shelf: Mapped[Shelf] = mapped_column(default=Shelf.CURRENT, info=DERIVED)
    verified: Mapped[bool] = mapped_column(default=False, info=DERIVED)
    name: Mapped[str | None] = mapped_column(sa.String(250), info=DERIVED)
    name_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    company_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    city_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    owner_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    email_norm: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    phone_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    phone_digits: Mapped[str] = mapped_column(sa.String(40), default="", info=DERIVED)
    website_domain: Mapped[str] = mapped_column(sa.String(253), default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    # Folded for filters alone; blank is NULL.
    email_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    website_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    client_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    state_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    postal_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    notes_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    legal_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    description_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    person_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)
    address_key: Mapped[str | None] = mapped_column(sa.Text, info=DERIVED)

    licenses: Mapped[int] = mapped_column(default=0, info=DERIVED)
    active_licenses: Mapped[int] = mapped_column(default=0, info=DERIVED)
    subscriptions: Mapped[int] = mapped_column(default=0, info=DERIVED)
    active_subscriptions: Mapped[int] = mapped_column(default=0, info=DERIVED)
    open_invoices: Mapped[int] = mapped_column(default=0, info=DERIVED)
    revenue_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    # Those that were not cancelled.
    orders: Mapped[int] = mapped_column(default=0, info=DERIVED)
    last_order_on: Mapped[date | None] = mapped_column(info=DERIVED)


class Contact(Entity):
    """A person to talk to at a customer; at most one is the primary contact."""

    __tablename__ = "contacts"
    __table_args__ = (
        sa.Index(
            "uq_contacts_customer_id",
            "customer_id",
            unique=True,
            sqlite_where=sa.text("is_primary"),
            postgresql_where=sa.text("is_primary"),
        ),
        sa.Index(None, "customer_id", "id"),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    phone: Mapped[str] = mapped_column(sa.String(60), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    address: Mapped[str] = mapped_column(sa.Text, default="")
    role: Mapped[str] = mapped_column(sa.String(100), default="")
    is_primary: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship(lazy="raise")


class PortalUser(Entity):
    """A person who signs in for a customer: the admin user of a company account."""

    __tablename__ = "portal_users"
    __table_args__ = (
        sa.Index(
            "uq_portal_users_email_norm",
            "email_norm",
            unique=True,
            sqlite_where=sa.text("active"),
            postgresql_where=sa.text("active"),
        ),
        sa.Index(None, "customer_id", "id"),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    first_name: Mapped[str] = mapped_column(sa.String(100), default="")
    last_name: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(254))
    email_norm: Mapped[str] = mapped_column(folded(), info=DERIVED)
    password_hash: Mapped[str | None] = mapped_column(
        sa.String(300), info=KEPT_APART | {"secret": True}
    )
    role: Mapped[str] = mapped_column(sa.String(32))
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None] = mapped_column(info=DERIVED)

    customer: Mapped[Customer] = relationship(lazy="raise")


class CustomerHold(Entity):
    """A reason why a customer is suspended, inactive or blocked, and for how long."""

    __tablename__ = "customer_holds"
    __table_args__ = (
        sa.Index(None, "customer_id", "id"),
        sa.Index(
            "ix_customer_holds_due",
            "ends_at",
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        ),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    kind: Mapped[HoldKind]
    reason: Mapped[HoldReason]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(sa.String(200), default="")

    customer: Mapped[Customer] = relationship(lazy="raise")
