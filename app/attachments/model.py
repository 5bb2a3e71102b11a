"""The table of attachments."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.contents.model import Content
from app.core.db import NEVER_AGAIN, Entity, folded

DERIVED = {"derived": True}
_REMOVED = sa.text("removed_at IS NOT NULL")


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
    sha256: Mapped[str] = mapped_column(sa.ForeignKey(Content.sha256))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    removed_at: Mapped[datetime | None]
    name_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
