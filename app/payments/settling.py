"""What pays what: allocations of payments and credit notes to invoices.

Whoever changes them locks the customer first, then invoices and credit notes in the order
of their ids, then payments; all of one customer go one after another.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.billing.exchange_rates import in_base
from app.core.batch import among
from app.core.errors import Conflict, Invalid
from app.core.filter_words import money
from app.core.money import Money
from app.core.text import _
from app.invoices import states
from app.invoices.model import Invoice
from app.invoices.schemas import OPEN, InvoiceKind, InvoiceState
from app.payments.drafts import Share
from app.payments.model import Allocation, Payment, Refund
from app.payments.schemas import RECEIVED, PaymentState

Source = Payment | Invoice
Wanted = Sequence[tuple[Invoice, int]]
A = Allocation


def open_of(
    session: Session, customer_id: int, currency: str, *, lock: bool = False
) -> list[Invoice]:
    """The invoices a customer still owes on, in the order they are paid: oldest due first."""
    statement = (
        sa.select(Invoice)
        .where(
            Invoice.customer_id == customer_id,
            Invoice.currency == currency,
            Invoice.kind == InvoiceKind.INVOICE,
            Invoice.status.in_(sorted(OPEN)),
        )
        .order_by(Invoice.id)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return sorted(session.scalars(statement), key=_age)


def invoices(session: Session, ids: Iterable[int]) -> dict[int, Invoice]:
    """These invoices, locked one after another in the order of their ids."""
    statement = (
        sa.select(Invoice)
        .where(among(session, Invoice.id, sorted(set(ids))))
        .order_by(Invoice.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {found.id: found for found in session.scalars(statement)}


def propose(found: Sequence[Invoice], minor: int) -> list[tuple[Invoice, int]]:
    """How much of an amount each invoice gets, one after another, as long as it lasts."""
    wanted = []
    for invoice in found:
        part = min(invoice.owed_minor, minor)
        if part > 0:
            wanted.append((invoice, part))
        minor -= part
    return wanted


def checked(source: Source, shares: Sequence[Share], known: Mapping[int, Invoice]) -> Wanted:
    """Which invoices get how much, after everything about it was looked at.

    Raises:
        Conflict: an invoice cannot be paid.
        Invalid: an amount does not fit, under "shares".
    """
    wanted: dict[int, int] = {}
    for share in shares:
        _check_one(source, share, known.get(share.invoice_id))
        wanted[share.invoice_id] = wanted.get(share.invoice_id, 0) + share.amount.minor
    for invoice_id, minor in wanted.items():
        invoice = known[invoice_id]
        if minor > invoice.owed_minor:
            raise Invalid({"shares": _above_owed(invoice)})
    left, total = left_of(source), sum(wanted.values())
    if total > left:
        said = _("Only %s are left to be allocated. Allocate up to that.")
        raise Invalid({"shares": said % money(left, source.currency)})
    return [(known[invoice_id], minor) for invoice_id, minor in wanted.items()]


def allocate(session: Session, source: Source, wanted: Wanted) -> list[Allocation]:
    """Let a payment or a credit note pay invoices; it was `checked`, or proposed."""
    made = []
    for invoice, minor in wanted:
        begins = source.received_on if isinstance(source, Payment) else source.issued_on
        # From the first day on which there are both, whenever somebody says so.
        days = [day for day in (begins, invoice.issued_on) if day is not None]
        row = A(invoice_id=invoice.id, amount_minor=minor, on_date=max(days))
        if isinstance(source, Payment):
            row.payment_id = source.id
        else:
            row.credit_id = source.id
        made.append(row)
    session.add_all(made)
    return made


def left_of(source: Source) -> int:
    """How much of a payment or a credit note can still be used."""
    if isinstance(source, Payment):
        return source.unapplied_minor if source.state in RECEIVED else 0
    return source.owed_minor if source.state is InvoiceState.ISSUED else 0


def called(source: Source) -> str:
    """The number of a payment or a credit note."""
    return source.number or ""


def settle(session: Session, found: Iterable[Invoice], today: date) -> None:
    """Rewrite what invoices and credit notes say of being paid, from what there is."""
    rows = {invoice.id: invoice for invoice in found}
    session.flush()
    if not (ids := sorted(rows)):
        return
    paid = _sums(session, A.invoice_id, ids, A.payment_id.is_not(None))
    credited = _sums(session, A.invoice_id, ids, A.credit_id.is_not(None))
    used = _sums(session, A.credit_id, ids)
    returned = _returned(session, Refund.credit_id, ids)
    for invoice_id, invoice in rows.items():
        if invoice.kind is InvoiceKind.CREDIT_NOTE:
            invoice.paid_minor = used.get(invoice_id, 0) + returned.get(invoice_id, 0)
        else:
            invoice.paid_minor = paid.get(invoice_id, 0)
            invoice.credited_minor = credited.get(invoice_id, 0)
        states.derive(invoice, today)


def settle_payment(session: Session, payment: Payment) -> None:
    """Rewrite what follows from a payment's allocations and refunds."""
    session.flush()
    used, returned = taken(session, payment)
    payment.allocated_minor, payment.refunded_minor = used, returned
    payment.unapplied_minor = payment.amount_minor - used - returned
    if payment.state in RECEIVED:
        whole = payment.refunded_minor == payment.amount_minor
        payment.state = PaymentState.REFUNDED if whole else PaymentState.SUCCEEDED
    with session.no_autoflush:
        payment.base_minor = brought(session, payment)


