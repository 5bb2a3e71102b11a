"""The tables of interactions and follow-ups."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Entity, folded
from app.interactions.schemas import Direction, FollowUpState, InteractionType, Sentiment

DERIVED = {"derived": True}
# What the lists sort by, each by an index; `id` breaks ties.
SORTED = (
    "occurred_at", "type", "direction", "sentiment", "subject_key", "customer_key", "staff_key",
    "minutes", "satisfaction", "automatic", "created_at", "updated_at",
)  # fmt: skip
FOLLOW_UPS_SORTED = (
    "due_on", "title_key", "customer_key", "assignee_key", "state", "done_at", "created_at",
)  # fmt: skip


class Interaction(Entity):
    """One contact with a customer, written down by staff or by what caused it.

    `details` are the fields of its type alone (INT-02 to INT-07), all text. `source` names
    what an automatic one came from, such as "order:12", so that it is written once.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        *(sa.Index(f"ix_interactions_{name}", name, "id") for name in SORTED),
        sa.Index(None, "customer_id", "occurred_at", "id"),
        sa.Index(None, "staff_id", "id"),
        sa.Index(
            "uq_interactions_source",
            "source",
            unique=True,
            sqlite_where=sa.text("source <> ''"),
            postgresql_where=sa.text("source <> ''"),
        ),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction_from_1_to_5"),
        sa.CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    type: Mapped[InteractionType]
    direction: Mapped[Direction | None]
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    occurred_at: Mapped[datetime]
    minutes: Mapped[int | None]
    sentiment: Mapped[Sentiment | None]
    satisfaction: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff_users.id"))
    automatic: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(sa.String(60), default="")

    subject_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    staff_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)


class FollowUp(Entity):
    """What was promised to a customer: until when, by whom, and what came of it.

    `remind_at` is when its assignee is told; `reminded_at` when they were.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        *(sa.Index(f"ix_follow_ups_{name}", name, "id") for name in FOLLOW_UPS_SORTED),
        sa.Index(None, "customer_id", "id"),
        sa.Index(None, "interaction_id"),
        sa.Index(None, "assignee_id", "state", "due_on", "id"),
        sa.Index(
            "ix_follow_ups_open",
            "due_on",
            "id",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        NEVER_AGAIN,
    )
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    interaction_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("interactions.id", ondelete="SET NULL")
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff_users.id"))
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.OPEN)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(sa.String(200), default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")

    title_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    assignee_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
