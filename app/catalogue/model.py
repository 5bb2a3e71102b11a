"""The tables of what is sold."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.contents.model import Content
from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor, folded

DERIVED = {"derived": True}
# What the list of products sorts by, each by an index; `id` breaks ties.
_PRODUCTS_SORTED = (
    "name_key", "reference_norm", "active", "plans", "licenses", "created_at", "updated_at",
)  # fmt: skip


class Product(Entity):
    """Something licenses are issued for.

    `reference` is what vendors' programs call it by (product_reference_id). `key_format`
    is how its license keys look: an X stands for a random character, what else there is
    stays. A product that is not `active` is kept for what was sold and no longer offered.
    """

    __tablename__ = "products"
    __table_args__ = (
        sa.Index("uq_products_reference_norm", "reference_norm", unique=True),
        *(sa.Index(f"ix_products_{name}", name, "id") for name in _PRODUCTS_SORTED),
        NEVER_AGAIN,
    )

    uid: Mapped[str] = mapped_column(sa.String(36))
    reference: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    email_on_issue: Mapped[bool] = mapped_column(default=False)
    key_format: Mapped[str] = mapped_column(sa.String(60))
    active: Mapped[bool] = mapped_column(default=True)

    reference_norm: Mapped[str] = mapped_column(folded(), info=DERIVED)
    name_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    plans: Mapped[int] = mapped_column(default=0, info=DERIVED)
    licenses: Mapped[int] = mapped_column(default=0, info=DERIVED)


class ProductFile(Entity):
    """A file customers may download: one release of a product for some system."""

    __tablename__ = "product_files"
    __table_args__ = (sa.Index(None, "product_id", "id"), sa.Index(None, "sha256"), NEVER_AGAIN)
    audit_subject = ("products", "product_id")

    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id", ondelete="CASCADE"))
    release: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    released_on: Mapped[date]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.ForeignKey(Content.sha256))

    product: Mapped[Product] = relationship(lazy="raise")


class Plan(Entity):
    """A way a product is sold; `terms_id` are the terms new sales get."""

    __tablename__ = "plans"
    __table_args__ = (
        sa.Index("uq_plans_product_id_name_norm", "product_id", "name_norm", unique=True),
        *(
            sa.Index(f"ix_plans_{name}", name, "id")
            for name in (
                "name_key", "product_key", "active", "monthly_minor", "yearly_minor",
                "activation_limit", "licenses", "created_at", "updated_at",
            )
        ),
        NEVER_AGAIN,
    )  # fmt: skip

    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    # No foreign key: the two tables would refer to each other.
    terms_id: Mapped[int | None]

    name_norm: Mapped[str] = mapped_column(folded(), info=DERIVED)
    name_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    product_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    monthly_minor: Mapped[Minor | None] = mapped_column(info=DERIVED)
    yearly_minor: Mapped[Minor | None] = mapped_column(info=DERIVED)
    activation_limit: Mapped[int | None] = mapped_column(info=DERIVED)
    licenses: Mapped[int] = mapped_column(default=0, info=DERIVED)

    product: Mapped[Product] = relationship(lazy="raise")


class PlanTerms(Base):
    """One version of a plan's terms; never changed once it is written, see `Terms`."""

    __tablename__ = "plan_terms"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"), NEVER_AGAIN)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    number: Mapped[int]
    since: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    currency: Mapped[str] = mapped_column(sa.String(3))
    monthly_minor: Mapped[Minor | None]
    yearly_minor: Mapped[Minor | None]
    months: Mapped[int | None]
    expiry_basis: Mapped[ExpiryBasis]
    on_expiry: Mapped[OnExpiry]
    grace_days: Mapped[int]
    activation_limit: Mapped[int | None]
    overage: Mapped[Overage]
    overage_percent: Mapped[int]
    stale_days: Mapped[int]
    self_deactivations: Mapped[int | None]
    offline_allowed: Mapped[bool]
    user_limit: Mapped[int | None]
    quotas: Mapped[dict[str, Any]]
    usage_prices: Mapped[dict[str, Any]]
    tiers: Mapped[list[Any]] = mapped_column(sa.JSON)
