"""Reminds customers of what is overdue, and suspends who does not pay, step by step.

Each step is taken at most once for an invoice, and only the last one that is due: who
begins to remind late sends one letter, not three at once.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing import letters
from app.billing.dunning import steps_of
from app.billing.model import DunningStep
from app.billing.parties import buyers_of, seller_of
from app.core import audit
from app.core.access import Actor, Permission
from app.core.audit import Change
from app.core.batch import among
from app.core.money import Money
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.text import N_, _
from app.customers import bulk_run
from app.customers.bulk_holds import Holding
from app.customers.bulk_run import Decided
from app.customers.drafts import HoldDraft
from app.customers.model import Customer
from app.customers.owned import lock_customers
from app.customers.schemas import HoldKind, HoldReason, Status
from app.invoices import queries as invoices
from app.invoices.model import Invoice
from app.invoices.schemas import OPEN, InvoiceKind
from app.mail.outbox import queue
from app.payments.model import DunningLetter
from app.payments.schemas import Reminded, Reminder

TEMPLATE = "dunning"
L, V = DunningLetter, Invoice
_NOTE = N_("Suspended by the reminder “%(step)s” for %(invoices)s. Ends by itself with payment.")
_GONE = N_("It was paid, or reminded of, meanwhile. Look at the list again.")


class DunningService(Service):
    """Reminders to the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def preview(self, session: Session) -> tuple[Reminder, ...]:
        """Every reminder that is due today, the latest invoices first; nothing is done."""
        return tuple(due(session, self.actor, invoices.today(session)))

    @use_case(Permission.INVOICES_ISSUE)
    def run(
        self, session: Session, chosen: Sequence[tuple[int, int]], progress: Progress | None = None
    ) -> Reminded:
        """Take steps that were previewed: `chosen` are pairs of an invoice's and a step's id.

        Letters are queued, and customers suspended where the step says so, all at once.
        What is not due any more is left out, and named with the reason.

        Raises:
            Cancelled: the person asked for it to stop; nothing was done.
        """
        return _run(session, self.actor, chosen, progress or Progress())


def due(
    session: Session, actor: Actor, today: date, among_ids: Sequence[int] | None = None
) -> list[Reminder]:
    """The reminders that are due: of all invoices, or of these."""
    steps = steps_of(session)
    if not steps:
        return []
    late = _late(session, actor, today, among_ids)
    taken = _taken(session, [invoice.id for invoice, _customer in late])
    found = []
    for invoice, customer in late:
        days = (today - (invoice.due_on or today)).days
        step = max((one for one in steps if one.days <= days), key=_days, default=None)
        if step is not None and taken.get(invoice.id, 0) < step.days:
            found.append((invoice, customer, step, days))
    buyers = buyers_of(session, [customer for _invoice, customer, _step, _days in found])
    seller = seller_of(session)
    return [_reminder(one, buyers[one[1].id], seller) for one in found]


def _run(
    session: Session, actor: Actor, chosen: Sequence[tuple[int, int]], progress: Progress
) -> Reminded:
    wanted = dict(chosen)
    whose = sa.select(V.customer_id).where(among(session, V.id, sorted(wanted))).distinct()
    lock_customers(session, session.scalars(whose).all())
    today = invoices.today(session)
    there = {one.invoice_id: one for one in due(session, actor, today, sorted(wanted))}
    refused, taken = [], []
    for invoice_id, step_id in wanted.items():
        found = there.get(invoice_id)
        if found is None or found.step_id != step_id:
            refused.append((invoice_id, _(_GONE)))
        elif found.problem:
            refused.append((invoice_id, found.problem))
        else:
            taken.append(found)
    held = _hold(session, actor, [one for one in taken if one.holds])
    for done, one in enumerate(taken, 1):
        _take(session, one, held=one.customer_id in held)
        progress.report(done, len(taken))
    session.flush()
    return Reminded(len(taken), len(held), tuple(refused))


