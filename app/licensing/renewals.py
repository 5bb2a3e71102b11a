"""Whom to talk to about renewal: customers some of whose licenses end soon (WFL-5, CON-59)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

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
    ends, customer = License.expires_on, License.customer_id
    counted = [
        sa.func.count(sa.case((ends <= today + timedelta(days=days), 1)))
        for _priority, _least, days in RULES
    ]
    ending: sa.Select[*tuple[Any, ...]] = (
        sa.select(customer, sa.func.min(ends), *counted)
        .where(
            License.status == LicenseStatus.ACTIVE,
            ends.between(today, today + timedelta(days=_FARTHEST)),
            customer.is_not(None),
        )
        .group_by(customer)
    )
    found: dict[int, tuple[Priority, int, date]] = {
        customer_id: (*judged, soonest_on)
        for customer_id, soonest_on, *counts in session.execute(ending)
        if (judged := judge(counts)) is not None
    }
    made = [
        RenewalRow(
            id=who.id,
            priority=found[who.id][0],
            name=who.name,
            email=who.email or "",
            count=found[who.id][1],
            soonest=found[who.id][2],
            total=who.licenses,
        )
        for who in _people(session, actor, list(found))
    ]
    order = [priority for priority, _least, _days in RULES]
    made.sort(key=lambda row: (order.index(row.priority), row.soonest, -row.count, row.id))
    return made


def judge(counts: Sequence[int]) -> tuple[Priority, int] | None:
    """The priority of somebody so many of whose licenses end within the days of each rule."""
    for (priority, least, _days), count in zip(RULES, counts, strict=True):
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
) -> Iterator[sa.Row[int, str | None, str | None, int]]:
    statement = sa.select(Customer.id, Customer.name, Customer.email, Customer.licenses).where(
        among(session, Customer.id, ids),
        Customer.deleted_at.is_(None),
        *customers.visible(actor),
    )
    yield from session.execute(statement)
