"""Issues invoices: gives the number, fixes what the paper says, and never changes it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.billing.parties import buyer_of, seller_of
from app.core.access import Actor
from app.core.errors import Conflict
from app.core.numbers import NumberSeries, take
from app.core.text import _
from app.customers.following import follow
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.invoices import events, parties, queries, states
from app.invoices.content import content_hash
from app.invoices.editing import retaxed
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.invoices.totals import reckon
from app.organization.service import current

_SERIES = {
    InvoiceKind.INVOICE: ("invoices", "INV"),
    InvoiceKind.CREDIT_NOTE: ("credit_notes", "CN"),
}
_WIDTH = 5


@dataclass(frozen=True, slots=True)
class How:
    """On which day a document is issued, and what day it is.

    What was issued elsewhere brings its `number`, perhaps its `due_on`, and what its `buyer`
    was called then.
    """

    on: date
    today: date
    number: str = ""
    due_on: date | None = None
    buyer: Mapping[str, Any] | None = None


def issue(session: Session, actor: Actor, invoice_id: int, today: date) -> Invoice:
    """Issue a draft.

    Raises:
        Conflict: it is issued already, has no lines or no seller, the customer is deleted,
            or tax rates changed since it was saved.
        NotFound: it is not there, or not for this actor to see.
    """
    found, customer = queries.locked(session, actor, invoice_id)
    if found.state is not InvoiceState.DRAFT:
        raise _issued_already(found)
    refuse_deleted(session, customer)
    _refuse_empty(session, found)
    _refuse_other_tax(session, found, customer, today)
    finish(session, found, customer, How(today, today))
    events.tell_changed(session, [customer.id])
    return found


def finish(session: Session, found: Invoice, customer: Customer, how: How) -> None:
    """Make a document issued; it is checked, and its customer is locked."""
    session.flush()
    lines, terms = queries.lines_of(session, found.id), found.terms_days
    if terms is None:
        terms = parties.party(session, customer).terms_days
    terms = current(session).payment_terms_days if terms is None else terms
    buyer = {**buyer_of(session, customer), **(how.buyer or {})}
    seller = seller_of(session)
    number = how.number or numbers(session, found.kind, how.on.year, 1)[0]
    if found.kind is InvoiceKind.INVOICE:
        found.due_on = how.due_on or how.on + timedelta(days=terms)
    found.issued_on, found.issued_at, found.terms_days = how.on, session.info["now"], terms
    found.buyer, found.seller, found.number = buyer, seller, number
    states.move(found, InvoiceState.ISSUED)
    found.content_hash = content_hash(found, lines)
    states.derive(found, how.today)
    follow(found, customer)
    session.flush()


def numbers(session: Session, kind: InvoiceKind, year: int, count: int) -> list[str]:
    """The next numbers of a year; whoever else wants one waits until this transaction ends."""
    name, prefix = series_of(kind, year)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(NumberSeries)
        .values(name=name, prefix=prefix, width=_WIDTH, next_value=1)
        .on_conflict_do_nothing()
    )
    return take(session, name, count)


def series_of(kind: InvoiceKind, year: int) -> tuple[str, str]:
    """The name of the number series, and what its numbers begin with."""
    name, prefix = _SERIES[kind]
    return f"{name}:{year}", f"{prefix}-{year}-"


def _refuse_empty(session: Session, found: Invoice) -> None:
    if not queries.lines_of(session, found.id):
        raise Conflict(_("This draft has no lines. Add what it is for before you issue it."))


def _refuse_other_tax(session: Session, found: Invoice, customer: Customer, today: date) -> None:
    """Let nobody issue another total than the draft showed."""
    rows = queries.lines_of(session, found.id)
    buyer = parties.party(session, customer)
    lines = retaxed(session, rows, buyer, queries.tax_day(found, today))
    if reckon(lines, found.rounding).stored != found.taxes:
        raise Conflict(
            _(
                "Tax rates or the customer's country changed since this draft was saved. Open "
                "it, look at the new total and save it; then issue it."
            )
        )


def _issued_already(found: Invoice) -> Conflict:
    if found.state is InvoiceState.ISSUED:
        said = _("This was issued already, as %(number)s by %(who)s. It is not issued twice.")
        return Conflict(said % {"number": found.number, "who": found.updated_by})
    return states.refused(found)
