"""Checks what billing stores twice."""

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.core.text import _
from app.invoices import checks_stored, order_payments, past_due
from app.orders.checks_stored import wrong_orders
from app.payments import checks_stored as paid
from app.upkeep.checks import SHOWN, named


def orders(session: Session) -> str:
    """Whether orders come to what their items do, and stand where their history ends."""
    odd = wrong_orders(session)
    said = named(_("What follows from their items is wrong for these orders: %s."), odd)
    other = order_payments.wrong(session)
    paid_for = named(_("Their invoices say something else of these orders' payment: %s."), other)
    return " ".join(filter(None, (said, paid_for)))


def invoices(session: Session, progress: Progress) -> str:
    """Whether invoices say what they said when issued, and stand as their facts have it.

    What subscriptions cost is written down apart, and must fit them as well.
    """
    odd = checks_stored.wrong_invoices(session, progress)
    said = named(_("What follows from their facts is wrong for these invoices: %s."), odd)
    other = checks_stored.wrong_spans(session)
    costs = named(_("What is billed does not fit these subscriptions: %s."), other)
    late = past_due.wrong(session)
    stand = named(_("What is overdue does not fit these subscriptions: %s."), late)
    return " ".join(filter(None, (said, costs, stand)))


def payments(session: Session, progress: Progress) -> str:
    """Whether payments and invoices say of each other what allocations and refunds give."""
    found = (
        (
            _("What follows from their facts is wrong for these payments: %s."),
            paid.wrong_payments(session, progress),
        ),
        (
            _("What was paid does not fit these invoices: %s."),
            paid.wrong_invoices(session, progress),
        ),
        (
            _("Other customers' or currencies' money pays these invoices: %s."),
            paid.wrong_allocations(session),
        ),
    )
    return " ".join(said % _some(numbers) for said, numbers in found if numbers)


def _some(numbers: list[str]) -> str:
    return ", ".join(numbers[:SHOWN]) + (" …" if len(numbers) > SHOWN else "")
