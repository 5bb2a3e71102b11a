"""Everything about payments that a window shows."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.billing.parties import buyer_of, seller_of
from app.core.access import Actor
from app.core.errors import Conflict
from app.core.money import Money
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.invoices import queries as invoices
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.organization.service import current
from app.payments import queries, settling
from app.payments.model import Allocation, Payment, Refund
from app.payments.schemas import (
    RECEIVED,
    AllocationRow,
    Credit,
    Owed,
    PaymentDetail,
    Proposal,
    Receipt,
    RefundRow,
    SourceKind,
)

A, P = Allocation, Payment
_SAME = (
    "id", "version", "uid", "number", "customer_id", "state", "received_on", "method",
    "method_id", "reference", "note", "failure", "created_at", "created_by", "updated_at",
    "updated_by",
)  # fmt: skip


def detail(session: Session, actor: Actor, payment_id: int) -> PaymentDetail:
    """Everything about one payment.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = queries.get(session, actor, payment_id)

    def money(minor: int) -> Money:
        return Money(minor, found.currency)

    base = found.base_minor
    return PaymentDetail(
        **{name: getattr(found, name) for name in _SAME},
        customer=session.scalar(sa.select(Customer.name).where(Customer.id == found.customer_id)),
        amount=money(found.amount_minor),
        allocated=money(found.allocated_minor),
        refunded=money(found.refunded_minor),
        unapplied=money(found.unapplied_minor if found.state in RECEIVED else 0),
        base=None if base is None else Money(base, current(session).currency),
        allocations=allocations(session, A.payment_id == found.id),
        refunds=refunds(session, Refund.payment_id == found.id, found.currency),
    )


def of_document(
    session: Session, actor: Actor, invoice_id: int
) -> tuple[tuple[AllocationRow, ...], tuple[RefundRow, ...]]:
    """What pays an invoice; or what a credit note pays, and what was paid out of it.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = invoices.get(session, actor, invoice_id)
    if found.kind is InvoiceKind.INVOICE:
        return allocations(session, A.invoice_id == found.id), ()
    paid_out = refunds(session, Refund.credit_id == found.id, found.currency)
    return allocations(session, A.credit_id == found.id), paid_out


def allocations(session: Session, where: sa.ColumnElement[bool]) -> tuple[AllocationRow, ...]:
    """Allocations as callers see them, the oldest first."""
    credit = aliased(Invoice)
    rows = session.execute(
        sa.select(A, Invoice.number, Invoice.currency, P.number, credit.number)
        .join(Invoice, Invoice.id == A.invoice_id)
        .outerjoin(P, P.id == A.payment_id)
        .outerjoin(credit, credit.id == A.credit_id)
        .where(where)
        .order_by(A.on_date, A.id)
    )
    return tuple(_allocation(*row) for row in rows)


def refunds(
    session: Session, where: sa.ColumnElement[bool], currency: str
) -> tuple[RefundRow, ...]:
    """Refunds as callers see them, the oldest first."""
    rows = session.scalars(sa.select(Refund).where(where).order_by(Refund.on_date, Refund.id))
    return tuple(
        RefundRow(
            row.id,
            Money(row.amount_minor, currency),
            row.on_date,
            row.reason,
            row.reference,
            row.created_by,
        )
        for row in rows
    )


def propose(session: Session, actor: Actor, customer_id: int, amount: Money) -> Proposal:
    """Where an amount of a customer's would go.

    Raises:
        NotFound: the customer is not there, or not for this actor to see.
    """
    customers.get(session, actor, customer_id)
    found, today = (
        settling.open_of(session, customer_id, amount.currency),
        invoices.today(session),
    )
    parts = {one.id: minor for one, minor in settling.propose(found, max(0, amount.minor))}

    def owed(one: Invoice) -> Owed:
        late = one.due_on is not None and one.due_on < today
        total, left = Money(one.total_minor, one.currency), Money(one.owed_minor, one.currency)
        proposed = Money(parts.get(one.id, 0), one.currency)
        issued = one.issued_on or today
        return Owed(one.id, one.number or "", issued, one.due_on, total, left, late, proposed)

    rest = Money(max(0, amount.minor) - sum(parts.values()), amount.currency)
    return Proposal(tuple(owed(one) for one in found), rest)


def credits_of(session: Session, actor: Actor, customer_id: int) -> tuple[Credit, ...]:
    """What is left of a customer's payments and credit notes, the oldest first.

    Raises:
        NotFound: the customer is not there, or not for this actor to see.
    """
    customers.get(session, actor, customer_id)
    paid = session.scalars(
        sa.select(P).where(
            P.customer_id == customer_id, P.unapplied_minor > 0, P.state.in_(sorted(RECEIVED))
        )
    )
    noted = session.scalars(
        sa.select(Invoice).where(
            Invoice.customer_id == customer_id,
            Invoice.kind == InvoiceKind.CREDIT_NOTE,
            Invoice.state == InvoiceState.ISSUED,
            Invoice.owed_minor > 0,
        )
    )
    found = [
        _credit(SourceKind.PAYMENT, one, one.received_on, one.amount_minor, one.unapplied_minor)
        for one in paid
    ]
    found += [
        _credit(SourceKind.CREDIT_NOTE, one, one.issued_on, one.total_minor, one.owed_minor)
        for one in noted
    ]
    return tuple(sorted(found, key=lambda one: (one.on_date, one.number)))


def receipt(session: Session, actor: Actor, payment_id: int) -> Receipt:
    """What a receipt says.

    Raises:
        Conflict: no money was received.
        NotFound: the payment is not there, or not for this actor to see.
    """
    found = detail(session, actor, payment_id)
    if found.state not in RECEIVED:
        said = _("%s was not received, so there is no receipt. Mark it as received first.")
        raise Conflict(said % found.number)
    customer = session.get_one(Customer, found.customer_id)
    return Receipt(found, buyer_of(session, customer), seller_of(session))


def totals(session: Session, where: Sequence[sa.ColumnElement[bool]]) -> tuple[Money, ...]:
    """What the payments there came to, less what was given back, by currency."""
    rows = session.execute(
        sa.select(P.currency, sa.func.sum(P.amount_minor - P.refunded_minor))
        .where(P.state.in_(sorted(RECEIVED)), *where)
        .group_by(P.currency)
        .order_by(P.currency)
    )
    return tuple(Money(int(minor), currency) for currency, minor in rows)


def _allocation(
    row: Allocation, invoice: str | None, currency: str, payment: str | None, credit: str | None
) -> AllocationRow:
    kind = SourceKind.CREDIT_NOTE if row.payment_id is None else SourceKind.PAYMENT
    return AllocationRow(
        id=row.id,
        kind=kind,
        source_id=row.payment_id or row.credit_id or 0,
        source=payment or credit or "",
        invoice_id=row.invoice_id,
        invoice=invoice or "",
        amount=Money(row.amount_minor, currency),
        on_date=row.on_date,
        by=row.created_by,
    )


def _credit(kind: SourceKind, one: Any, on: Any, total: int, left: int) -> Credit:
    of = one.currency
    return Credit(kind, one.id, one.number or "", on, Money(total, of), Money(left, of))
