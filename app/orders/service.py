"""Use cases on orders: find and look at them, place and edit them, let them go on."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.clean import without_controls
from app.core.errors import Invalid, NotFound
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.schemas import Outcome
from app.orders import moving, placing, queries, rules, taxing
from app.orders.detail import detail, steps
from app.orders.drafts import OrderDraft, TrackingDraft
from app.orders.model import Order
from app.orders.schemas import (
    OrderDetail,
    Ordered,
    OrderPayment,
    OrderRow,
    OrderStatus,
    OrderStep,
    Start,
    Taxing,
)
from app.organization.service import current
from app.subscriptions.due import today


class OrderService(ListService[OrderRow], reads=Permission.ORDERS_READ):
    """Orders of the customers within the actor's scope."""

    @query(Permission.ORDERS_READ)
    def show(self, session: Session, order_id: int) -> OrderDetail:
        """Everything about one order.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return detail(session, self.actor, order_id)

    @query(Permission.ORDERS_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the order with this number, UUID or id.

        Raises:
            NotFound: none has it, or not for this actor to see.
        """
        text = named.strip()
        known = text == without_controls(text)
        ways = [Order.number == text.upper(), Order.uid == text.lower()] if known else []
        if known and text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - 32 bits
            ways.append(Order.id == int(text))
        for where in ways:
            found = session.scalar(sa.select(Order.id).where(where, *queries.visible(self.actor)))
            if found is not None:
                return found
        raise NotFound(_("No order has the number “%s”.") % named)

    @query(Permission.ORDERS_READ)
    def history(self, session: Session, order_id: int) -> tuple[OrderStep, ...]:
        """An order's status history, newest first.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        queries.get(session, self.actor, order_id)
        return steps(session, order_id)

    @query(Permission.ORDERS_READ)
    def next_allowed(self, session: Session, order_id: int) -> tuple[OrderStatus, ...]:
        """Where the actor may let an order go from here.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return rules.next_of(queries.get(session, self.actor, order_id), self.actor)

    @query(Permission.ORDERS_READ)
    def start(self, session: Session, customer_id: int) -> Start:
        """What a new order of this customer begins with: its addresses and ways to pay.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        return taxing.start(session, customers.get(session, self.actor, customer_id))

    @query(Permission.ORDERS_READ)
    def taxing(
        self, session: Session, customer_id: int | None, country: str, on: date | None
    ) -> Taxing:
        """What `totals.reckon` reckons the tax on an order of that country by; None is today.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        if customer_id is not None:
            customers.get(session, self.actor, customer_id)
        return taxing.taxing(session, customer_id, country, on or today(session))

    @use_case(Permission.ORDERS_EDIT)
    def create(self, session: Session, draft: OrderDraft) -> Ordered:
        """Place an order, and create its customer where it is a new one: both or none.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field ("items.0.quantity");
                `existing` names the customer who has a new one's e-mail or Client ID.
            NotFound: the customer is not there, or not for this actor to see.
            PermissionDenied: the customer is a new one, and the role may not create any.
        """
        return placing.place(session, self.actor, draft)

    @use_case(Permission.ORDERS_EDIT)
    def edit(
        self,
        session: Session,
        order_id: int,
        version: int,
        base: OrderDraft | None,
        mine: OrderDraft,
    ) -> int:
        """Save what changed from `base`, seen at `version`, to `mine`; the new version.

        Raises:
            Conflict: others changed it since `version` and there is no base, it is
                cancelled, or what is to be changed is on an invoice.
            Invalid: the changes have problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
            Stale: others changed the same fields since; nothing was saved.
        """
        return placing.edit(session, self.actor, order_id, version, base, mine)

    @use_case(Permission.ORDERS_PROGRESS)
    def update_status(
        self,
        session: Session,
        ids: Sequence[int],
        status: OrderStatus,
        note: str = "",
        on: date | None = None,
    ) -> Outcome:
        """Let orders go on, with a note; `on` is the day they were delivered, or today.

        The customer hears of shipping and delivery.

        Raises:
            Invalid: the note is too long, or that day has yet to come.
            PermissionDenied: to cancel or refund needs more.
        """
        if status in rules.NEEDS:
            self.actor.require(rules.NEEDS[status])
        words, day = moving.words_of(note), on or today(session)
        if day > today(session):
            raise Invalid({"on": _("That day has yet to come. Enter the day of delivery.")})
        return moving.each(
            session,
            self.actor,
            ids,
            lambda found: moving.move(session, found, status, words, day),
        )

    @use_case(Permission.ORDERS_EDIT)
    def set_payment_status(
        self, session: Session, ids: Sequence[int], status: OrderPayment, note: str = ""
    ) -> Outcome:
        """Say what became of orders' payment, with a note.

        Raises:
            Invalid: the note is too long.
            PermissionDenied: to refund needs more.
        """
        if status is OrderPayment.REFUNDED:
            self.actor.require(Permission.PAYMENTS_REFUND)
        words = moving.words_of(note)
        return moving.each(
            session, self.actor, ids, lambda found: moving.pay(session, found, status, words)
        )

    @use_case(Permission.ORDERS_EDIT)
    def cancel(self, session: Session, ids: Sequence[int], reason: str = "") -> Outcome:
        """Cancel orders that were not shipped yet; the reason stays in their history.

        Raises:
            Invalid: the reason is too long.
        """
        words, day = moving.words_of(reason), today(session)
        to = OrderStatus.CANCELLED
        return moving.each(
            session, self.actor, ids, lambda found: moving.move(session, found, to, words, day)
        )

    @use_case(Permission.PAYMENTS_REFUND)
    def refund(self, session: Session, ids: Sequence[int], reason: str = "") -> Outcome:
        """Say that what was paid for cancelled orders was given back.

        Raises:
            Invalid: the reason is too long.
        """
        words, day = moving.words_of(reason), today(session)
        to = OrderStatus.REFUNDED
        return moving.each(
            session, self.actor, ids, lambda found: moving.move(session, found, to, words, day)
        )

    @use_case(Permission.ORDERS_PROGRESS)
    def tracking(self, session: Session, order_id: int, draft: TrackingDraft) -> None:
        """Keep how a parcel is followed, and when it is expected.

        Raises:
            Conflict: the order is cancelled or refunded.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        found = queries.get(session, self.actor, order_id, lock=True)
        moving.track(session, found, draft)

    @use_case(Permission.ORDERS_CORRECT)
    def correct(
        self,
        session: Session,
        order_id: int,
        status: OrderStatus | None,
        payment: OrderPayment | None,
        note: str,
    ) -> None:
        """Say what an order's status, or its payment's, should have been; the note tells why.

        Raises:
            Conflict: it is that already; or its payment follows its invoice.
            Invalid: there is no note, or it is too long.
            NotFound: it is not there, or not for this actor to see.
        """
        words = moving.words_of(note, needed=True)
        found = queries.get(session, self.actor, order_id, lock=True)
        if status is not None:
            moving.correct(session, found, status, words, today(session))
        if payment is not None and payment is not found.payment_status:
            if found.invoice_id is not None:
                raise rules.billed(found)
            moving.set_payment(session, found, payment, words)

    def _listing(self, session: Session) -> Listing[OrderRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)
