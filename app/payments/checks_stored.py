"""Compares what payments and invoices say of being paid with what there is, and repairs it.

Allocations and refunds are what people entered: they are only ever read here.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.billing.exchange_rates import Book
from app.core.progress import Progress
from app.invoices import queries as invoices
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.invoices.states import standing
from app.payments import settling
from app.payments.following import worth
from app.payments.model import Allocation, Payment, Refund
from app.payments.schemas import RECEIVED

CHUNK = 2000
A, P, R, V = Allocation, Payment, Refund, Invoice


def wrong_payments(session: Session, progress: Progress | None = None) -> list[str]:
    """The payments whose sums are not those of their allocations and refunds, by number."""
    book, found = Book(session), []
    used = _total(A, A.payment_id == P.id)
    returned = _total(R, R.payment_id == P.id)
    kept = (P.amount_minor - P.refunded_minor).label("kept")
    columns = (
        P.id, P.number, P.state, P.currency, P.received_on, P.base_minor, P.allocated_minor,
        P.refunded_minor, kept, used.label("used"), returned.label("returned"),
    )  # fmt: skip
    for row in _chunked(session, sa.select(*columns), P, progress):
        fits = (row.allocated_minor, row.refunded_minor) == (row.used, row.returned)
        early = row.state not in RECEIVED and (row.used or row.returned)
        if not fits or early or row.base_minor != worth(book, row):
            found.append(row.number)
    return found


def wrong_invoices(session: Session, progress: Progress | None = None) -> list[str]:
    """The documents that do not stand as their payments, credits and days have it, by number."""
    return [row.number for row, _fits in _odd_invoices(session, progress)]


def _odd_invoices(
    session: Session, progress: Progress | None = None
) -> Iterator[tuple[sa.Row[*tuple[Any, ...]], bool]]:
    """The same as rows, and whether what pays them is no more than their totals."""
    today = invoices.today(session)
    by_payment = _total(A, A.invoice_id == V.id, A.payment_id.is_not(None))
    by_credit = _total(A, A.invoice_id == V.id, A.credit_id.is_not(None))
    used = _total(A, A.credit_id == V.id)
    returned = _total(R, R.credit_id == V.id)
    columns = (
        V.id, V.number, V.kind, V.state, V.total_minor, V.paid_minor, V.credited_minor,
        V.owed_minor, V.status, V.due_on, by_payment.label("by_payment"),
        by_credit.label("by_credit"), (used + returned).label("used"),
    )  # fmt: skip
    statement = sa.select(*columns).where(V.state != InvoiceState.DRAFT)
    for row in _chunked(session, statement, V, progress):
        is_credit = row.kind is InvoiceKind.CREDIT_NOTE
        paid, credited = (row.used, 0) if is_credit else (row.by_payment, row.by_credit)
        amounts = (row.total_minor, paid, credited)
        stood = standing(row.kind, row.state, amounts, row.due_on, today)
        is_odd = is_credit and (row.by_payment or row.by_credit)
        stored = (row.paid_minor, row.credited_minor, (row.status, row.owed_minor))
        if is_odd or stored != (paid, credited, stood):
            yield row, paid + credited <= row.total_minor


def wrong_allocations(session: Session) -> list[str]:
    """The invoices that are paid by another customer's or currency's money, by number."""
    credit = aliased(V)
    whose = sa.func.coalesce(P.customer_id, credit.customer_id)
    currency = sa.func.coalesce(P.currency, credit.currency)
    odd = sa.or_(whose != V.customer_id, currency != V.currency)
    statement = (
        sa.select(V.number)
        .join(A, A.invoice_id == V.id)
        .outerjoin(P, P.id == A.payment_id)
        .outerjoin(credit, credit.id == A.credit_id)
        .where(odd)
        .distinct()
    )
    return sorted(number or "" for number in session.scalars(statement))


def repair(session: Session) -> list[str]:
    """Rewrite what follows from allocations and refunds where it is wrong; what that was.

    Balances come after it. What would not fit its payment or invoice even then stays, for the
    check to tell of.
    """
    done, today = [], invoices.today(session)
    if numbers := wrong_payments(session):
        for payment in session.scalars(sa.select(P).where(P.number.in_(numbers))):
            if payment.amount_minor >= sum(settling.taken(session, payment)):
                settling.settle_payment(session, payment)
        done.append("payments")
    if odd_rows := list(_odd_invoices(session)):
        ids = [row.id for row, fits in odd_rows if fits]
        settling.settle(session, settling.invoices(session, ids).values(), today)
        done.append("what is owed on invoices")
    session.flush()
    return done


def _total(of: type[Allocation | Refund], *where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    found = sa.select(sa.func.sum(of.amount_minor)).where(*where)
    whole: sa.ColumnElement[int] = sa.func.coalesce(found.scalar_subquery(), 0)
    return whole


def _chunked(
    session: Session,
    statement: sa.Select[*tuple[Any, ...]],
    of: type[Payment | Invoice],
    progress: Progress | None,
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    last, done = 0, 0
    total = session.scalar(sa.select(sa.func.count()).select_from(of)) or 0
    while rows := session.execute(statement.where(of.id > last).order_by(of.id).limit(CHUNK)).all():
        yield from rows
        last, done = rows[-1].id, done + len(rows)
        if progress is not None:
            progress.report(min(done, total), total)
