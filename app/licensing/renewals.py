"""Whom to talk to about renewal: customers some of whose licenses end soon (WFL-5, CON-59)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.batch import among
from app.customers import queries as customers
from app.customers.model import Customer
from app.licensing.model import License
from app.licensing.outcomes import Priority, RenewalRow
from app.licensing.schemas import LicenseStatus
from app.licensing.settling import Settling

# So many licenses at least that end within so many days; the first that fits counts.
RULES = ((Priority.HIGH, 5, 14), (Priority.MEDIUM, 2, 30), (Priority.LOW, 1, 60))
_FARTHEST = max(days for _priority, _least, days in RULES)


def rows(session: Session, actor: Actor) -> list[RenewalRow]:
    """The customers with a priority, the most urgent first."""
    today = Settling(session).today
    ending: dict[int, list[date]] = {}
    statement = (
        sa.select(License.customer_id, License.expires_on)
        .where(
            License.status == LicenseStatus.ACTIVE,
            License.expires_on.between(today, today + timedelta(days=_FARTHEST)),
        )
        .order_by(License.expires_on)
    )
    for customer_id, day in session.execute(statement):
        if customer_id is not None and day is not None:
            ending.setdefault(customer_id, []).append(day)
    found = [
        (customer_id, *judged)
        for customer_id, days in ending.items()
        if (judged := judge(days, today)) is not None
    ]
    people = _people(session, actor, [one[0] for one in found])
    made = [
        RenewalRow(
            id=customer_id,
            priority=priority,
            name=who.name,
            email=who.email or "",
            count=count,
            soonest=ending[customer_id][0],
            total=who.licenses,
        )
        for customer_id, priority, count in found
        if (who := people.get(customer_id)) is not None
    ]
    order = [priority for priority, _least, _days in RULES]
    made.sort(key=lambda row: (order.index(row.priority), row.soonest, -row.count, row.id))
    return made


def judge(days: Sequence[date], today: date) -> tuple[Priority, int] | None:
    """The priority of somebody whose licenses end on these days, and how many it is about."""
    for priority, least, within in RULES:
        count = sum(1 for day in days if day <= today + timedelta(days=within))
        if count >= least:
            return priority, count
    return None


def soonest() -> sa.ScalarSelect[date | None]:
    """The last good day of the customer's license that ends first, for a list of customers."""
    return (
        sa.select(sa.func.min(License.expires_on))
        .where(License.customer_id == Customer.id, License.status == LicenseStatus.ACTIVE)
        .correlate(Customer)
        .scalar_subquery()
    )


def _people(
    session: Session, actor: Actor, ids: Sequence[int]
) -> Mapping[int, sa.Row[int, str | None, str | None, int]]:
    statement = sa.select(Customer.id, Customer.name, Customer.email, Customer.licenses).where(
        among(session, Customer.id, ids),
        Customer.deleted_at.is_(None),
        *customers.visible(actor),
    )
    return {row.id: row for row in session.execute(statement)}
