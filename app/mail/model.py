"""The outbox."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Base, Key
from app.mail.schemas import MessageState


class OutboxMessage(Base):
    """A message to be sent: which template, to whom, filled with what.

    `message_id` is fixed when the row is written, so that sending twice is recognisable.
    `customer_id` is whom it is about; the customer may be gone.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (sa.Index(None, "state", "id"), sa.Index(None, "customer_id"), NEVER_AGAIN)

    id: Mapped[Key]
    message_id: Mapped[str] = mapped_column(sa.String(100))
    queued_at: Mapped[datetime]
    recipient: Mapped[str] = mapped_column(sa.String(254))
    template: Mapped[str] = mapped_column(sa.String(64))
    values: Mapped[dict[str, Any]]
    state: Mapped[MessageState]
    attempts: Mapped[int]
    last_error: Mapped[str] = mapped_column(sa.Text)
    customer_id: Mapped[int | None]
