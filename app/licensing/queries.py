"""Statements about licenses that several use cases share; row scope is applied here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.catalogue.model import Plan, Product
from app.core import locking
from app.core.access import Actor, Permission
from app.core.batch import among
from app.core.clock import time_zone
from app.core.conditions import Condition
from app.core.errors import NotFound
from app.core.filter_fields import Kind
from app.core.filter_sql import Asked
from app.core.filtering import fitting, holds
from app.core.narrowing import Quick
from app.core.query import Filter, Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.owned import lock_customers
from app.licensing import keys
from app.licensing.filter_fields import BY_KEY
from app.licensing.model import LICENSES_FILTERED, LICENSES_SORTED, License
from app.licensing.rules import EXPIRING_DAYS
from app.licensing.schemas import LicenseRow, LicenseStatus
from app.organization.schemas import OrganizationSettings

L = License
_ROW = (
    sa.select(
        L.id, L.key_tail, Product.name.label("product"), Plan.name.label("plan"), L.status,
        L.over_limit, L.expires_on, L.activations, L.activation_limit.label("limit"),
        Customer.name.label("customer"), Customer.email.label("customer_email"),
        Customer.client_id.label("customer_code"), Customer.deleted_at, L.customer_id, L.email,
        L.client_id, L.order_number, L.cycle, L.created_at, L.updated_at,
    )
    .join(Product, Product.id == L.product_id)
    .outerjoin(Plan, Plan.id == L.plan_id)
    .outerjoin(Customer, Customer.id == L.customer_id)
)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "status": L.status,
    "product_id": L.product_id,
    "plan_id": L.plan_id,
    "expires_on": L.expires_on,
    "over_limit": L.over_limit,
    "activations": L.activations,
    "limit": L.activation_limit,
    "customer_id": L.customer_id,
    "cycle": L.cycle,
    "starts_on": L.starts_on,
    "subscription_id": L.subscription_id,
    "created_at": L.created_at,
    "updated_at": L.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "key": L.key_tail,
    "product": L.product_key,
    "plan": L.plan_key,
    "status": L.status,
    "expires_on": L.expires_on,
    "activations": L.activations,
    "limit": L.activation_limit,
    "customer": L.customer_key,
    "email": L.email_norm,
    "client_id": L.client_id,
    "order_number": L.order_number,
    "cycle": L.cycle,
    "created_at": L.created_at,
    "updated_at": L.updated_at,
}
_INDEXED = {
    *LICENSES_SORTED, "customer_id", "over_limit", "plan_id", "product_id", "subscription_id",
}  # fmt: skip
QUICK = Quick(
    indexed=frozenset(
        {"expiring", "unassigned", "no_customer"}
        | {key for key, column in _COLUMNS.items() if column.key in _INDEXED}
    ),
    covered=frozenset(
        {"created_at", "expiring", "unassigned"}
        | {key for key, column in _COLUMNS.items() if column.key in LICENSES_FILTERED}
    ),
)


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which licenses the actor sees: those of their customers, and what nobody has yet.

    What nobody has is for those who see every customer, or who assign licenses.
    """
    within = customers.visible(actor)
    if not within:
        return ()
    theirs = L.customer_id.in_(sa.select(Customer.id).where(*within))
    if actor.can(Permission.LICENSES_EDIT):
        return (sa.or_(theirs, L.customer_id.is_(None)),)
    return (theirs,)


