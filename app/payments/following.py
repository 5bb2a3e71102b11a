"""What payments do when invoices or exchange rates change, in the same transaction."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing import events as billing
from app.billing.exchange_rates import Book
from app.billing.model import CustomerBalance
from app.core import bulk
from app.core.money import Money
from app.customers.model import Customer
from app.customers.owned import lock_customers
from app.invoices import events, order_payments, past_due, queries
from app.invoices.model import Invoice
from app.payments import balances, holds, settling
from app.payments.model import Payment, Refund
from app.payments.schemas import RECEIVED

CHUNK = 2000
P = Payment


def follow_documents(session: Session, customer_ids: Sequence[int]) -> None:
    """Balances, orders and subscriptions follow what was invoiced and paid.

    Whoever has nothing overdue any more is not held back for it.
    """
    balances.recount(session, customer_ids)
    order_payments.follow(session, customer_ids)
    past_due.follow(session, customer_ids)
    holds.lift(session, customer_ids, queries.today(session))


def follow_billed(session: Session, customer_ids: Sequence[int]) -> None:
    """The same for new invoices, of which none is due yet: nobody is held back for them."""
    balances.recount_billed(session, customer_ids)
    order_payments.follow(session, customer_ids)


def use_credit(session: Session, credit: Invoice) -> None:
    """A credit note pays what is still owed on the invoice it takes back; the rest stays."""
    if credit.credits_id is None:
        return
    against = settling.invoices(session, [credit.credits_id]).get(credit.credits_id)
    if against is None or not against.owed_minor:
        return
    today = queries.today(session)
    late = against.due_on is not None and against.due_on < today
    settling.allocate(session, credit, settling.propose([against], credit.owed_minor))
    settling.settle(session, [credit, against], today)
    if late:
        holds.lift(session, [credit.customer_id], today, settled=True)
    session.flush()


def follow_rates(session: Session, currencies: Collection[str], since: date) -> None:
    """What payments brought in the organization's currency follows its exchange rates."""
    where = (P.currency.in_(sorted(currencies)), P.received_on >= since)
    paid_out = (
        sa.select(Invoice.customer_id)
        .join(Refund, Refund.credit_id == Invoice.id)
        .where(Invoice.currency.in_(sorted(currencies)), Refund.on_date >= since)
    )
    either = sa.or_(
        Customer.id.in_(sa.select(P.customer_id).where(*where)), Customer.id.in_(paid_out)
    )
    whose = lock_customers(session, (), sa.select(Customer.id).where(either))
    rebase(session, *where)
    balances.recount(session, whose)


def follow_currency(session: Session) -> None:
    """What payments brought is told in the organization's new currency."""
    whose = lock_customers(session, (), sa.select(CustomerBalance.customer_id))
    rebase(session)
    balances.recount(session, whose)


def rebase(session: Session, *where: sa.ColumnElement[bool]) -> None:
    """Reckon anew what payments brought; their customers are locked."""
    book, table = Book(session), bulk.table_of(P)
    wanted = (P.id, P.state, P.currency, P.received_on, P.base_minor)
    kept = (P.amount_minor - P.refunded_minor).label("kept")
    last = 0
    while rows := session.execute(
        sa.select(*wanted, kept).where(P.id > last, *where).order_by(P.id).limit(CHUNK)
    ).all():
        last, changed = rows[-1].id, []
        for row in rows:
            base = worth(book, row)
            if base != row.base_minor:
                changed.append({"_id": row.id, "base_minor": base})
        if changed:
            setting = sa.update(table).where(table.c.id == sa.bindparam("_id"))
            session.execute(setting.values(base_minor=sa.bindparam("base_minor")), changed)


def worth(book: Book, row: sa.Row[*tuple[object, ...]]) -> int | None:
    """What a payment's row (state, currency, received_on, kept) brought."""
    if row.state not in RECEIVED or not row.kept:
        return 0
    return book.in_base(Money(row.kept, row.currency), row.received_on)


events.changed.append(follow_documents)
events.billed.append(follow_billed)
events.credited.append(use_credit)
billing.rates_changed.append(follow_rates)
