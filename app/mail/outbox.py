"""How other features queue a message, in their own transaction."""

from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.mail.model import OutboxMessage
from app.mail.schemas import MessageState


def queue(session: Session, recipient: str, template: str, values: dict[str, Any]) -> None:
    """Add a message to the outbox; it goes out only if this transaction is kept.

    `values` fill the template and never hold a password.
    """
    session.add(
        OutboxMessage(
            message_id=f"<{uuid4()}@customer-desk>",
            queued_at=session.info["now"],
            recipient=recipient,
            template=template,
            values=values,
            state=MessageState.QUEUED,
            attempts=0,
            last_error="",
        )
    )
