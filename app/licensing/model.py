"""The licensing tables."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.terms import Cycle
from app.core.db import NEVER_AGAIN, Base, Entity, Key, folded
from app.licensing import telling
from app.licensing.schemas import ActivationState, DeviceKind, LicenseState, LicenseStatus

DERIVED = {"derived": True}
# What the lists sort by, each by an index; `id` breaks ties.
LICENSES_SORTED = (
    "key_tail", "product_key", "plan_key", "status", "expires_on", "activations",
    "activation_limit", "customer_key", "email_norm", "client_id", "order_number", "cycle",
    "created_at", "updated_at",
)  # fmt: skip
ACTIVATIONS_SORTED = (
    "key_tail", "product_key", "device_key", "kind", "ip", "domain", "hostname", "platform",
    "state", "activated_at", "last_verified_at", "customer_key", "ended_at",
)  # fmt: skip
# What the lists are mostly filtered by stands in the index of their own order as well: who
# walks it need not look at millions of rows.
LICENSES_FILTERED = ("status", "product_id", "expires_on", "over_limit")
ACTIVATIONS_FILTERED = ("state", "stale_at", "product_id", "kind")
# With whose they are, customers are found by them without a look at any.
_BESIDE = {
    "created_at": LICENSES_FILTERED,
    "expires_on": ("status", "customer_id"),
    "status": ("expires_on", "customer_id"),
}


class License(Entity):
    """The right to use a product, known by a key.

    The key is sealed (see `core.vault`); `key_digest` finds it, `key_tail` is what lists
    show of it. `client_id` and `email` are those it was linked by: of its customer once it
    has one. `expires_on` is its last good day in the organization's zone, None for never;
    `cycle` is how it was sold. `overrides` holds what was agreed for this license alone,
    by the names of `Policy`. `state` is what people decided, `status` what follows at the
    time of writing, good until `status_until`.
    """

    __tablename__ = "licenses"
    __table_args__ = (
        *(
            sa.Index(f"ix_licenses_{name}", name, "id", *_BESIDE.get(name, ()))
            for name in LICENSES_SORTED
        ),
        sa.Index("ix_licenses_over_limit", "over_limit", "id"),
        sa.Index("uq_licenses_key_digest", "key_digest", unique=True),
        sa.Index("uq_licenses_uid", "uid", unique=True),
        sa.Index(None, "customer_id", "created_at", "id"),
        sa.Index(None, "plan_id", "id"),
        sa.Index("ix_licenses_product_id_id", "product_id", "id", "customer_id"),
        sa.Index(None, "subscription_id", "id"),
        sa.Index(
            "ix_licenses_status_until",
            "status_until",
            sqlite_where=sa.text("status_until IS NOT NULL"),
            postgresql_where=sa.text("status_until IS NOT NULL"),
        ),
        sa.CheckConstraint("activations >= 0", name="activations_are_counted"),
        NEVER_AGAIN,
    )
    audit_tells = staticmethod(telling.tells)

    uid: Mapped[str] = mapped_column(sa.String(36))
    key_digest: Mapped[str] = mapped_column(sa.String(64))
    key_sealed: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True, info={"secret": True})
    key_tail: Mapped[str] = mapped_column(sa.String(8))
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id"))
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plans.id"))
    terms_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_terms.id"))
    customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id"))
    client_id: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    order_number: Mapped[str] = mapped_column(sa.String(60), default="")
    subscription_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subscriptions.id"))
    state: Mapped[LicenseState]
    state_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    cycle: Mapped[Cycle | None]
    starts_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    # Until the first activation of a license whose time counts from there.
    months_to_run: Mapped[int | None]
    overrides: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    status: Mapped[LicenseStatus] = mapped_column(info=DERIVED)
    status_until: Mapped[datetime | None] = mapped_column(info=DERIVED)
    activations: Mapped[int] = mapped_column(default=0, info=DERIVED)
    activation_limit: Mapped[int | None] = mapped_column(info=DERIVED)
    over_limit: Mapped[bool] = mapped_column(default=False, info=DERIVED)
    email_norm: Mapped[str] = mapped_column(folded(), default="", info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    product_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    plan_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class Activation(Entity):
    """A device or domain a license is, or was, in use on.

    `identifier` is what it calls itself, `fingerprint` its digest: one active activation
    per license and fingerprint. A blocked one bars its fingerprint from the license.
    """

    __tablename__ = "activations"
    __table_args__ = (
        *(
            sa.Index(f"ix_activations_{name}", name, "id", *columns)
            for name in ACTIVATIONS_SORTED
            for columns in [ACTIVATIONS_FILTERED if name == "activated_at" else ()]
        ),
        sa.Index(
            "uq_activations_license_id_fingerprint",
            "license_id",
            "fingerprint",
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        ),
        sa.Index(None, "license_id", "id"),
        sa.Index(None, "customer_id", "activated_at", "id"),
        sa.Index(
            "ix_activations_customer_id_ended_at",
            "customer_id",
            "ended_at",
            "id",
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        ),
        sa.Index(None, "product_id", "id"),
        # With what the list is sorted by unless asked: it need not be looked up row by row.
        sa.Index("ix_activations_stale_at", "stale_at", "activated_at", "id", "state"),
        sa.Index(None, "fingerprint"),
        NEVER_AGAIN,
    )
    audit_subject = ("licenses", "license_id")

    license_id: Mapped[int] = mapped_column(sa.ForeignKey("licenses.id"))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[DeviceKind]
    identifier: Mapped[str] = mapped_column(sa.String(253))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    hostname: Mapped[str] = mapped_column(sa.String(253), default="")
    platform: Mapped[str] = mapped_column(sa.String(80), default="")
    domain: Mapped[str] = mapped_column(sa.String(253), default="")
    ip: Mapped[str] = mapped_column(sa.String(45), default="")
    state: Mapped[ActivationState]
    offline: Mapped[bool] = mapped_column(default=False)
    activated_at: Mapped[datetime]
    last_verified_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(sa.String(200), default="")
    ended_why: Mapped[str] = mapped_column(sa.String(500), default="")
    # Whether its customer gave the seat back, which counts against a yearly allowance.
    self_ended: Mapped[bool] = mapped_column(default=False)

    # From when an active one counts as stale: so long after it was verified as its license says.
    stale_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    # Its license's, kept in step by whoever moves the license.
    customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id"), info=DERIVED)
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id"), info=DERIVED)
    key_tail: Mapped[str] = mapped_column(sa.String(8), info=DERIVED)
    product_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    device_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)

    license: Mapped[License] = relationship(lazy="raise")


class RenewalMark(Base):
    """That a customer renews all that ends until `through`, as somebody found out on a day."""

    __tablename__ = "renewal_marks"
    __table_args__ = (sa.UniqueConstraint("customer_id"), NEVER_AGAIN)

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    through: Mapped[date]
    marked_on: Mapped[date]
    marked_by: Mapped[str] = mapped_column(sa.String(200))
