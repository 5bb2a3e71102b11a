"""Statements of account: what a customer was asked for and paid, and what is owed how long.

A statement is of one currency and as of its last day: later payments, credits and
refunds are as if they had not been. An allocation counts from the first day on which there
were both its invoice and what pays it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.parties import buyer_of, seller_of
from app.core.access import Actor
from app.core.clock import time_zone
from app.core.currencies import is_currency
from app.core.errors import Invalid
from app.core.money import Money
from app.core.text import _
from app.customers import queries as customers
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.organization.service import current
from app.payments.model import Allocation, Payment, Refund
from app.payments.schemas import (
    RECEIVED,
    Ageing,
    Entry,
    EntryKind,
    OpenDocument,
    Statement,
)

A, P, R, V = Allocation, Payment, Refund, Invoice
LIMITS = (30, 60, 90)
_OVER = (InvoiceState.VOID, InvoiceState.WRITTEN_OFF)


@dataclass(frozen=True, slots=True)
class _Line:
    """What happened, with how much it adds to what is owed (below zero: takes off)."""

    on: date
    kind: EntryKind
    document_id: int
    number: str
    minor: int
    reference: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose statement, in which currency, from which day to which."""

    customer_id: int
    currency: str
    from_on: date
    to_on: date


def statement(session: Session, actor: Actor, asked: Asked) -> Statement:
    """A customer's statement.

    Raises:
        Invalid: the days are the wrong way round, or there is no such currency.
        NotFound: the customer is not there, or not for this actor to see.
    """
    if not is_currency(asked.currency):
        raise Invalid({"currency": _("Choose the currency, such as EUR or USD.")})
    if asked.to_on < asked.from_on:
        raise Invalid({"to_on": _("A statement cannot end before it begins.")})
    customer = customers.get(session, actor, asked.customer_id)

    def money(minor: int) -> Money:
        return Money(minor, asked.currency)

    lines = [one for one in _lines(session, asked) if one.on <= asked.to_on]
    lines.sort(key=_order)
    before = sum(one.minor for one in lines if one.on < asked.from_on)
    entries, balance = [], before
    for one in lines:
        if one.on >= asked.from_on:
            balance += one.minor
            entries.append(_entry(one, balance, asked.currency))
    opened = _open(session, asked)
    owed = sum(one.owed.minor for one in opened)
    buyer = buyer_of(session, customer)
    return Statement(
        customer_id=customer.id,
        customer=buyer["name"],
        buyer=buyer,
        seller=seller_of(session),
        currency=asked.currency,
        from_on=asked.from_on,
        to_on=asked.to_on,
        opening=money(before),
        entries=tuple(entries),
        closing=money(balance),
        open_documents=opened,
        ageing=_ageing(opened, asked),
        credit=money(owed - balance),
    )


def currencies(session: Session, actor: Actor, customer_id: int) -> tuple[str, ...]:
    """The currencies a customer has documents in, by their codes.

    Raises:
        NotFound: the customer is not there, or not for this actor to see.
    """
    customers.get(session, actor, customer_id)
    either = sa.union(
        sa.select(V.currency).where(V.customer_id == customer_id, V.state != InvoiceState.DRAFT),
        sa.select(P.currency).where(P.customer_id == customer_id, P.state.in_(sorted(RECEIVED))),
    )
    return tuple(sorted(session.scalars(either)))


def _lines(session: Session, asked: Asked) -> Iterator[_Line]:
    yield from _documents(session, asked)
    yield from _payments(session, asked)
    yield from _refunds(session, asked)


def _documents(session: Session, asked: Asked) -> Iterator[_Line]:
    zone = time_zone(current(session).time_zone)
    statement_ = sa.select(V).where(_issued(asked)).order_by(V.id)
    for one in session.scalars(statement_):
        is_credit = one.kind is InvoiceKind.CREDIT_NOTE
        kind = EntryKind.CREDIT_NOTE if is_credit else EntryKind.INVOICE
        sign = -1 if is_credit else 1
        number, on = one.number or "", one.issued_on or date.min
        yield _Line(
            on, kind, one.id, number, sign * one.total_minor, one.reference, one.due_on
        )  # fmt: skip
        if one.state not in _OVER:
            continue
        given_up = one.total_minor - one.paid_minor - one.credited_minor
        kind = EntryKind.VOID if one.state is InvoiceState.VOID else EntryKind.WRITE_OFF
        yield _Line(_ended(one, zone), kind, one.id, number, -sign * given_up, one.reason)


