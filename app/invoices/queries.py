"""Statements about invoices that several use cases share; row scope is applied here."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.access import Actor
from app.core.clock import time_zone
from app.core.filter_sql import asked_of
from app.core.money import Money
from app.core.narrowing import Quick
from app.core.query import Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import owned
from app.customers.model import Customer
from app.invoices.filter_fields import BY_KEY
from app.invoices.model import SORTED, Invoice, InvoiceLine
from app.invoices.schemas import InvoiceRow
from app.organization.schemas import OrganizationSettings
from app.organization.service import current

V = Invoice
_ROW = sa.select(
    V.id, V.number, Customer.name.label("customer"), V.customer_id, V.kind, V.status, V.issued_on,
    V.due_on, V.currency, V.total_minor, V.owed_minor, V.created_at, V.updated_at,
).join(Customer, Customer.id == V.customer_id)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "status": V.status,
    "kind": V.kind,
    "issued_on": V.issued_on,
    "due_on": V.due_on,
    "currency": V.currency,
    "customer_id": V.customer_id,
    "run_id": V.run_id,
    "automatic": V.automatic,
    "created_at": V.created_at,
    "updated_at": V.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": V.number_key,
    "customer": V.customer_key,
    "kind": V.kind,
    "status": V.status,
    "issued_on": V.issued_on,
    "due_on": V.due_on,
    "total": V.total_minor,
    "owed": V.owed_minor,
    "created_at": V.created_at,
    "updated_at": V.updated_at,
}
QUICK = Quick(
    indexed=frozenset(
        key for key, column in _COLUMNS.items() if column.key in {*SORTED, "customer_id", "run_id"}
    )
)


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which invoices the actor sees: those of the customers they see."""
    return owned.visible(actor, V.customer_id)


def get(session: Session, actor: Actor, invoice_id: int) -> Invoice:
    """One invoice.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    return owned.get(session, actor, V, invoice_id, gone())


def locked(session: Session, actor: Actor, invoice_id: int) -> tuple[Invoice, Customer]:
    """One invoice with its customer, both locked: the customer first, as everybody does.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    return owned.locked(session, actor, V, invoice_id, gone())


def gone() -> str:
    """What to say of an invoice that is not there."""
    return _("That invoice is not there, or is not yours to see.")


def lines_of(session: Session, invoice_id: int) -> list[InvoiceLine]:
    """The lines of an invoice, in order."""
    statement = sa.select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id)
    return list(session.scalars(statement.order_by(InvoiceLine.position, InvoiceLine.id)))


def today(session: Session) -> date:
    """The day it is in the organization's zone."""
    now: datetime = session.info["now"]
    return now.astimezone(time_zone(current(session).time_zone)).date()


def tax_day(found: Invoice, day: date) -> date:
    """Whose tax rates hold: those of the last day a run billed, of others those of `day`."""
    if found.run_id is not None and found.period_end is not None:
        return found.period_end - timedelta(days=1)
    return day


def listing(settings: OrganizationSettings, now: datetime) -> Listing[InvoiceRow]:
    """The list of invoices; days are days in the organization's zone, where it is `now`."""
    return Listing(
        key=V.id,
        select=_ROW,
        build=_row,
        sorts=SORTS,
        default=("created_at", True),
        filters=asked_of(BY_KEY, _COLUMNS, settings.time_zone, now),
        without={},
        search=SearchIndex(V.id, V.search_text, "invoices_search"),
        quick=QUICK,
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> InvoiceRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    currency = values.pop("currency")
    values["total"] = Money(values.pop("total_minor"), currency)
    values["owed"] = Money(values.pop("owed_minor"), currency)
    values["number"] = values["number"] or ""
    return InvoiceRow(**values)