def _take(session: Session, one: Reminder, *, held: bool) -> None:
    told = {"subject": one.subject, "body": one.body}
    queue(session, one.sent_to, TEMPLATE, told, one.customer_id)
    session.add(
        DunningLetter(
            invoice_id=one.invoice_id,
            step_id=one.step_id,
            at=session.info["now"],
            sent_to=one.sent_to,
            held=held,
        )
    )
    fields = {"reminder": [None, one.step], "sent_to": [None, one.sent_to]}
    key = one.invoice_id
    audit.record(session, Change("event", "invoices", key, "invoices", key, fields))


def _hold(session: Session, actor: Actor, taken: Sequence[Reminder]) -> set[int]:
    """Suspend the customers of these; whom it did. Who is held back already stays so."""
    by_customer: dict[int, list[Reminder]] = {}
    for one in taken:
        by_customer.setdefault(one.customer_id, []).append(one)
    held = set()
    for customer_id in sorted(by_customer):
        of = by_customer[customer_id]
        shown = {"step": of[-1].step, "invoices": ", ".join(sorted(one.invoice for one in of))}
        draft = HoldDraft(HoldKind.SUSPENDED, HoldReason.PAYMENT, _(_NOTE) % shown)
        step = Holding(session, actor, draft)
        tally = bulk_run.carry_out(session, actor, [customer_id], step, Progress())
        if tally.verdicts[0] == Decided.CHANGES:
            held.add(customer_id)
    return held


def _late(
    session: Session, actor: Actor, today: date, among_ids: Sequence[int] | None
) -> list[tuple[Invoice, Customer]]:
    statement = (
        sa.select(V, Customer)
        .join(Customer, Customer.id == V.customer_id)
        .where(
            V.kind == InvoiceKind.INVOICE,
            V.status.in_(sorted(OPEN)),
            V.due_on < today,
            Customer.deleted_at.is_(None),
            *invoices.visible(actor),
        )
        .order_by(V.due_on, V.id)
        .execution_options(populate_existing=True)
    )
    if among_ids is not None:
        statement = statement.where(among(session, V.id, among_ids))
    return [(invoice, customer) for invoice, customer in session.execute(statement)]


def _taken(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The days of the last step taken for each invoice; a step nobody has any more is none."""
    rows = session.execute(
        sa.select(L.invoice_id, sa.func.max(DunningStep.days))
        .join(DunningStep, DunningStep.id == L.step_id)
        .where(among(session, L.invoice_id, ids))
        .group_by(L.invoice_id)
    )
    return {invoice_id: days for invoice_id, days in rows}  # noqa: C416 - rows are no pairs to mypy


def _days(step: DunningStep) -> int:
    return step.days


def _reminder(
    found: tuple[Invoice, Customer, DunningStep, int],
    buyer: dict[str, str],
    seller: dict[str, str],
) -> Reminder:
    invoice, customer, step, days = found
    owed = Money(invoice.owed_minor, invoice.currency)
    on = partial(_written, locale=seller["locale"])
    values = {
        "customer": buyer["name"],
        "invoice": invoice.number or "",
        "issued": on(invoice.issued_on),
        "due": on(invoice.due_on),
        "days": str(days),
        "owed": _amount(owed, seller["locale"]),
        "payment_details": seller["payment_details"],
        "seller": seller["name"],
    }
    problem = "" if buyer["email"] else _("There is no e-mail address. Add a billing e-mail.")
    return Reminder(
        invoice_id=invoice.id,
        invoice=invoice.number or "",
        customer_id=customer.id,
        customer=buyer["name"],
        issued_on=invoice.issued_on or date.min,
        due_on=invoice.due_on or date.min,
        days=days,
        owed=owed,
        step_id=step.id,
        step=step.name,
        holds=step.holds and customer.status is Status.ACTIVE,
        sent_to=buyer["email"],
        subject=letters.fill(step.subject, values),
        body=letters.fill(step.body, values),
        problem=problem,
    )


def _written(day: date | None, locale: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - slow, seldom needed

    return "" if day is None else format_date(day, "long", locale=locale)


def _amount(owed: Money, locale: str) -> str:
    from babel.numbers import format_currency  # noqa: PLC0415 - slow, seldom needed

    return format_currency(owed.amount, owed.currency, locale=locale)