def _payments(session: Session, asked: Asked) -> Iterator[_Line]:
    for one in session.scalars(sa.select(P).where(_received(asked)).order_by(P.id)):
        kind, minor = EntryKind.PAYMENT, -one.amount_minor
        said = one.reference or one.method
        yield _Line(one.received_on, kind, one.id, one.number, minor, said)


def _refunds(session: Session, asked: Asked) -> Iterator[_Line]:
    of_payments = (
        sa.select(R.id, R.on_date, R.amount_minor, R.reason, P.id.label("of"), P.number)
        .join(P, P.id == R.payment_id)
        .where(_received(asked))
    )
    of_credits = (
        sa.select(R.id, R.on_date, R.amount_minor, R.reason, V.id.label("of"), V.number)
        .join(V, V.id == R.credit_id)
        .where(_issued(asked))
    )
    for rows in (session.execute(of_payments), session.execute(of_credits)):
        for row in rows:
            kind, number = EntryKind.REFUND, row.number or ""
            yield _Line(row.on_date, kind, row.of, number, row.amount_minor, row.reason)


def _open(session: Session, asked: Asked) -> tuple[OpenDocument, ...]:
    """What was owed on each invoice at the end of the statement's last day."""
    zone = time_zone(current(session).time_zone)
    rows = session.execute(
        sa.select(A.invoice_id, sa.func.sum(A.amount_minor))
        .join(V, V.id == A.invoice_id)
        .where(_issued(asked), A.on_date <= asked.to_on)
        .group_by(A.invoice_id)
    )
    paid = {invoice_id: int(minor) for invoice_id, minor in rows}
    wanted = sa.select(V).where(
        _issued(asked), V.kind == InvoiceKind.INVOICE, V.issued_on <= asked.to_on
    )
    found = []
    for one in session.scalars(wanted.order_by(V.due_on, V.id)):
        owed = one.total_minor - paid.get(one.id, 0)
        over = one.state in _OVER and _ended(one, zone) <= asked.to_on
        if not owed or over:
            continue
        late = (asked.to_on - one.due_on).days if one.due_on else 0
        total, left = Money(one.total_minor, one.currency), Money(owed, one.currency)
        number, issued = one.number or "", one.issued_on or asked.to_on
        found.append(OpenDocument(one.id, number, issued, one.due_on, total, left, max(0, late)))
    return tuple(found)


def _ageing(opened: Sequence[OpenDocument], asked: Asked) -> Ageing:
    parts = [0, 0, 0, 0, 0]
    for one in opened:
        due = one.due_on is None or one.due_on <= asked.to_on
        place = 1 + sum(one.days > limit for limit in LIMITS) if due else 0
        parts[place] += one.owed.minor
    return Ageing(*(Money(minor, asked.currency) for minor in parts))


def _entry(one: _Line, balance: int, currency: str) -> Entry:
    return Entry(
        on_date=one.on,
        kind=one.kind,
        document_id=one.document_id,
        number=one.number,
        reference=one.reference,
        due_on=one.due_on,
        charged=Money(max(0, one.minor), currency),
        credited=Money(max(0, -one.minor), currency),
        balance=Money(balance, currency),
    )


_PLACES = {kind: place for place, kind in enumerate(EntryKind)}


def _order(one: _Line) -> tuple[date, int, str, int]:
    return (one.on, _PLACES[one.kind], one.number, one.document_id)


def _issued(asked: Asked) -> sa.ColumnElement[bool]:
    return sa.and_(
        V.customer_id == asked.customer_id,
        V.currency == asked.currency,
        V.state != InvoiceState.DRAFT,
    )


def _received(asked: Asked) -> sa.ColumnElement[bool]:
    return sa.and_(
        P.customer_id == asked.customer_id,
        P.currency == asked.currency,
        P.state.in_(sorted(RECEIVED)),
    )


def _ended(one: Invoice, zone: tzinfo) -> date:
    at: datetime | None = one.ended_at
    return date.max if at is None else at.astimezone(zone).date()
