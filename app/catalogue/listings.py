"""The lists of products and plans."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.catalogue.filter_fields import PLAN_FIELDS, PRODUCT_FIELDS
from app.catalogue.model import Plan, PlanTerms, Product
from app.catalogue.schemas import PlanRow, ProductRow
from app.core.filter_sql import Asked
from app.core.money import Money
from app.core.narrowing import Quick
from app.core.query import Filter, Listing
from app.core.search import SearchIndex
from app.organization.schemas import OrganizationSettings

P, T = Product, PlanTerms
_PRODUCT = sa.select(
    P.id, P.name, P.reference, P.active, P.plans, P.licenses, P.email_on_issue, P.created_at,
    P.updated_at,
)  # fmt: skip
_PLAN = (
    sa.select(
        Plan.id, Plan.name, P.name.label("product"), Plan.product_id, Plan.active,
        Plan.monthly_minor, Plan.yearly_minor, Plan.activation_limit, Plan.licenses,
        Plan.created_at, Plan.updated_at, T.currency,
    )
    .join(P, P.id == Plan.product_id)
    .join(T, T.id == Plan.terms_id)
)  # fmt: skip
PRODUCT_SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": P.name_key,
    "reference": P.reference_norm,
    "active": P.active,
    "plans": P.plans,
    "licenses": P.licenses,
    "created_at": P.created_at,
    "updated_at": P.updated_at,
}
PLAN_SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": Plan.name_key,
    "product": Plan.product_key,
    "active": Plan.active,
    "monthly": Plan.monthly_minor,
    "yearly": Plan.yearly_minor,
    "activation_limit": Plan.activation_limit,
    "licenses": Plan.licenses,
    "created_at": Plan.created_at,
    "updated_at": Plan.updated_at,
}
_PRODUCT_COLUMNS: dict[str, Any] = {
    "active": P.active,
    "licenses": P.licenses,
    "created_at": P.created_at,
}
_PLAN_COLUMNS: dict[str, Any] = {
    "active": Plan.active,
    "product_id": Plan.product_id,
    "licenses": Plan.licenses,
    "created_at": Plan.created_at,
}


def products(settings: OrganizationSettings, now: datetime) -> Listing[ProductRow]:
    """The list of products."""
    return Listing(
        key=P.id,
        select=_PRODUCT,
        build=lambda row: ProductRow(**row._mapping),  # noqa: SLF001 - SQLAlchemy's public name
        sorts=PRODUCT_SORTS,
        default=("name", False),
        filters=_filters(PRODUCT_FIELDS, _PRODUCT_COLUMNS, settings, now),
        without={},
        search=SearchIndex(P.id, P.search_text, "products_search"),
        quick=Quick(indexed=frozenset({"active", "licenses", "created_at"})),
    )


def plans(settings: OrganizationSettings, now: datetime) -> Listing[PlanRow]:
    """The list of plans."""
    return Listing(
        key=Plan.id,
        select=_PLAN,
        build=_plan,
        sorts=PLAN_SORTS,
        default=("product", False),
        filters=_filters(PLAN_FIELDS, _PLAN_COLUMNS, settings, now),
        without={},
        search=SearchIndex(Plan.id, Plan.search_text, "plans_search"),
        quick=Quick(indexed=frozenset({"active", "product_id", "licenses", "created_at"})),
    )


def _filters(
    fields: Any, columns: dict[str, Any], settings: OrganizationSettings, now: datetime
) -> dict[str, Filter]:
    by_key = {field.key: field for field in fields}
    return {
        key: Asked(by_key[key], column, settings.time_zone, now) for key, column in columns.items()
    }


def _plan(row: sa.Row[*tuple[Any, ...]]) -> PlanRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    currency = values.pop("currency")
    for name in ("monthly", "yearly"):
        minor = values.pop(f"{name}_minor")
        values[name] = None if minor is None else Money(minor, currency)
    return PlanRow(**values)
