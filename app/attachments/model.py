"""The attachments, and the contents they share."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.attachments.schemas import Place
from app.core.db import NEVER_AGAIN, Base, Entity, Key, folded

DERIVED = {"derived": True}
_REMOVED, _UNWANTED = sa.text("removed_at IS NOT NULL"), sa.text("unwanted_at IS NOT NULL")


class Content(Base):
    """What a file says, once for all that say the same, named by its SHA-256.

    Since `unwanted_at` no attachment refers to it; upkeep takes it away.
    """

    __tablename__ = "contents"
    __table_args__ = (
        sa.Index(
            "ix_contents_unwanted", "unwanted_at",
            sqlite_where=_UNWANTED, postgresql_where=_UNWANTED,
        ),
    )  # fmt: skip

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    place: Mapped[Place]
    added_at: Mapped[datetime]
    unwanted_at: Mapped[datetime | None]


class ContentPart(Base):
    """A piece of a content that is kept in the database; pieces are read one after another."""

    __tablename__ = "content_parts"
    __table_args__ = (sa.UniqueConstraint("sha256", "position"),)

    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("contents.sha256", ondelete="CASCADE"))
    position: Mapped[int]
    piece: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Attachment(Entity):
    """A file with a name, on a customer; perhaps on one of its interactions or orders.

    A removed one is kept for a while with its content, so that removing can be undone.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        sa.Index(None, "customer_id", "id"),
        sa.Index(None, "interaction_id"),
        sa.Index(None, "order_id"),
        sa.Index(None, "sha256"),
        sa.Index(
            "ix_attachments_removed", "removed_at",
            sqlite_where=_REMOVED, postgresql_where=_REMOVED,
        ),
        NEVER_AGAIN,
    )  # fmt: skip
    audit_subject = ("customers", "customer_id")

    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    # No foreign key: an interaction that is removed and brought back has its files again.
    interaction_id: Mapped[int | None]
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(127), default="")
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("contents.sha256"))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    removed_at: Mapped[datetime | None]
    name_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
