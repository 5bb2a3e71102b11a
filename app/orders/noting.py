"""Writes an order's great moments down among what was said with its customer."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.core.clock import start_of_day
from app.core.money import Money
from app.core.text import N_, _, ngettext
from app.interactions import automatic
from app.interactions.model import Interaction
from app.interactions.schemas import Direction, InteractionType
from app.orders.model import Order
from app.orders.schemas import OrderStatus
from app.organization.service import current
from app.subscriptions.due import today

_NOON = timedelta(hours=12)
_SOURCE, _CHUNK = "order:", 1000
I = Interaction  # noqa: E741 - as short as in the other features' statements
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


def wrong_notes(session: Session) -> list[int]:
    """Automatic interactions that name an order which is not there, or is another customer's."""
    odd, last = list[int](), 0
    named = sa.select(I.id, I.customer_id, I.type, I.source).where(I.source.startswith(_SOURCE))
    while rows := session.execute(named.where(I.id > last).order_by(I.id).limit(_CHUNK)).all():
        last = rows[-1].id
        orders = {row.id: _order_of(row.source) for row in rows}
        whose = among(session, Order.id, sorted(set(orders.values())))
        known = dict(session.execute(sa.select(Order.id, Order.customer_id).where(whose)).all())
        odd += [
            row.id
            for row in rows
            if known.get(orders[row.id]) != row.customer_id
            or row.type is not InteractionType.PURCHASE
        ]
    return odd


def _order_of(source: str) -> int:
    number = source.split(":")[1]
    return int(number) if number.isdigit() else 0


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
        source=f"{_SOURCE}{found.id}:{step}",
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
