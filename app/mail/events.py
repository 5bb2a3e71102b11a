"""What other features do, in the same transaction, when a message is queued."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from app.mail.model import OutboxMessage

# Called with the message, which is not flushed yet; whom it is about is.
queued: list["Callable[[Session, OutboxMessage], None]"] = []
