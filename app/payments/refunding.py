"""Gives money back: of payments, and of what is left of credit notes."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict, Invalid
from app.core.filter_words import money
from app.core.money import Money
from app.core.text import _
from app.invoices import events, order_payments
from app.invoices.model import Invoice
from app.orders.schemas import OrderPayment
from app.payments import allocating, queries, settling
from app.payments.drafts import RefundDraft
from app.payments.model import Allocation, Payment, Refund


def refund(session: Session, actor: Actor, payment_id: int, draft: RefundDraft, today: date) -> int:
    """Give a payment back, whole or in part; the refund's id.

    What is left unapplied goes first. More than that needs `reopen`: it is taken off what
    the payment pays, the newest first.

    Raises:
        Conflict: it was not received, or invoices would be owed again and it was not said.
        Invalid: the draft has problems, or gives back more than was paid.
        NotFound: it is not there, or not for this actor to see.
    """
    values = draft.checked()
    payment, _customer = queries.locked(session, actor, payment_id)
    allocating.refuse_unless_received(payment)
    left = payment.amount_minor - payment.refunded_minor
    minor = _fitting(values["amount"], payment.currency, left, payment.number)
    if (short := minor - payment.unapplied_minor) > 0:
        _take_off(session, payment, short, today, reopen=values["reopen"])
    row = Refund(payment_id=payment.id, amount_minor=minor, **_told(values, payment, today))
    session.add(row)
    settling.settle_payment(session, payment)
    events.tell_changed(session, [payment.customer_id])
    return row.id


def refund_credit(
    session: Session, actor: Actor, credit_id: int, draft: RefundDraft, today: date
) -> int:
    """Pay out what is left of a credit note, whole or in part; the refund's id.

    Raises:
        Conflict: it is not issued.
        Invalid: the draft has problems, or gives back more than is left.
        NotFound: it is not there, or not for this actor to see.
    """
    values = draft.checked()
    credit = queries.locked_credit(session, actor, credit_id)
    left = settling.left_of(credit)
    minor = _fitting(values["amount"], credit.currency, left, settling.called(credit))
    row = Refund(credit_id=credit.id, amount_minor=minor, **_told(values, credit, today))
    # Of this row alone: it is told in the history of the credit note, it has no payment.
    row.__dict__["audit_subject"] = ("invoices", "credit_id")
    session.add(row)
    settling.settle(session, [credit], today)
    events.tell_changed(session, [credit.customer_id])
    return row.id


def _fitting(amount: Money, currency: str, left: int, number: str) -> int:
    """How much is given back.

    Raises:
        Invalid: it is in another currency, or more than there is, under "amount".
    """
    if amount.currency != currency:
        said = _("%(number)s is in %(currency)s. Enter the amount in it.")
        raise Invalid({"amount": said % {"number": number, "currency": currency}})
    if not left:
        raise Invalid({"amount": _("Nothing is left of %s to be given back.") % number})
    if amount.minor > left:
        said = _("Only %(left)s of %(number)s can be given back. Enter up to that.")
        shown = {"left": money(left, currency), "number": number}
        raise Invalid({"amount": said % shown})
    return amount.minor


def _told(values: dict[str, object], source: Payment | Invoice, today: date) -> dict[str, object]:
    on = values["on_date"] or today
    began = source.received_on if isinstance(source, Payment) else source.issued_on
    if not isinstance(on, date) or (began is not None and on < began) or on > today:
        raise Invalid(
            {"on_date": _("Choose a day from when the money came until today, not another one.")}
        )
    return {"on_date": on, "reason": values["reason"], "reference": values["reference"]}


def _take_off(session: Session, payment: Payment, minor: int, today: date, *, reopen: bool) -> None:
    """Free so much of what a payment pays, the newest first."""
    statement = sa.select(Allocation).where(Allocation.payment_id == payment.id)
    rows = session.scalars(statement.order_by(Allocation.id.desc())).all()
    found = settling.invoices(session, [row.invoice_id for row in rows])
    parts = []
    for row in rows:
        part = min(row.amount_minor, minor)
        minor -= part
        if part:
            parts.append((row, part))
    if not reopen:
        raise Conflict(_would_be_owed([found[row.invoice_id] for row, _part in parts]))
    for row, part in parts:
        if part == row.amount_minor:
            session.delete(row)
        else:
            row.amount_minor -= part
    settling.settle(session, [found[row.invoice_id] for row, _part in parts], today)
    freed = [row.invoice_id for row, _part in parts]
    order_payments.say(session, freed, OrderPayment.REFUNDED, payment.number)


def _would_be_owed(invoices: list[Invoice]) -> str:
    return _(
        "This payment pays %s, which would be owed again. Confirm that, or make a credit note "
        "and pay out that one."
    ) % ", ".join(sorted({invoice.number or "" for invoice in invoices}))
