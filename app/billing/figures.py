"""What customers have paid, owe and bring: one function for each figure.

Lists, windows and the dashboard all ask here, so that they cannot disagree. `whose` are
the customers: a statement that selects their ids, or None for everybody. What several
currencies come to in the organization's is a `Sum`'s `base`: revenue at the rates of the
days it was received, the rest at today's.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.billing.exchange_rates import Book
from app.billing.model import CustomerBalance
from app.billing.schemas import Figures, Sum
from app.catalogue.terms import Cycle
from app.core.access import Permission
from app.core.money import Money
from app.core.service import Service, query
from app.customers import queries as customers
from app.customers.model import Customer
from app.organization.service import current
from app.subscriptions.due import today
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import SubscriptionStatus

Whose = sa.Select[int] | None
B = CustomerBalance
# What is paid for: a trial is not yet, a pause is not now.
PAYING = (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE)
MONTHS = {Cycle.MONTHLY: 1, Cycle.YEARLY: 12}


class FigureService(Service):
    """Figures of the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def of_customer(self, session: Session, customer_id: int) -> Figures:
        """What one customer has paid, owes and brings.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customers.get(session, self.actor, customer_id)
        return figures(session, sa.select(Customer.id).where(Customer.id == customer_id))

    @query(Permission.BILLING_READ)
    def of_everybody(self, session: Session) -> Figures:
        """The same of all customers the actor sees."""
        within = customers.visible(self.actor)
        return figures(session, sa.select(Customer.id).where(*within) if within else None)


def figures(session: Session, whose: Whose) -> Figures:
    """Every figure there is."""
    return Figures(
        revenue=revenue(session, whose),
        lifetime_value=lifetime_value(session, whose),
        outstanding=outstanding(session, whose),
        credit=credit(session, whose),
        recurring=mrr(session, whose),
        open_invoices=open_invoices(session, whose),
        last_payment_on=last_payment(session, whose),
    )


def revenue(session: Session, whose: Whose = None) -> Sum:
    """What was paid, less what was given back."""
    amounts = _amounts(session, B.revenue_minor, whose)
    total = sa.select(sa.func.sum(Customer.revenue_minor))
    if whose is not None:
        total = total.where(Customer.id.in_(whose))
    base = Money(int(session.scalar(total) or 0), current(session).currency)
    book = Book(session, amounts)
    day = today(session)
    missing = [
        code
        for code, minor in sorted(amounts.items())
        if minor and book.in_base(Money(minor, code), day) is None
    ]
    return Sum(_shown(amounts), base, tuple(missing))


def lifetime_value(session: Session, whose: Whose = None) -> Sum:
    """What customers are worth so far: all they paid, less what was given back."""
    return revenue(session, whose)


def outstanding(session: Session, whose: Whose = None) -> Sum:
    """What issued invoices still ask for."""
    return _summed(session, _amounts(session, B.outstanding_minor, whose))


def credit(session: Session, whose: Whose = None) -> Sum:
    """What payments and credit notes have left to be used."""
    return _summed(session, _amounts(session, B.credit_minor, whose))


def mrr(session: Session, whose: Whose = None) -> Sum:
    """What subscriptions that are paid for bring a month; a year's price counts a twelfth."""
    S = Subscription  # noqa: N806 - a table
    months = sa.case({cycle: 12 // many for cycle, many in MONTHS.items()}, value=S.cycle)
    asked = (
        sa.select(S.currency, sa.func.sum(S.total_minor * months))
        .where(S.status.in_(PAYING))
        .group_by(S.currency)
    )
    if whose is not None:
        asked = asked.where(S.customer_id.in_(whose))
    yearly = {code: int(total or 0) for code, total in session.execute(asked)}
    # Rounded once, half up: a twelfth of what all of them bring a year.
    return _summed(session, {code: (2 * total + 12) // 24 for code, total in yearly.items()})


def open_invoices(session: Session, whose: Whose = None) -> int:
    """How many issued invoices still ask for something."""
    return int(session.scalar(_of(sa.select(sa.func.sum(B.open_invoices)), whose)) or 0)


def last_payment(session: Session, whose: Whose = None) -> date | None:
    """The day of the last payment; None when there was none."""
    found: date | None = session.scalar(_of(sa.select(sa.func.max(B.last_payment_on)), whose))
    return found


def _amounts(session: Session, column: InstrumentedAttribute[int], whose: Whose) -> dict[str, int]:
    asked = sa.select(B.currency, sa.func.sum(column)).group_by(B.currency)
    return {code: int(total or 0) for code, total in session.execute(_of(asked, whose))}


def _of(asked: sa.Select[*tuple[Any, ...]], whose: Whose) -> sa.Select[*tuple[Any, ...]]:
    return asked if whose is None else asked.where(B.customer_id.in_(whose))


def _summed(session: Session, amounts: Mapping[str, int]) -> Sum:
    """Amounts with what they come to at today's rates."""
    book, day = Book(session, amounts), today(session)
    base, missing = 0, []
    for code, minor in amounts.items():
        worth = book.in_base(Money(minor, code), day)
        if worth is None and minor:
            missing.append(code)
        base += worth or 0
    return Sum(_shown(amounts), Money(base, book.base), tuple(sorted(missing)))


def _shown(amounts: Mapping[str, int]) -> tuple[Money, ...]:
    return tuple(Money(minor, code) for code, minor in sorted(amounts.items()) if minor)
