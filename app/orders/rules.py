"""How orders go on: which status follows which, and who may say so."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from app.core.access import Actor, Permission
from app.core.errors import Conflict
from app.core.folding import search_text
from app.core.text import N_, _
from app.orders.model import Order
from app.orders.schemas import OrderPayment, OrderStatus

S, P = OrderStatus, OrderPayment
K = TypeVar("K", OrderStatus, OrderPayment)
# DOMAIN, machine "Order", in the order to offer.
STEPS: Mapping[OrderStatus, tuple[OrderStatus, ...]] = {
    S.PENDING: (S.PROCESSING, S.CANCELLED),
    S.PROCESSING: (S.SHIPPED, S.DELIVERED, S.CANCELLED),
    S.SHIPPED: (S.DELIVERED,),
    S.DELIVERED: (),
    S.CANCELLED: (S.REFUNDED,),
    S.REFUNDED: (),
}
PAYMENT_STEPS: Mapping[OrderPayment, tuple[OrderPayment, ...]] = {
    P.PENDING: (P.PAID, P.FAILED),
    P.FAILED: (P.PAID, P.PENDING),
    P.PAID: (P.REFUNDED,),
    P.REFUNDED: (),
}
# What an invoice an order is on may make of its payment; nobody else says anything there.
BILLED_STEPS: Mapping[OrderPayment, tuple[OrderPayment, ...]] = {
    P.PENDING: (P.PAID, P.FAILED, P.REFUNDED),
    P.FAILED: (P.PAID, P.PENDING, P.REFUNDED),
    P.PAID: (P.PENDING, P.FAILED, P.REFUNDED),
    P.REFUNDED: (P.PAID, P.PENDING, P.FAILED),
}
STATUS_WORDS = {
    S.PENDING: N_("pending"),
    S.PROCESSING: N_("being processed"),
    S.SHIPPED: N_("shipped"),
    S.DELIVERED: N_("delivered"),
    S.CANCELLED: N_("cancelled"),
    S.REFUNDED: N_("refunded"),
}
PAYMENT_WORDS = {
    P.PENDING: N_("not paid yet"),
    P.PAID: N_("paid"),
    P.FAILED: N_("a failed payment"),
    P.REFUNDED: N_("refunded"),
}
_WAYS = {
    S.PENDING: N_("It can be processed or cancelled next."),
    S.PROCESSING: N_("It can be shipped, delivered or cancelled next."),
    S.SHIPPED: N_("It can be delivered next."),
    S.DELIVERED: N_("Nothing follows. Somebody with full access can correct it with a note."),
    S.CANCELLED: N_("It can be refunded next, or you enter a new order."),
    S.REFUNDED: N_("Nothing follows. Enter a new order instead."),
}
# What a step needs beside the permission to let orders go on.
NEEDS = {S.CANCELLED: Permission.ORDERS_EDIT, S.REFUNDED: Permission.PAYMENTS_REFUND}


def next_of(found: Order, actor: Actor) -> tuple[OrderStatus, ...]:
    """Where the actor may let an order go from here."""
    return tuple(
        step
        for step in STEPS[found.status]
        if actor.can(Permission.ORDERS_PROGRESS)
        and actor.can(NEEDS.get(step, Permission.SIGN_IN))
        and not _hindered(found, step)
    )


def next_payment(found: Order, actor: Actor) -> tuple[OrderPayment, ...]:
    """What the actor may say about an order's payment next."""
    if found.invoice_id is not None or not actor.can(Permission.ORDERS_EDIT):
        return ()
    steps = PAYMENT_STEPS[found.payment_status]
    return tuple(
        step for step in steps if step is not P.REFUNDED or actor.can(Permission.PAYMENTS_REFUND)
    )


def check(found: Order, to: OrderStatus) -> None:
    """Check that an order may go there.

    Raises:
        Conflict: not from where it is; the sentence says what can be done.
    """
    if to not in STEPS[found.status]:
        raise refused(found)
    if to is S.CANCELLED and _hindered(found, to):
        raise Conflict(
            _(
                "%s is on an invoice. Void that invoice, or remove its draft, before you cancel "
                "the order."
            )
            % found.number
        )
    if to is S.REFUNDED and _hindered(found, to):
        if found.invoice_id is not None:
            raise billed(found)
        raise Conflict(
            _("%(number)s is %(payment)s, so there is nothing to refund. Note the payment first.")
            % {"number": found.number, "payment": _(PAYMENT_WORDS[found.payment_status])}
        )


def _hindered(found: Order, to: OrderStatus) -> bool:
    """Whether an invoice, or that nothing was paid, stands in the way of a step."""
    if to is S.CANCELLED:
        return found.invoice_id is not None
    if to is not S.REFUNDED:
        return False
    needed = P.PAID if found.invoice_id is None else P.REFUNDED
    return found.payment_status is not needed


def refused(found: Order) -> Conflict:
    """Why an order cannot go there, and where it can."""
    said = _("%(number)s is %(status)s.") % {
        "number": found.number,
        "status": _(STATUS_WORDS[found.status]),
    }
    return Conflict(f"{said} {_(_WAYS[found.status])}")


def check_payment(found: Order, to: OrderPayment) -> None:
    """Check that this may be said about an order's payment.

    Raises:
        Conflict: not after what was said before, or its invoice says it.
    """
    if found.invoice_id is not None:
        raise billed(found)
    if to in PAYMENT_STEPS[found.payment_status]:
        return
    raise _out_of_order(found, PAYMENT_STEPS[found.payment_status])


def check_billed(found: Order | sa.Row[*tuple[Any, ...]], to: OrderPayment) -> None:
    """The same for what follows from an order's invoice.

    Raises:
        Conflict: not after what was said before.
    """
    if to not in BILLED_STEPS[found.payment_status]:
        raise _out_of_order(found, BILLED_STEPS[found.payment_status])


def billed(found: Order) -> Conflict:
    """Why nobody says by hand what became of the payment of an order on an invoice."""
    said = _(
        "%s is on an invoice, and its payment follows that. Record the payment of the invoice, "
        "or credit or refund it."
    )
    return Conflict(said % found.number)


def _out_of_order(
    found: Order | sa.Row[*tuple[Any, ...]], steps: Sequence[OrderPayment]
) -> Conflict:
    return Conflict(
        _("The payment of %(number)s is %(now)s; what can follow: %(steps)s.")
        % {
            "number": found.number,
            "now": found.payment_status.value,
            "steps": ", ".join(step.value for step in steps) or _("nothing"),
        }
    )


def derive(found: Order) -> None:
    """Rewrite what an order is found by; `following.follow` comes after this."""
    found.own_text = search_text([found.number, found.tracking_number])
