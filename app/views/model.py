"""The tables of saved views."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Base, Entity


class SavedView(Entity):
    """A list's question and layout under a name, its owner's alone or shared with everybody.

    `name_key` is the folded name, unlike every other of the same owner and page.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "page", "name_key"),
        sa.Index(None, "page", "shared"),
        NEVER_AGAIN,
    )

    page: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(80))
    name_key: Mapped[str] = mapped_column(sa.Text, info={"derived": True})
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("staff_users.id", ondelete="CASCADE"))
    shared: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[dict[str, Any]]
    layout: Mapped[dict[str, Any]]


class DefaultView(Base):
    """Which view of a page somebody wants to begin with; `view` may be one that is gone."""

    __tablename__ = "default_views"

    staff_id: Mapped[int] = mapped_column(
        sa.ForeignKey("staff_users.id", ondelete="CASCADE"), primary_key=True
    )
    page: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    view: Mapped[str] = mapped_column(sa.String(40))
