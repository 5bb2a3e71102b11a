"""Statements about activations that several use cases share; row scope is applied here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.catalogue.model import Product
from app.core.access import Actor, Permission
from app.core.batch import among
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
from app.licensing import keys
from app.licensing.activations_fields import BY_KEY
from app.licensing.model import ACTIVATIONS_FILTERED, ACTIVATIONS_SORTED, Activation
from app.licensing.queries import customer_words
from app.licensing.schemas import ActivationRow
from app.organization.schemas import OrganizationSettings

A = Activation
_ROW = (
    sa.select(
        A.id, A.license_id, A.identifier, A.label, A.kind, A.hostname, A.platform, A.domain,
        A.ip, A.state, A.activated_at, A.last_verified_at, A.stale_at, A.offline, A.key_tail,
        A.customer_id, A.ended_at, A.ended_why, Product.name.label("product"),
        Customer.name.label("customer"), Customer.email, Customer.client_id, Customer.deleted_at,
    )
    .join(Product, Product.id == A.product_id)
    .outerjoin(Customer, Customer.id == A.customer_id)
)  # fmt: skip
_COLUMNS: dict[str, Any] = {
    "state": A.state,
    "product": A.product_id,
    "license_id": A.license_id,
    "customer_id": A.customer_id,
    "kind": A.kind,
    "offline": A.offline,
    "activated_at": A.activated_at,
    "last_verified_at": A.last_verified_at,
    "ended_at": A.ended_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "key": A.key_tail,
    "product": A.product_key,
    "device": A.device_key,
    "kind": A.kind,
    "ip": A.ip,
    "domain": A.domain,
    "hostname": A.hostname,
    "platform": A.platform,
    "state": A.state,
    "activated_at": A.activated_at,
    "last_verified_at": A.last_verified_at,
    "customer": A.customer_key,
    "ended_at": A.ended_at,
}
_INDEXED = {*ACTIVATIONS_SORTED, "product_id", "license_id", "customer_id"}
QUICK = Quick(
    indexed=frozenset(
        {"stale"} | {key for key, column in _COLUMNS.items() if column.key in _INDEXED}
    ),
    covered=frozenset(
        {"activated_at", "stale"}
        | {key for key, column in _COLUMNS.items() if column.key in ACTIVATIONS_FILTERED}
    ),
)
_AT_ONCE = 500


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which activations the actor sees: those of the licenses they see."""
    within = customers.visible(actor)
    if not within:
        return ()
    theirs = A.customer_id.in_(sa.select(Customer.id).where(*within))
    if actor.can(Permission.LICENSES_EDIT):
        return (sa.or_(theirs, A.customer_id.is_(None)),)
    return (theirs,)


def license_ids(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, int]:
    """Which license each of these activations belongs to; without those nobody may see."""
    found: dict[int, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = among(session, A.id, ids[start : start + _AT_ONCE])
        statement = sa.select(A.id, A.license_id).where(wanted, *visible(actor))
        found |= {row.id: row.license_id for row in session.execute(statement)}
    return found


def license_of(session: Session, actor: Actor, activation_id: int) -> int:
    """The license an activation belongs to.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = license_ids(session, actor, [activation_id])
    if not found:
        raise NotFound(gone())
    return found[activation_id]


def read(session: Session, ids: Sequence[int]) -> dict[int, Activation]:
    """These activations as they are now, whatever this session read before."""
    found: dict[int, Activation] = {}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = among(session, A.id, ids[start : start + _AT_ONCE])
        statement = sa.select(A).where(wanted).execution_options(populate_existing=True)
        found |= {one.id: one for one in session.scalars(statement)}
    return found


def gone() -> str:
    """What to say of an activation that is not there."""
    return _("That device is not there, or is not yours to see.")


def listing(settings: OrganizationSettings, now: datetime) -> Listing[ActivationRow]:
    """The list of activations; days are days in the organization's zone, where it is `now`."""
    filters: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }
    filters["stale"] = _stale(now)
    return Listing(
        key=A.id,
        select=_ROW,
        build=lambda row: _row(row, now),
        sorts=SORTS,
        default=("activated_at", True),
        filters=filters,
        without={},
        search=SearchIndex(A.id, A.search_text, "activations_search"),
        quick=QUICK,
    )


def _stale(now: datetime) -> Filter:
    """An active one not verified for long: whoever writes it says from when that is so."""

    def asked(one: Condition) -> Where:
        wanted = fitting(BY_KEY["stale"], one)
        passing = [yes for yes in (True, False) if holds(Kind.YES_NO, yes, wanted, date.min)]
        fresh = sa.or_(A.stale_at.is_(None), A.stale_at > now)
        return sa.or_(sa.false(), *(A.stale_at <= now if yes else fresh for yes in passing))

    return asked


def _row(row: sa.Row[*tuple[Any, ...]], now: datetime) -> ActivationRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    label, stale_at = values.pop("label"), values.pop("stale_at")
    email, code = values.pop("email"), values.pop("client_id")
    deleted, ending = values.pop("deleted_at") is not None, values.pop("key_tail")
    if values["customer_id"] is not None:
        values["customer"] = customer_words(values["customer"], email, code, deleted=deleted)
    return ActivationRow(
        **values,
        key=keys.mask(ending),
        device=label or values["identifier"],
        stale=stale_at is not None and stale_at <= now,
    )
