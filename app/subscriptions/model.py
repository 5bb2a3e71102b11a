"""The subscriptions table."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.terms import Cycle
from app.core.db import NEVER_AGAIN, Base, Entity, Key, Minor, folded
from app.subscriptions import telling
from app.subscriptions.schemas import SubscriptionStatus

DERIVED = {"derived": True}
# What the list sorts by, each by an index; `id` breaks ties.
SORTED = (
    "number", "customer_key", "product_key", "plan_key", "status", "cycle", "quantity",
    "total_minor", "started_on", "period_end", "next_on", "created_at", "updated_at",
)  # fmt: skip


class Subscription(Entity):
    """What a customer pays for every cycle, at the terms and price it was sold with.

    The period runs from `period_start` up to, not including, `period_end`; later ones count
    from `anchor_on`, so that the 31st comes back after February. `price_minor` is for one
    unit a cycle. One that does not renew expires when its period is over.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        *(sa.Index(f"ix_subscriptions_{name}", name, "id") for name in SORTED),
        sa.Index(None, "customer_id", "id"),
        sa.Index("ix_subscriptions_plan_id_id", "plan_id", "id", "status", "customer_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_is_positive"),
        sa.CheckConstraint("period_end > period_start", name="period_has_days"),
        sa.UniqueConstraint("uid"),
        NEVER_AGAIN,
    )
    audit_tells = staticmethod(telling.tells)

    uid: Mapped[str] = mapped_column(sa.String(36))
    number: Mapped[str] = mapped_column(sa.String(40))
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    terms_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_terms.id"))
    cycle: Mapped[Cycle]
    quantity: Mapped[int]
    price_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    status: Mapped[SubscriptionStatus]
    started_on: Mapped[date]
    anchor_on: Mapped[date]
    period_start: Mapped[date]
    period_end: Mapped[date]
    trial_ends_on: Mapped[date | None]
    renews: Mapped[bool] = mapped_column(default=True)
    cancel_at_period_end: Mapped[bool] = mapped_column(default=False)
    cancel_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    # The day something happens by itself next: a renewal, a cancellation, a trial's end.
    next_on: Mapped[date | None] = mapped_column(info=DERIVED)
    total_minor: Mapped[Minor] = mapped_column(default=0, info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    product_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    plan_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class UsageRecord(Entity):
    """So much of a metric a customer used on a day, under one of its subscriptions."""

    __tablename__ = "usage_records"
    __table_args__ = (
        sa.Index(None, "subscription_id", "used_on"),
        sa.Index(None, "customer_id", "used_on"),
        sa.UniqueConstraint("subscription_id", "reference"),
        sa.CheckConstraint("quantity > 0", name="quantity_is_positive"),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    subscription_id: Mapped[int] = mapped_column(sa.ForeignKey("subscriptions.id"))
    metric: Mapped[str] = mapped_column(sa.String(60))
    quantity: Mapped[Minor]
    used_on: Mapped[date]
    reference: Mapped[str | None] = mapped_column(sa.String(100))


class SubscriptionSpan(Base):
    """What a subscription cost from one day up to, not including, another.

    Written whenever price, plan, quantity, cycle or billability change; what is billed is
    reckoned from these alone. Not `billable` are trials and pauses. `until_on` None goes on.
    """

    __tablename__ = "subscription_spans"
    __table_args__ = (sa.Index(None, "subscription_id", "id"), NEVER_AGAIN)

    id: Mapped[Key]
    subscription_id: Mapped[int] = mapped_column(sa.ForeignKey("subscriptions.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    terms_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_terms.id"))
    cycle: Mapped[Cycle]
    quantity: Mapped[int]
    price_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    anchor_on: Mapped[date]
    billable: Mapped[bool]
    written_at: Mapped[datetime]
