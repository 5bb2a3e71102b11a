"""The tables of contents."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.contents.schemas import Place
from app.core.db import Base, Key

_UNWANTED = sa.text("unwanted_at IS NOT NULL")


class Content(Base):
    """What a file says, once for all that say the same, named by its SHA-256.

    Since `unwanted_at` no owner refers to it; upkeep takes it away.
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
