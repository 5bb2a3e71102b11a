"""Writes down what happened by itself: the one way by which other features add interactions.

Orders call it when one is placed, delivered or cancelled (purchase), the outbox when a message
to a customer is queued (e-mail). Tickets will call it when one is opened (support, source
"ticket:7"), the portal for what a customer does there (inquiry, source "portal:<what>:7").
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import ActorKind
from app.core.text import N_, _
from app.customers.model import Customer
from app.interactions.activity import raise_activity
from app.interactions.deriving import derive
from app.interactions.model import Interaction
from app.interactions.schemas import Direction, InteractionType
from app.mail.model import OutboxMessage

_SUBJECT = 200
# What a message was about, by its template; another one is told by the template's own name.
_MESSAGES = {
    "company_welcome": N_("Welcome message"),
    "customer_invitation": N_("Invitation"),
    "license_assigned": N_("License assigned"),
    "licenses_transferred": N_("Licenses transferred"),
    "order_shipped": N_("Order shipped"),
    "order_delivered": N_("Order delivered"),
    "dunning": N_("Payment reminder"),
}


def note(
    session: Session,
    customer_id: int,
    kind: InteractionType,
    subject: str,
    *,
    source: str,
    at: datetime,
    body: str = "",
    direction: Direction | None = None,
) -> None:
    """Write down what happened with a customer, once for each `source` (60 characters).

    What came from the customer is their latest activity; what the program does by itself is
    none. Whoever caused it is its staff.
    """
    actor = session.info["actor"]
    # The caller is not done with its own rows.
    with session.no_autoflush:
        noted: set[str] = session.info.setdefault("noted", set())
        known = sa.select(Interaction.id).where(Interaction.source == source)
        if source in noted or session.scalar(known) is not None:
            return
        noted.add(source)
        found = Interaction(
            customer_id=customer_id,
            type=kind,
            direction=direction,
            subject=subject[:_SUBJECT],
            body=body,
            occurred_at=min(at, session.info["now"]),
            details={},
            staff_id=actor.id if actor.kind is not ActorKind.SYSTEM else None,
            automatic=True,
            source=source,
        )
        derive(session, found, session.get_one(Customer, customer_id))
        session.add(found)
        if direction is Direction.INBOUND:
            raise_activity(session, customer_id, at)


def note_message(session: Session, message: OutboxMessage) -> None:
    """Write down that a message to a customer was queued."""
    if message.customer_id is None:
        return
    told: dict[str, Any] = message.values
    about = _MESSAGES.get(message.template)
    words = _(about) if about else message.template.replace("_", " ").capitalize()
    number = str(told.get("number") or "")
    note(
        session,
        message.customer_id,
        InteractionType.EMAIL,
        f"{words} {number}".rstrip(),
        source=f"mail:{message.message_id.strip('<>').partition('@')[0]}",
        at=message.queued_at,
        body=_("Message to %s") % message.recipient,
        direction=Direction.OUTBOUND,
    )
