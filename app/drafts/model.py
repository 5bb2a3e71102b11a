"""Unfinished forms as stored: a person's own, one for each form and record."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key


class StoredDraft(Base):
    """What was typed and not saved; `entries` maps fields to [at first, now]."""

    __tablename__ = "drafts"
    __table_args__ = (sa.UniqueConstraint("staff_id", "place", "subject_id"),)

    id: Mapped[Key]
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff_users.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(250))
    entries: Mapped[dict[str, Any]]
    at: Mapped[datetime]
