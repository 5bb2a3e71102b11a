"""The tags, and the customers that have them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Base, Entity, folded
from app.tags.schemas import TagColour

DERIVED = {"derived": True}


class Tag(Entity):
    """A word and its colour.

    One that is not `active` stays with its customers unseen. A removed one is kept, so that
    an undone change can still name it; its name is free again. With `segment_id` it is
    automatic: exactly the members of that segment carry it, and nobody gives it by hand.
    """

    __tablename__ = "tags"
    __table_args__ = (
        sa.Index(
            "uq_tags_name_key",
            "name_key",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
        sa.Index(None, "segment_id"),
        NEVER_AGAIN,
    )

    name: Mapped[str] = mapped_column(sa.String(50))
    colour: Mapped[TagColour]
    meaning: Mapped[str] = mapped_column(sa.String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None]
    segment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("segments.id"))
    name_key: Mapped[str] = mapped_column(folded(), info=DERIVED)


class CustomerTag(Base):
    """That a customer has a tag: follows from `Customer.tags`, by triggers, whoever writes."""

    __tablename__ = "customer_tags"
    __table_args__ = (sa.Index(None, "customer_id"),)

    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id"), primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True
    )
