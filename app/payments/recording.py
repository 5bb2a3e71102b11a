"""Records payments and lets them go on: announced, received, failed, allocated."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.methods import shown
from app.billing.model import PaymentMethod
from app.core.access import Actor
from app.core.errors import Conflict, Invalid, NotFound
from app.core.filter_words import day, money
from app.core.folding import fold, search_text, sort_key
from app.core.numbers import take
from app.core.text import _
from app.customers import queries as customers
from app.customers.following import follow
from app.customers.model import Customer
from app.invoices import events, order_payments
from app.orders.schemas import OrderPayment
from app.payments import allocating, queries, settling
from app.payments.drafts import FixDraft, PaymentDraft, Share
from app.payments.model import Payment
from app.payments.schemas import RECEIVED, PaymentState, Recorded

FAILURE_LENGTH = 300


def record(session: Session, actor: Actor, draft: PaymentDraft, today: date) -> Recorded:
    """Record a payment, and let it pay what it is to pay.

    Raises:
        Conflict: an invoice cannot be paid; or the same payment is there already.
        Invalid: the draft has problems, keyed by field.
        NotFound: the customer is not there, or not for this actor to see.
    """
    values = draft.checked()
    customer = customers.get(session, actor, values["customer_id"], lock=True)
    state: PaymentState = values["state"]
    _refuse_twice(session, draft, values["reference"])
    payment = Payment(
        uid=str(uuid4()),
        customer_id=customer.id,
        state=state,
        received_on=_arrived(values["received_on"] or today, state, today),
        amount_minor=values["amount"].minor,
        currency=values["amount"].currency,
        failure="",
        note=values["note"],
        unapplied_minor=values["amount"].minor,
    )
    _describe(session, payment, FixDraft(**{name: values[name] for name in _FIX}))
    # Judged before a number is taken: whoever is refused lets nobody wait for it.
    wanted = allocating.wanted(session, payment, draft.shares)
    [payment.number] = take(session, "payments")
    write_texts(payment, customer)
    session.add(payment)
    session.flush()
    _announce(session, payment)
    return allocating.pay(session, payment, wanted, today)


def fix(session: Session, actor: Actor, key: tuple[int, int], draft: FixDraft) -> None:
    """Put right what a payment says of itself; `key` is its id and the version that was read.

    Raises:
        Conflict: it was changed meanwhile.
        Invalid: the draft has problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
    """
    draft.checked()
    payment, customer = queries.locked(session, actor, key[0])
    if payment.version != key[1]:
        raise Conflict(
            _("%s changed this payment meanwhile. Look at it again before you change it.")
            % (payment.updated_by or _("Somebody else"))
        )
    _describe(session, payment, draft)
    write_texts(payment, customer)


def succeed(
    session: Session, actor: Actor, key: tuple[int, date | None], shares: Sequence[Share] | None,
    today: date,
) -> Recorded:  # fmt: skip
    """An announced payment has arrived; `key` is its id and the day, None for today.

    Raises:
        Conflict: it is not announced, or an invoice cannot be paid.
        Invalid: the day or a share does not fit.
        NotFound: it is not there, or not for this actor to see.
    """
    payment, _customer = queries.locked(session, actor, key[0])
    allocating.move(payment, PaymentState.SUCCEEDED)
    payment.received_on = _arrived(key[1] or today, PaymentState.SUCCEEDED, today)
    wanted = allocating.wanted(session, payment, shares)
    return allocating.pay(session, payment, wanted, today)


def fail(session: Session, actor: Actor, payment_id: int, why: str) -> None:
    """An announced payment will not come.

    Raises:
        Conflict: it is not announced; the sentence says what can be done.
        Invalid: no reason is given, or it is too long, under "failure".
        NotFound: it is not there, or not for this actor to see.
    """
    clean = why.strip()
    if not clean:
        raise Invalid({"failure": _("Say why, so that others understand.")})
    if len(clean) > FAILURE_LENGTH:
        raise Invalid({"failure": _("Use at most %d characters.") % FAILURE_LENGTH})
    payment, _customer = queries.locked(session, actor, payment_id)
    allocating.move(payment, PaymentState.FAILED)
    payment.failure = clean
    settling.settle_payment(session, payment)
    _announce(session, payment)
    events.tell_changed(session, [payment.customer_id])


def write_texts(payment: Payment, customer: Customer) -> None:
    """Rewrite what lists sort and search by."""
    payment.method_key = sort_key(payment.method)
    payment.reference_norm = fold(payment.reference)
    payment.own_text = search_text([payment.number, payment.reference, payment.method])
    follow(payment, customer)


_FIX = ("method", "method_id", "reference", "note")


def _arrived(on: date, state: PaymentState, today: date) -> date:
    if state is PaymentState.SUCCEEDED and on > today:
        raise Invalid(
            {
                "received_on": _(
                    "Money cannot arrive on a day that has not come. Record it as announced, or "
                    "correct the day."
                )
            }
        )
    return on


def _announce(session: Session, payment: Payment) -> None:
    """Orders on the invoices a payment would pay are told that it is to come, or will not."""
    if payment.state in RECEIVED:
        return
    owed = settling.open_of(session, payment.customer_id, payment.currency)
    meant = [one.id for one, _minor in settling.propose(owed, payment.amount_minor)]
    failed = payment.state is PaymentState.FAILED
    to = OrderPayment.FAILED if failed else OrderPayment.PENDING
    order_payments.say(session, meant, to, payment.number)


def _describe(session: Session, payment: Payment, draft: FixDraft) -> None:
    values = draft.values()
    payment.method, payment.method_id = values["method"], values["method_id"]
    payment.reference, payment.note = values["reference"], values["note"]
    if payment.method_id is None:
        return
    method = session.get(PaymentMethod, payment.method_id)
    if method is None or method.customer_id != payment.customer_id:
        raise NotFound(_("That payment method is gone, or is another customer's. Choose another."))
    payment.method = payment.method or shown(method.label, method.last_digits)


def _refuse_twice(session: Session, draft: PaymentDraft, reference: str) -> None:
    """Let nobody record the same transfer twice without saying so."""
    if draft.again or draft.amount is None or not fold(reference):
        return
    found = session.execute(
        sa.select(Payment.number, Payment.received_on).where(
            Payment.reference_norm == fold(reference),
            Payment.customer_id == draft.customer_id,
            Payment.amount_minor == draft.amount.minor,
            Payment.currency == draft.amount.currency,
            Payment.state != PaymentState.FAILED,
        )
    ).first()
    if found is not None:
        said = _(
            "%(amount)s with the reference “%(reference)s” is there already, as %(number)s of "
            "%(day)s. Record it again only if money arrived twice."
        )
        shown_ = {
            "amount": money(draft.amount.minor, draft.amount.currency),
            "reference": reference,
            "number": found.number,
            "day": day(found.received_on),
        }
        raise Conflict(said % shown_)