def taken(session: Session, payment: Payment) -> tuple[int, int]:
    """How much of a payment is allocated, and was given back, as its rows have it."""
    used = _sums(session, A.payment_id, [payment.id]).get(payment.id, 0)
    return used, _returned(session, Refund.payment_id, [payment.id]).get(payment.id, 0)


def brought(session: Session, payment: Payment) -> int | None:
    """What a payment brought in the organization's currency; None where no rate is known."""
    if payment.state not in RECEIVED:
        return 0
    kept = Money(payment.amount_minor - payment.refunded_minor, payment.currency)
    return in_base(session, kept, payment.received_on) if kept else 0


def _age(invoice: Invoice) -> tuple[date, date, int]:
    return (invoice.due_on or date.max, invoice.issued_on or date.max, invoice.id)


def _check_one(source: Source, share: Share, invoice: Invoice | None) -> None:
    if invoice is None or invoice.customer_id != source.customer_id:
        raise Conflict(_("That is another customer's invoice. Choose one of this customer's."))
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        said = _("%s is a credit note. It is allocated or paid out, and not paid.")
        raise Conflict(said % invoice.number)
    if invoice.state is not InvoiceState.ISSUED:
        raise states.refused(invoice)
    if invoice.currency != source.currency or share.amount.currency != source.currency:
        said = _(
            "%(invoice)s is in %(other)s, and this is in %(one)s. Currencies do not mix; record "
            "a payment in %(other)s."
        )
        shown = {
            "one": share.amount.currency
            if share.amount.currency != invoice.currency
            else source.currency,
            "invoice": invoice.number,
            "other": invoice.currency,
        }
        raise Invalid({"shares": said % shown})
    if share.amount.minor <= 0:
        raise Invalid({"shares": _("Enter amounts above zero, or leave the invoice out.")})


def _above_owed(invoice: Invoice) -> str:
    if not invoice.owed_minor:
        said = _("Nothing is owed on %s any more. Choose another invoice, or keep it as credit.")
        return said % invoice.number
    return _("Only %(owed)s are owed on %(invoice)s. The rest can stay as credit.") % {
        "owed": money(invoice.owed_minor, invoice.currency),
        "invoice": invoice.number,
    }


def _sums(
    session: Session,
    by: InstrumentedAttribute[Any],
    ids: Sequence[int],
    *where: sa.ColumnElement[bool],
) -> dict[int, int]:
    rows = session.execute(
        sa.select(by, sa.func.sum(A.amount_minor))
        .where(among(session, by, ids), *where)
        .group_by(by)
    )
    return {key: int(total) for key, total in rows if key is not None}


def _returned(
    session: Session, by: InstrumentedAttribute[Any], ids: Sequence[int]
) -> dict[int, int]:
    rows = session.execute(
        sa.select(by, sa.func.sum(Refund.amount_minor)).where(among(session, by, ids)).group_by(by)
    )
    return {key: int(total) for key, total in rows if key is not None}
