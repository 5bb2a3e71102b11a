"""Where an invoice stands: the one function that derives its status and what is owed on it."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.folding import search_text, sort_key
from app.core.text import N_, _
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState, InvoiceStatus

# DOMAIN, machine "Invoice". A draft may also be removed; what is issued never is.
TRANSITIONS: dict[InvoiceState, frozenset[InvoiceState]] = {
    InvoiceState.DRAFT: frozenset({InvoiceState.ISSUED}),
    InvoiceState.ISSUED: frozenset({InvoiceState.VOID, InvoiceState.WRITTEN_OFF}),
    InvoiceState.VOID: frozenset(),
    InvoiceState.WRITTEN_OFF: frozenset(),
}
_REFUSALS = {
    InvoiceState.DRAFT: N_("This is a draft. Issue it first."),
    InvoiceState.ISSUED: N_(
        "%s is issued, and what is issued never changes. Make a credit note and a new invoice."
    ),
    InvoiceState.VOID: N_("%s is void. Make a new invoice instead."),
    InvoiceState.WRITTEN_OFF: N_("%s is written off, so nothing more can be done to it."),
}
CHUNK = 500


def move(found: Invoice, to: InvoiceState) -> None:
    """Bring an invoice into another state; `derive` it afterwards.

    Raises:
        Conflict: it cannot get there from where it is; the sentence says what can be done.
    """
    if to not in TRANSITIONS[found.state]:
        raise refused(found)
    found.state = to


def refused(found: Invoice) -> Conflict:
    """Why that cannot be done to an invoice in its state, and what can."""
    said = _(_REFUSALS[found.state])
    return Conflict(said % found.number if found.number else said)


def derive(found: Invoice, today: date) -> None:
    """Rewrite the status and what is owed, as payments, credits and the calendar have it.

    `paid_minor` of a credit note is what was allocated of it or paid out. What follows from
    the customer is written by `app.customers.following.follow`, after this.
    """
    found.number_key = sort_key(found.number or "") or ""
    found.own_text = search_text([found.number or "", found.reference])
    found.status, found.owed_minor = standing(
        found.kind, found.state, (found.total_minor, found.paid_minor, found.credited_minor),
        found.due_on, today,
    )  # fmt: skip


def standing(
    kind: InvoiceKind,
    state: InvoiceState,
    amounts: tuple[int, int, int],
    due_on: date | None,
    today: date,
) -> tuple[InvoiceStatus, int]:
    """Status and minor units owed; `amounts` are total, paid and credited ones."""
    if state is not InvoiceState.ISSUED:
        return InvoiceStatus(state.value), 0
    total, paid, credited = amounts
    owed = total - paid - credited
    if kind is InvoiceKind.CREDIT_NOTE:
        return (InvoiceStatus.UNPAID if owed else InvoiceStatus.PAID), owed
    if not owed:
        whole = credited == total and total > 0
        return (InvoiceStatus.CREDITED if whole else InvoiceStatus.PAID), 0
    if due_on is not None and due_on < today:
        return InvoiceStatus.OVERDUE, owed
    return (InvoiceStatus.PARTLY_PAID if paid or credited else InvoiceStatus.UNPAID), owed


def anything_due(session: Session, today: date) -> bool:
    """Whether an invoice has become overdue that nobody has looked at since."""
    return session.scalar(sa.select(Invoice.id).where(*_late(today)).limit(1)) is not None


def run_due(session: Session, today: date) -> list[int]:
    """Mark what is owed and was due before `today` as overdue; the ids.

    A status that follows from the calendar is no edit: no new version, no history.
    """
    late = sa.select(Invoice.id).where(*_late(today)).order_by(Invoice.id).limit(CHUNK)
    done: list[int] = []
    while ids := session.scalars(late.with_for_update()).all():
        session.execute(
            sa.update(Invoice)
            .where(Invoice.id.in_(ids))
            .values(status=InvoiceStatus.OVERDUE)
            .execution_options(synchronize_session=False)
        )
        done += ids
    return done


def _late(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    waiting = (InvoiceStatus.UNPAID, InvoiceStatus.PARTLY_PAID)
    return (
        Invoice.kind == InvoiceKind.INVOICE,
        Invoice.status.in_(waiting),
        Invoice.due_on < today,
    )
