"""Which commands were undone."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Reversal(Base):
    """A command that was undone at least once.

    `tip` is the command whose entries the next undo or redo reverses; `undone_by` the one
    that undid it, None while it stands redone. `staff_id` and `by` tell who did that last.
    """

    __tablename__ = "reversals"
    __table_args__ = (sa.Index(None, "staff_id", "undone_by"),)

    command: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    tip: Mapped[int] = mapped_column(sa.BigInteger)
    undone_by: Mapped[int | None] = mapped_column(sa.BigInteger)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    by: Mapped[str] = mapped_column(sa.String(200))
