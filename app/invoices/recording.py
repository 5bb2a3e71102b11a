"""Takes in invoices that were issued elsewhere: with their own numbers and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import numbers
from app.core.errors import Invalid
from app.core.numbers import NumberSeries
from app.core.text import _
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.invoices import editing, issuing, parties, queries
from app.invoices.drafts import InvoiceDraft
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind

NUMBER_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How an invoice was issued elsewhere.

    A blank `number` gets the next of that day's year. `buyer` replaces what is known of the
    customer, such as its address then. `due_on` None follows from the terms.
    """

    number: str
    issued_on: date
    due_on: date | None = None
    buyer: Mapping[str, Any] | None = None


def record(
    session: Session, customer: Customer, draft: InvoiceDraft, elsewhere: Elsewhere
) -> Invoice:
    """Add an issued invoice for a customer who is locked; `events.tell_changed` is the caller's.

    Tax counts as of the day it was issued, and is not looked up where the draft has it.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field; a tax rate is missing; the number is
            taken or too long, under "number".
    """
    values = draft.checked()
    refuse_deleted(session, customer)
    number = elsewhere.number.strip()
    _refuse_number(session, number)
    party = parties.party(session, customer)
    lines = editing.resolved(session, party, draft, elsewhere.issued_on)
    found = editing.blank(
        customer_id=customer.id,
        rounding=parties.rounding(session),
        **{name: values[name] for name in editing.COPIED},
    )
    rows = [(line, editing.row_of(found, line, place)) for place, line in enumerate(lines)]
    today = queries.today(session)
    editing.settle(found, customer, rows, today)
    session.add_all([found, *(row for _line, row in rows)])
    how = issuing.How(elsewhere.issued_on, today, number, elsewhere.due_on, elsewhere.buyer)
    issuing.finish(session, found, customer, how)
    return found


def _refuse_number(session: Session, number: str) -> None:
    if not number:
        return
    if len(number) > NUMBER_LENGTH:
        said = _("A number has at most %d characters. Shorten it.") % NUMBER_LENGTH
        raise Invalid({"number": said})
    taken = session.scalar(sa.select(Invoice.id).where(Invoice.number == number))
    if taken is not None:
        said = _("There is an invoice %s already. Give this one another number.") % number
        raise Invalid({"number": said}, {"number": taken})
    for kind in InvoiceKind:
        name, _prefix = issuing.series_of(kind, 0)
        like = f"{name.partition(':')[0]}:%"
        for series in session.scalars(sa.select(NumberSeries).where(NumberSeries.name.like(like))):
            numbers.pass_over(session, series.name, [number])