def get(session: Session, actor: Actor, license_id: int, *, lock: bool = False) -> License:
    """One license, locked as by `locked` if asked.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    if lock:
        found = locked(session, actor, (license_id,)).get(license_id)
    else:
        found = session.scalar(sa.select(L).where(L.id == license_id, *visible(actor)))
    if found is None:
        raise NotFound(gone())
    return found


def gone() -> str:
    """What to say of a license that is not there."""
    return _("That license is not there, or is not yours to see.")


def locked(
    session: Session, actor: Actor, ids: Sequence[int], also: Iterable[int] = ()
) -> dict[int, License]:
    """The licenses with these ids that may be seen, each locked against other writers.

    Their customers are locked before them, with those in `also`, and all in the order of
    their ids: nobody waits for somebody who waits for them.
    """
    wanted = sorted(set(ids))
    if session.get_bind().dialect.name == "sqlite":
        return _lock(session, actor, wanted)  # Whoever writes holds the only lock there is.
    whose = sa.select(L.customer_id).where(among(session, L.id, wanted))
    held = set(also)

    def lock() -> dict[int, License] | None:
        held.update(lock_customers(session, held, whose))
        found = _lock(session, actor, wanted)
        # While this one waited they may have gone to customers who are not held.
        missed = {one.customer_id for one in found.values() if one.customer_id} - held
        held.update(missed)
        return None if missed else found

    return locking.until(session, lock)


def _lock(session: Session, actor: Actor, wanted: Sequence[int]) -> dict[int, License]:
    found: dict[int, License] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        statement = sa.select(L).where(L.id.in_(part), *visible(actor)).order_by(L.id)
        statement = statement.with_for_update(of=L).execution_options(populate_existing=True)
        found |= {one.id: one for one in session.scalars(statement)}
    return found


def exact(session: Session, actor: Actor, text: str) -> int | None:
    """The license a text is the whole key of."""
    if keys.problem(text):
        return None
    statement = sa.select(L.id).where(L.key_digest == keys.digest(text), *visible(actor))
    return session.scalar(statement)


def listing(settings: OrganizationSettings, now: datetime) -> Listing[LicenseRow]:
    """The list of licenses; days are days in the organization's zone, where it is `now`."""
    today = now.astimezone(time_zone(settings.time_zone)).date()
    soon = today + timedelta(days=EXPIRING_DAYS)
    filters: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }
    # Most licenses are active: no index shall find them. That of the days tells the status.
    others = [one for one in LicenseStatus if one is not LicenseStatus.ACTIVE]
    ending = sa.and_(L.expires_on.between(today, soon), L.status.not_in(others))
    filters["expiring"] = _whether("expiring", ending)
    filters["unassigned"] = _whether("unassigned", L.status == LicenseStatus.AVAILABLE)
    filters["no_customer"] = _whether("no_customer", L.customer_id.is_(None))
    return Listing(
        key=L.id,
        select=_ROW,
        build=lambda row: _row(row, today),
        sorts=SORTS,
        default=("created_at", True),
        filters=filters,
        without={},
        search=SearchIndex(L.id, L.search_text, "licenses_search"),
        quick=QUICK,
    )


def is_expiring(status: LicenseStatus, expires_on: date | None, today: date) -> bool:
    """Whether a license ends within the days that count as soon."""
    if status is not LicenseStatus.ACTIVE or expires_on is None:
        return False
    return expires_on <= today + timedelta(days=EXPIRING_DAYS)


def customer_words(name: str | None, email: str | None, code: str, *, deleted: bool) -> str:
    """What to call a license's customer: one that was deleted is that alone (LIC-26)."""
    return _("Deleted customer") if deleted else name or email or code


def _whether(key: str, where: Where) -> Filter:
    def asked(one: Condition) -> Where:
        wanted = fitting(BY_KEY[key], one)
        passing = [yes for yes in (True, False) if holds(Kind.YES_NO, yes, wanted, date.min)]
        sure = sa.func.coalesce(where, sa.false())
        return sa.or_(sa.false(), *(where if yes else sure.is_(False) for yes in passing))

    return asked


def _row(row: sa.Row[*tuple[Any, ...]], today: date) -> LicenseRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    ending, code = values.pop("key_tail"), values.pop("customer_code")
    email, deleted = values.pop("customer_email"), values.pop("deleted_at") is not None
    if values["customer_id"] is not None:
        values["customer"] = customer_words(values["customer"], email, code, deleted=deleted)
    return LicenseRow(
        **{**values, "plan": values["plan"] or ""},
        key=keys.mask(ending),
        expiring=is_expiring(values["status"], values["expires_on"], today),
        customer_deleted=deleted,
    )


_AT_ONCE = 500
