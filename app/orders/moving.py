"""Lets orders go on: status, payment and tracking; every step stays in the order's history."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict, DeskError, Invalid
from app.core.text import _
from app.customers import verifying
from app.customers.following import follow
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.customers.verify_schemas import Ground
from app.mail.outbox import queue
from app.orders import counters, noting, rules
from app.orders.drafts import NoteDraft, TrackingDraft
from app.orders.model import Order, OrderChange
from app.orders.queries import get, lock_customers_of
from app.orders.schemas import CLOSED, ChangeKind, OrderPayment, OrderStatus
from app.organization.service import current

# What the customer hears about, by the template of the message.
_TOLD = {OrderStatus.SHIPPED: "order_shipped", OrderStatus.DELIVERED: "order_delivered"}


def note(
    session: Session, found: Order, kind: ChangeKind, old: str, new: str, words: str = ""
) -> None:
    """Keep a step in an order's history."""
    session.add(OrderChange(**step(session, found.id, kind, old, new, words)))


def step(
    session: Session, order_id: int, kind: ChangeKind, old: str, new: str, words: str = ""
) -> dict[str, Any]:
    """A step in an order's history as it is stored, but for its id."""
    return {
        "order_id": order_id,
        "at": session.info["now"],
        "by": session.info["actor"].name,
        "kind": kind,
        "old": old,
        "new": new,
        "note": words,
    }


def each(
    session: Session, actor: Actor, ids: Sequence[int], act: Callable[[Order], None]
) -> Outcome:
    """Do it to each order, customers locked first; who refuses is named and left as it was."""
    done, refused, whose = [], [], set()
    wanted = sorted(set(ids))
    lock_customers_of(session, wanted)
    for one in wanted:
        try:
            found = get(session, actor, one, lock=True)
            act(found)
        except DeskError as refusal:
            refused.append((one, str(refusal)))
        else:
            done.append(one)
            whose.add(found.customer_id)
    session.flush()
    counters.recount(session, whose)
    return Outcome(tuple(done), tuple(refused))


def move(session: Session, found: Order, to: OrderStatus, words: str, day: date) -> None:
    """Let an order go on; `day` is when it was delivered, where that is its status now.

    Raises:
        Conflict: it cannot go there from where it is, or was ordered after `day`.
    """
    rules.check(found, to)
    if to is OrderStatus.DELIVERED and day < found.ordered_on:
        said = _("%s was ordered later than that. Enter the day it was delivered.")
        raise Conflict(said % found.number)
    _set(session, found, to, words, day)
    if to is OrderStatus.REFUNDED and found.payment_status is not OrderPayment.REFUNDED:
        pay(session, found, OrderPayment.REFUNDED, words)
    if to in _TOLD:
        _tell(session, found, _TOLD[to])


def correct(session: Session, found: Order, to: OrderStatus, words: str, day: date) -> None:
    """Say what an order's status should have been; nobody is told, the note stays.

    Raises:
        Conflict: it is that already.
    """
    if found.status is to:
        raise rules.refused(found)
    _set(session, found, to, words, day)
    session.flush()
    counters.recount(session, [found.customer_id])


def pay(session: Session, found: Order, to: OrderPayment, words: str) -> None:
    """Say what became of an order's payment.

    Raises:
        Conflict: that cannot follow what was said before.
    """
    rules.check_payment(found, to)
    set_payment(session, found, to, words)


def set_payment(session: Session, found: Order, to: OrderPayment, words: str) -> None:
    """Keep what is said about an order's payment, and that it was said."""
    note(session, found, ChangeKind.PAYMENT, found.payment_status.value, to.value, words)
    found.payment_status = to


def track(session: Session, found: Order, draft: TrackingDraft) -> None:
    """Keep how a parcel is followed.

    Raises:
        Conflict: the order is cancelled or refunded.
        Invalid: the draft has problems, keyed by field.
    """
    values = draft.checked()
    if found.status in CLOSED:
        raise rules.refused(found)
    if values["expected_on"] and values["expected_on"] < found.ordered_on:
        said = _("The delivery cannot be expected before the order.")
        raise Invalid({"expected_on": said})
    for name, value in values.items():
        if getattr(found, name) != value:
            setattr(found, name, value)
    rules.derive(found)
    follow(found, session.get_one(Customer, found.customer_id))


def words_of(text: str, *, needed: bool = False) -> str:
    """A note as it will be kept.

    Raises:
        Invalid: it is too long, or blank where it is `needed`.
    """
    found: str = NoteDraft(text).checked()["note"]
    if needed and not found:
        raise Invalid({"note": _("Say why in a few words; it stays in the order's history.")})
    return found


def _set(session: Session, found: Order, to: OrderStatus, words: str, day: date) -> None:
    note(session, found, ChangeKind.STATUS, found.status.value, to.value, words)
    found.status = to
    found.delivered_on = day if to is OrderStatus.DELIVERED else None
    if to is OrderStatus.DELIVERED:
        _active(session, found.customer_id)
        session.flush()
        verifying.each(session, [found.customer_id], Ground.FIRST_ORDER)
    noting.moved(session, found, words, day)


def _active(session: Session, customer_id: int) -> None:
    """A delivery is the customer's latest activity; no edit of it."""
    now = session.info["now"]
    before = sa.or_(Customer.last_activity_at.is_(None), Customer.last_activity_at < now)
    session.execute(
        sa.update(Customer)
        .where(Customer.id == customer_id, before)
        .values(last_activity_at=now)
        .execution_options(synchronize_session=False)
    )


def _tell(session: Session, found: Order, template: str) -> None:
    customer = session.get_one(Customer, found.customer_id)
    if not customer.email or customer.deleted_at is not None:
        return
    values = {
        "organization": current(session).name,
        "name": customer.name or "",
        "number": found.number,
        "tracking_number": found.tracking_number,
        "carrier": found.carrier,
        "expected_on": found.expected_on.isoformat() if found.expected_on else "",
        "delivered_on": found.delivered_on.isoformat() if found.delivered_on else "",
    }
    queue(session, customer.email, template, values, customer.id)
