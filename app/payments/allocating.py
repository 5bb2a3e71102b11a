"""Lets payments and credit notes pay invoices, and takes that back."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict
from app.core.money import Money
from app.core.text import N_, _
from app.invoices import events
from app.invoices.model import Invoice
from app.payments import following, holds, queries, settling
from app.payments.drafts import Share
from app.payments.model import Payment
from app.payments.schemas import RECEIVED, PaymentState, Recorded
from app.payments.settling import Source, Wanted

# Imported for what it does when payments change invoices.
FOLLOWERS = (following,)
# DOMAIN, machine "Payment": refunds make the last step, by their amounts.
TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    PaymentState.PENDING: frozenset({PaymentState.SUCCEEDED, PaymentState.FAILED}),
    PaymentState.SUCCEEDED: frozenset({PaymentState.REFUNDED}),
    PaymentState.FAILED: frozenset(),
    PaymentState.REFUNDED: frozenset(),
}
_REFUSALS = {
    PaymentState.PENDING: N_("%s is announced and has not arrived. Mark it as received first."),
    PaymentState.SUCCEEDED: N_("%s was received. If the money went back, refund it."),
    PaymentState.FAILED: N_("%s failed. Record a new payment when money arrives."),
    PaymentState.REFUNDED: N_("%s was given back whole, so nothing more can be done with it."),
}


def allocate(
    session: Session, actor: Actor, payment_id: int, shares: Sequence[Share] | None, today: date
) -> Recorded:
    """Let what is left of a payment pay invoices; None proposes, oldest due first.

    Raises:
        Conflict: nothing is left of it, or an invoice cannot be paid.
        Invalid: an amount does not fit, under "shares".
        NotFound: it is not there, or not for this actor to see.
    """
    payment, _customer = queries.locked(session, actor, payment_id)
    refuse_unless_received(payment)
    shared = wanted(session, payment, shares)
    _refuse_nothing(payment, shared)
    return pay(session, payment, shared, today)


def allocate_credit(
    session: Session, actor: Actor, credit_id: int, shares: Sequence[Share] | None, today: date
) -> bool:
    """The same with what is left of a credit note; whether a hold was lifted."""
    credit = queries.locked_credit(session, actor, credit_id)
    shared = wanted(session, credit, shares)
    _refuse_nothing(credit, shared)
    settling.allocate(session, credit, shared)
    return _follow(session, credit.customer_id, [credit, *_of(shared)], shared, today)


def unallocate(session: Session, actor: Actor, ids: Sequence[int], today: date) -> None:
    """Take back that payments or credit notes pay invoices; it becomes credit again.

    Raises:
        NotFound: one of them is not there, or not for this actor to see.
    """
    rows = queries.locked_allocations(session, actor, ids)
    sources = {row.payment_id for row in rows} - {None}
    touched = {row.invoice_id for row in rows} | {row.credit_id for row in rows} - {None}
    found = settling.invoices(session, [one for one in touched if one is not None])
    payments = queries.locked_payments(session, [one for one in sources if one is not None])
    for row in rows:
        session.delete(row)
    settling.settle(session, found.values(), today)
    for payment in payments:
        settling.settle_payment(session, payment)
    events.tell_changed(session, sorted({one.customer_id for one in found.values()}))


def move(payment: Payment, to: PaymentState) -> None:
    """Bring a payment into another state.

    Raises:
        Conflict: it cannot get there from where it is; the sentence says what can be done.
    """
    if to not in TRANSITIONS[payment.state]:
        raise Conflict(_(_REFUSALS[payment.state]) % payment.number)
    payment.state = to


def refuse_unless_received(payment: Payment) -> None:
    """Only money that is there can be used.

    Raises:
        Conflict: it is not; the sentence says what can be done.
    """
    if payment.state not in RECEIVED:
        raise Conflict(_(_REFUSALS[payment.state]) % payment.number)


def pay(session: Session, payment: Payment, wanted: Wanted, today: date) -> Recorded:
    """Let a payment pay invoices, and rewrite everything that follows from it."""
    made = settling.allocate(session, payment, wanted)
    settling.settle_payment(session, payment)
    freed = _follow(session, payment.customer_id, _of(wanted), wanted, today)
    currency = payment.currency
    return Recorded(
        payment.id,
        payment.number,
        Money(sum(row.amount_minor for row in made), currency),
        Money(settling.left_of(payment), currency),
        freed,
    )


def wanted(session: Session, source: Source, shares: Sequence[Share] | None) -> Wanted:
    """Which invoices are paid, and how much of each; without `shares` the oldest due first.

    Raises:
        Conflict: an invoice cannot be paid.
        Invalid: an amount does not fit, under "shares".
    """
    if shares is None:
        found = settling.open_of(session, source.customer_id, source.currency, lock=True)
        return settling.propose(found, settling.left_of(source))
    known = settling.invoices(session, [share.invoice_id for share in shares])
    return settling.checked(source, shares, known)


def _follow(
    session: Session, customer_id: int, touched: Iterable[Invoice], wanted: Wanted, today: date
) -> bool:
    """Rewrite what follows from allocations; whether a hold for non-payment was lifted."""
    late = any(invoice.due_on and invoice.due_on < today for invoice, _minor in wanted)
    settling.settle(session, touched, today)
    freed = holds.lift(session, [customer_id], today, settled=late)
    events.tell_changed(session, [customer_id])
    return bool(freed)


def _of(wanted: Wanted) -> list[Invoice]:
    return [invoice for invoice, _minor in wanted]


def _refuse_nothing(source: Source, wanted: Wanted) -> None:
    if not settling.left_of(source):
        said = _("Nothing is left of %s. Take it off an invoice first, or record a new payment.")
        raise Conflict(said % settling.called(source))
    if not wanted:
        said = _("There is nothing to pay with %s: no invoice in %s is owed on.")
        raise Conflict(said % (settling.called(source), source.currency))
