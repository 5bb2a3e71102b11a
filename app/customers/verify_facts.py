"""Gathers what a person looks at before they verify a customer: facts, and guidance.

What other features know is read by the names of their tables: they stand higher.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.countries import country_name
from app.core.text import N_, _, ngettext
from app.customers import rules
from app.customers.model import Customer
from app.customers.queries import holds_of
from app.customers.schemas import HoldReason, Kind
from app.customers.verify_schemas import Known, Review, Sign


def _of(name: str, *columns: str) -> Any:
    return sa.table(name, sa.column("customer_id", sa.Integer), *map(sa.column, columns))


_ORDERS, _PAYMENTS = _of("orders", "status"), _of("payments", "state")
_SUBSCRIPTIONS, _INVOICES = _of("subscriptions", "status"), _of("invoices", "status")
_CALLED = {Kind.BUSINESS: N_("Business"), Kind.INDIVIDUAL: N_("Individual")}
# Holds for these reasons speak against a customer.
_AGAINST = {HoldReason.PAYMENT: N_("payment"), HoldReason.FRAUD: N_("fraud"),
            HoldReason.LEGAL: N_("legal")}  # fmt: skip


def review(session: Session, found: Customer) -> Review:
    """Everything to look at, of a customer the actor may see."""
    known = tuple(_known(found))
    missing = [one.title for one in known if one.needed and not one.value]
    return Review(
        found.id,
        found.version,
        found.name or found.email or found.client_id,
        found.deleted_at is not None,
        found.verified_at,
        found.verified_by,
        known,
        tuple(_good(session, found, missing)),
        tuple(_warnings(session, found, missing)),
        bool(found.email) and found.email_verified_at is None,
    )


def _known(found: Customer) -> Iterator[Known]:
    business = found.kind is Kind.BUSINESS
    yield Known("kind", _("Type"), _(_CALLED[found.kind]), needed=False)
    if business:
        yield Known("company_name", _("Company"), found.company_name)
    person = rules.person_name(found.first_name, found.last_name) or ""
    yield Known("person", _("Person"), person)
    yield Known("email", _("E-mail"), found.email or "")
    yield Known("phone", _("Phone"), found.phone)
    yield Known("address", _("Address"), _address(found))
    yield Known("country", _("Country"), country_name(found.country) if found.country else "")
    if business:
        yield Known("website", _("Website"), found.website, needed=False)
        yield Known("industry", _("Industry"), found.industry, needed=False)


def _address(found: Customer) -> str:
    city = f"{found.postal_code} {found.city}".strip()
    return ", ".join(filter(None, (found.address_line1, found.address_line2, city, found.state)))


def _good(session: Session, found: Customer, missing: list[str]) -> Iterator[Sign]:
    orders = _count(session, _ORDERS, found.id, "status", "delivered")
    said = ngettext("%d order was delivered", "%d orders were delivered", orders) % orders
    yield Sign("orders", said if orders else _("No order was delivered yet"), bool(orders))
    paid = _count(session, _PAYMENTS, found.id, "state", "succeeded")
    said = ngettext("%d payment came in", "%d payments came in", paid) % paid
    yield Sign("payments", said if paid else _("No payment came in yet"), bool(paid))
    if found.email_verified_at is not None:
        yield Sign("email", _("The e-mail address is confirmed"), holds=True)
    else:
        yield Sign("email", _("The e-mail address is not confirmed"), holds=False)
    if missing:
        yield Sign("complete", _("The information is not complete"), holds=False)
    else:
        yield Sign("complete", _("The information is complete"), holds=True)


def _warnings(session: Session, found: Customer, missing: list[str]) -> Iterator[Sign]:
    trials = _count(session, _SUBSCRIPTIONS, found.id, "status", "trialing")
    said = ngettext("%d subscription is on trial", "%d subscriptions are on trial", trials)
    yield Sign("trial", said % trials if trials else _("Not on trial"), bool(trials))
    gone = _("Missing: %s") % ", ".join(missing)
    yield Sign("incomplete", gone if missing else _("Nothing is missing"), bool(missing))
    overdue = _count(session, _INVOICES, found.id, "status", "overdue")
    said = ngettext("%d invoice is overdue", "%d invoices are overdue", overdue) % overdue
    yield Sign("overdue", said if overdue else _("No invoice is overdue"), bool(overdue))
    held = _held(session, found.id, session.info["now"])
    said = _("Held back: %s") % ", ".join(held)
    yield Sign("held", said if held else _("Not held back"), bool(held))


def _held(session: Session, customer_id: int, now: datetime) -> list[str]:
    """Why it is held back, where that speaks against it."""
    in_force = (hold for hold in holds_of(session, customer_id) if rules.in_force(hold, now))
    return [_(_AGAINST[hold.reason]) for hold in in_force if hold.reason in _AGAINST]


def _count(session: Session, table: Any, customer_id: int, column: str, value: str) -> int:
    mine = (table.c.customer_id == customer_id, table.c[column] == value)
    return session.scalar(sa.select(sa.func.count()).select_from(table).where(*mine)) or 0
