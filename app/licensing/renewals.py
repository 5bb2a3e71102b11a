"""Whom to talk to about renewal: customers some of whose licenses end soon (WFL-5, CON-59)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import Actor
from app.core.audit import Change
from app.core.batch import among
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.licensing.model import License, RenewalMark
from app.licensing.outcomes import Priority, RenewalRow
from app.licensing.schemas import LicenseStatus
from app.licensing.settling import Settling

# So many licenses at least that end within so many days; the first that fits counts.
RULES = ((Priority.HIGH, 5, 14), (Priority.MEDIUM, 2, 30), (Priority.LOW, 1, 60))
_FARTHEST = max(days for _priority, _least, days in RULES)


def rows(session: Session, actor: Actor) -> list[RenewalRow]:
    """The customers with a priority, the most urgent first; those marked as renewed last."""
    today = Settling(session).today
    counted = [
        sa.func.count(sa.case((License.expires_on <= today + timedelta(days=days), 1)))
        for _priority, _least, days in RULES
    ]
    ending: sa.Select[*tuple[Any, ...]] = sa.select(
        License.customer_id, sa.func.min(License.expires_on), *counted
    ).where(*_ending(today), License.customer_id.is_not(None))
    found: dict[int, tuple[Priority, int, date]] = {
        customer_id: (*judged, soonest_on)
        for customer_id, soonest_on, *counts in session.execute(
            ending.group_by(License.customer_id)
        )
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
    marks = _marks(session, [row.id for row in made])
    made = [
        replace(row, renewed_on=found_out.marked_on, renewed_by=found_out.marked_by)
        # What was not known of when it was marked has to be talked about.
        if (found_out := marks.get(row.id)) is not None and row.soonest <= found_out.through
        else row
        for row in made
    ]
    order = [priority for priority, _least, _days in RULES]
    made.sort(
        key=lambda row: (
            row.renewed_on is not None, order.index(row.priority), row.soonest, -row.count, row.id,
        )
    )  # fmt: skip
    return made


def mark(session: Session, actor: Actor, customer_ids: Sequence[int]) -> Outcome:
    """Note that these customers renew what ends soon; whom that cannot be said of is refused."""
    today = Settling(session).today
    ids = list(dict.fromkeys(customer_ids))
    names = {who.id: who.name or who.email or "" for who in _people(session, actor, ids)}
    whose = License.customer_id
    ending = (
        sa.select(whose, sa.func.max(License.expires_on))
        .where(*_ending(today))
        .where(among(session, whose, list(names)))  # type: ignore[arg-type] # NULLs are among none
        .group_by(whose)
    )
    latest = {row[0]: row[1] for row in session.execute(ending)}
    marks, refused = _marks(session, list(names)), []
    for one in ids:
        through = latest.get(one)
        if through is None:
            said = _("That customer no longer exists, or is not yours to see.")
            if one in names:
                words = {"customer": names[one], "days": _FARTHEST}
                said = _("No license of %(customer)s ends within %(days)d days.") % words
            refused.append((one, said))
            continue
        row = marks.get(one) or RenewalMark(customer_id=one)
        _tell(session, one, (row.through, through))
        row.through, row.marked_on, row.marked_by = through, today, actor.name
        session.add(row)
    told = {one for one, _why in refused}
    return Outcome(tuple(one for one in ids if one not in told), tuple(refused))


def unmark(session: Session, actor: Actor, customer_ids: Sequence[int]) -> Outcome:
    """Take such marks back."""
    ids = [who.id for who in _people(session, actor, list(dict.fromkeys(customer_ids)))]
    marks = _marks(session, ids)
    for row in marks.values():
        _tell(session, row.customer_id, (row.through, None))
        session.delete(row)
    return Outcome(tuple(marks))


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


def _ending(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    soon = License.expires_on.between(today, today + timedelta(days=_FARTHEST))
    return (License.status == LicenseStatus.ACTIVE, soon)


def _marks(session: Session, ids: Sequence[int]) -> dict[int, RenewalMark]:
    found = sa.select(RenewalMark).where(among(session, RenewalMark.customer_id, ids))
    return {one.customer_id: one for one in session.scalars(found)}


def _tell(session: Session, customer_id: int, through: tuple[date | None, date | None]) -> None:
    """Into the history of the customer."""
    entity = Customer.__tablename__
    fields: dict[str, list[object]] = {
        "renewed_through": [day and day.isoformat() for day in through]
    }
    audit.record(session, Change("event", entity, customer_id, entity, customer_id, fields))


def _people(
    session: Session, actor: Actor, ids: Sequence[int]
) -> Iterator[sa.Row[int, str | None, str | None, int]]:
    statement = sa.select(Customer.id, Customer.name, Customer.email, Customer.licenses).where(
        among(session, Customer.id, ids),
        Customer.deleted_at.is_(None),
        *customers.visible(actor),
    )
    yield from session.execute(statement)
