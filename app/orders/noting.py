"""Writes an order's great moments down among what was said with its customer."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.core.clock import start_of_day
from app.core.money import Money
from app.core.text import N_, _, ngettext
from app.interactions import automatic
from app.interactions.schemas import Direction, InteractionType
from app.orders.model import Order
from app.orders.schemas import OrderStatus
from app.organization.service import current
from app.subscriptions.due import today

_NOON = timedelta(hours=12)
_MOVED = {
    OrderStatus.DELIVERED: N_("Order %s delivered"),
    OrderStatus.CANCELLED: N_("Order %s cancelled"),
}


def placed(session: Session, found: Order) -> None:
    """A customer ordered; their activity."""
    lines = ngettext("%d item", "%d items", found.items) % found.items
    total = Money(found.total_minor, found.currency)
    body = _("%(lines)s, %(amount)s %(currency)s in total") % {
        "lines": lines, "amount": total.amount, "currency": total.currency,
    }  # fmt: skip
    _note(
        session, found, _("Order %s placed") % found.number, "placed", found.ordered_on, body,
        Direction.INBOUND,
    )  # fmt: skip


def moved(session: Session, found: Order, words: str, day: date) -> None:
    """An order arrived on `day`, or was cancelled for the reason in `words`."""
    if found.status not in _MOVED:
        return
    delivered = found.status is OrderStatus.DELIVERED
    subject = _(_MOVED[found.status]) % found.number
    _note(
        session, found, subject, found.status.value, day, words,
        Direction.OUTBOUND if delivered else None,
    )  # fmt: skip


def _note(
    session: Session,
    found: Order,
    subject: str,
    step: str,
    day: date,
    body: str,
    direction: Direction | None,
) -> None:
    automatic.note(
        session,
        found.customer_id,
        InteractionType.PURCHASE,
        subject,
        source=f"order:{found.id}:{step}",
        at=_moment(session, day),
        body=body,
        direction=direction,
    )


def _moment(session: Session, day: date) -> datetime:
    """Now, or the middle of a day that is over; what is ahead is noted when it is said."""
    now: datetime = session.info["now"]
    if day >= today(session):
        return now
    return start_of_day(day, current(session).time_zone) + _NOON
