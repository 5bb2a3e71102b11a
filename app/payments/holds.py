"""Lets customers go who were suspended for not paying, once they have paid (STA-05)."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.batch import among
from app.customers.model import Customer, CustomerHold
from app.customers.queries import holds_of
from app.customers.rules import in_force, refresh_status
from app.customers.schemas import HoldKind, HoldReason
from app.invoices.model import Invoice
from app.invoices.schemas import OPEN, InvoiceKind
from app.payments.model import DunningLetter

H = CustomerHold


def overdue_of(session: Session, customer_ids: Sequence[int], today: date) -> set[int]:
    """Those of these customers who owe on an invoice that was due before today."""
    return set(
        session.scalars(
            sa.select(Invoice.customer_id)
            .where(
                among(session, Invoice.customer_id, customer_ids),
                Invoice.kind == InvoiceKind.INVOICE,
                Invoice.status.in_(sorted(OPEN)),
                Invoice.due_on < today,
            )
            .distinct()
        )
    )


def lift(
    session: Session, customer_ids: Sequence[int], today: date, *, settled: bool = False
) -> list[int]:
    """End suspensions for non-payment of customers with nothing overdue; who is free again.

    Those a reminder began end whenever nothing is overdue any more; what staff began ends
    when something overdue was just `settled`. The customers are locked.
    """
    session.flush()
    held = sa.select(H.customer_id).where(
        among(session, H.customer_id, customer_ids), H.released_at.is_(None), *_for_not_paying()
    )
    if not (ids := sorted(set(session.scalars(held)))):
        return []
    ids = sorted(set(ids) - overdue_of(session, ids, today))
    begun = _by_reminders(session, ids)
    return [one for one in ids if _release(session, one, begun, settled=settled)]


def _release(
    session: Session, customer_id: int, begun: set[tuple[int, object]], *, settled: bool
) -> bool:
    now = session.info["now"]
    actor: Actor = session.info["actor"]
    holds = holds_of(session, customer_id)
    ended = [
        hold
        for hold in holds
        if in_force(hold, now)
        and (hold.kind, hold.reason) == (HoldKind.SUSPENDED, HoldReason.PAYMENT)
        and (settled or (customer_id, hold.starts_at) in begun)
    ]
    for hold in ended:
        hold.released_at, hold.released_by = now, actor.name
    if ended:
        customer = session.scalars(
            sa.select(Customer).where(Customer.id == customer_id).with_for_update()
        ).one()
        refresh_status(customer, holds, now)
        session.flush()
    return bool(ended)


def _for_not_paying() -> tuple[sa.ColumnElement[bool], ...]:
    return (H.kind == HoldKind.SUSPENDED, H.reason == HoldReason.PAYMENT)


def _by_reminders(session: Session, customer_ids: Sequence[int]) -> set[tuple[int, object]]:
    """Whom reminders suspended, and at which moment."""
    rows = session.execute(
        sa.select(Invoice.customer_id, DunningLetter.at)
        .join(DunningLetter, DunningLetter.invoice_id == Invoice.id)
        .where(among(session, Invoice.customer_id, customer_ids), DunningLetter.held)
    )
    return {(customer_id, at) for customer_id, at in rows}
