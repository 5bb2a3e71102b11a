"""How other features queue a message, in their own transaction, and take it back."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.mail import events
from app.mail.model import OutboxMessage
from app.mail.schemas import MessageState


def queue(
    session: Session, recipient: str, template: str, values: dict[str, Any], customer_id: int
) -> None:
    """Add a message about a customer; it goes out only if this transaction is kept.

    `values` fill the template and never hold a password.
    """
    message = OutboxMessage(
        message_id=f"<{uuid4()}@customer-desk>",
        queued_at=session.info["now"],
        recipient=recipient,
        template=template,
        values=values,
        state=MessageState.QUEUED,
        attempts=0,
        last_error="",
        customer_id=customer_id,
    )
    session.add(message)
    for tell in events.queued:
        tell(session, message)


def cancel(session: Session, customer_ids: Sequence[int]) -> None:
    """Let what was not sent yet about customers stay unsent."""
    waiting = (MessageState.QUEUED, MessageState.FAILED)
    _turn(session, customer_ids, waiting, MessageState.CANCELLED)


def resume(session: Session, customer_ids: Sequence[int]) -> None:
    """Let what was cancelled about customers go out after all."""
    _turn(session, customer_ids, (MessageState.CANCELLED,), MessageState.QUEUED)


def sent_to(session: Session, customer_ids: Sequence[int]) -> list[str]:
    """Whom messages about customers have reached already."""
    about = OutboxMessage.customer_id.in_(customer_ids)
    sent = OutboxMessage.state == MessageState.SENT
    statement = sa.select(OutboxMessage.recipient).where(about, sent).distinct()
    return list(session.scalars(statement.order_by(OutboxMessage.recipient)))


def _turn(
    session: Session,
    customer_ids: Sequence[int],
    old: Sequence[MessageState],
    new: MessageState,
) -> None:
    session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.customer_id.in_(customer_ids), OutboxMessage.state.in_(old))
        .values(state=new)
        .execution_options(synchronize_session=False)
    )
