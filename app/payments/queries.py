"""Statements about payments that several use cases share; row scope is applied here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor
from app.core.batch import among
from app.core.errors import Conflict, NotFound
from app.core.filter_sql import asked_of
from app.core.money import Money
from app.core.narrowing import Quick
from app.core.query import Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import owned
from app.customers.model import Customer
from app.customers.owned import lock_customers
from app.invoices import queries as invoices
from app.invoices import states
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.organization.schemas import OrganizationSettings
from app.payments.filter_fields import BY_KEY
from app.payments.model import SORTED, Allocation, Payment
from app.payments.schemas import RECEIVED, PaymentRow

P = Payment
_ROW = sa.select(
    P.id, P.number, Customer.name.label("customer"), P.customer_id, P.state, P.received_on,
    P.method, P.reference, P.amount_minor, P.refunded_minor, P.unapplied_minor, P.currency,
    P.created_at, P.updated_at,
).join(Customer, Customer.id == P.customer_id)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "state": P.state,
    "received_on": P.received_on,
    "currency": P.currency,
    "method": P.method_key,
    "has_credit": sa.and_(P.unapplied_minor > 0, P.state.in_(sorted(RECEIVED))),
    "has_refunds": P.refunded_minor > 0,
    "customer_id": P.customer_id,
    "created_at": P.created_at,
    "updated_at": P.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": P.number,
    "customer": P.customer_key,
    "state": P.state,
    "received_on": P.received_on,
    "method": P.method_key,
    "amount": P.amount_minor,
    "unapplied": P.unapplied_minor,
    "created_at": P.created_at,
    "updated_at": P.updated_at,
}
QUICK = Quick(
    indexed=frozenset(
        key
        for key, column in _COLUMNS.items()
        if getattr(column, "key", None) in {*SORTED, "customer_id"} and key != "method"
    )
)


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which payments the actor sees: those of the customers they see."""
    return owned.visible(actor, P.customer_id)


def get(session: Session, actor: Actor, payment_id: int) -> Payment:
    """One payment.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    return owned.get(session, actor, P, payment_id, gone())


def locked(session: Session, actor: Actor, payment_id: int) -> tuple[Payment, Customer]:
    """One payment with its customer, who is locked: nobody else settles anything of theirs.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    return owned.locked(session, actor, P, payment_id, gone())


def locked_payments(session: Session, ids: Sequence[int]) -> list[Payment]:
    """These payments, locked; their customers are already."""
    statement = sa.select(P).where(among(session, P.id, sorted(set(ids)))).order_by(P.id)
    fresh = statement.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def locked_credit(session: Session, actor: Actor, credit_id: int) -> Invoice:
    """A credit note that is issued, locked after its customer.

    Raises:
        Conflict: it is none, or is void.
        NotFound: it is not there, or not for this actor to see.
    """
    found, _customer = invoices.locked(session, actor, credit_id)
    if found.kind is not InvoiceKind.CREDIT_NOTE:
        raise Conflict(_("%s is an invoice. Only credit notes can be used.") % found.number)
    if found.state is not InvoiceState.ISSUED:
        raise states.refused(found)
    return found


def locked_allocations(session: Session, actor: Actor, ids: Sequence[int]) -> list[Allocation]:
    """These allocations; the customers of their invoices are locked.

    Raises:
        NotFound: one is not there, or not for this actor to see.
    """
    wanted = sorted(set(ids))
    whose = session.execute(
        sa.select(Allocation.id, Invoice.customer_id)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(among(session, Allocation.id, wanted), *invoices.visible(actor))
    ).all()
    lock_customers(session, {row.customer_id for row in whose})
    found = session.scalars(
        sa.select(Allocation)
        .where(among(session, Allocation.id, [row.id for row in whose]))
        .order_by(Allocation.id)
        .with_for_update()
    ).all()
    if len(found) != len(wanted):
        raise NotFound(_("That allocation was taken back already. Look at the payment again."))
    return list(found)


def gone() -> str:
    """What to say of a payment that is not there."""
    return _("That payment is not there, or is not yours to see.")


def listing(settings: OrganizationSettings, now: datetime) -> Listing[PaymentRow]:
    """The list of payments; days are days in the organization's zone, where it is `now`."""
    return Listing(
        key=P.id,
        select=_ROW,
        build=_row,
        sorts=SORTS,
        default=("created_at", True),
        filters=asked_of(BY_KEY, _COLUMNS, settings.time_zone, now),
        without={},
        search=SearchIndex(P.id, P.search_text, "payments_search"),
        quick=QUICK,
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> PaymentRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    currency = values.pop("currency")
    left = values.pop("unapplied_minor")
    values["amount"] = Money(values.pop("amount_minor"), currency)
    values["refunded"] = Money(values.pop("refunded_minor"), currency)
    values["unapplied"] = Money(left if values["state"] in RECEIVED else 0, currency)
    return PaymentRow(**values)
