"""Which columns of the customers' table the filters of the list ask."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.core.conditions import Condition
from app.core.filter_fields import Kind
from app.core.filter_sql import Asked, Where
from app.core.filtering import fitting, holds
from app.core.folding import fold, main_digits
from app.core.narrowing import Quick
from app.core.query import Filter
from app.customers import elsewhere
from app.customers.filter_fields import BY_KEY
from app.customers.model import FILTERED, SORTED, Customer
from app.customers.tagged import Tagged
from app.organization.schemas import OrganizationSettings
from app.tags.book import TagBook

C = Customer


def phone_key(text: str) -> str:
    """What a phone is compared as: its digits, or folded where it has none."""
    return main_digits(text) or fold(text)


def filters(
    settings: OrganizationSettings, now: datetime, book: TagBook | None = None
) -> Mapping[str, Filter]:
    """The filters of the list by key; days are days in the organization's zone.

    With a `book`, tags that are no longer there are refused by name.
    """
    found: dict[str, Filter] = {
        key: Asked(BY_KEY[key], column, settings.time_zone, now) for key, column in _COLUMNS.items()
    }
    found |= {
        key: Asked(BY_KEY[key], column, blank=column == "") for key, column in _NEVER_NULL.items()
    }
    found |= {key: _some(key, column > 0) for key, column in _COUNTED.items()}
    found |= {key: _some(key, column.is_not(None)) for key, column in _GIVEN.items()}
    found |= elsewhere.filters(settings.time_zone, now)
    found["tags"] = Tagged(BY_KEY["tags"], book)
    found["phone"] = Asked(BY_KEY["phone"], C.phone_key, key=phone_key)
    ours = C.annual_revenue_currency == settings.currency
    amount = sa.case((ours, C.annual_revenue_minor), else_=None)
    blank = C.annual_revenue_minor.is_(None)
    found["annual_revenue"] = Asked(BY_KEY["annual_revenue"], amount, blank=blank)
    return found


def _some(key: str, there: Where) -> Filter:
    """Whether there are any at all."""

    def where(one: Condition) -> Where:
        wanted = fitting(BY_KEY[key], one)
        passing = [yes for yes in (True, False) if holds(Kind.YES_NO, yes, wanted, date.min)]
        return sa.or_(sa.false(), *(there if yes else sa.not_(there) for yes in passing))

    return where


_COLUMNS: dict[str, Any] = {
    "name": C.name_key,
    "company": C.company_key,
    "legal_name": C.legal_key,
    "person": C.person_key,
    "email": C.email_key,
    "website": C.website_key,
    "client_id": C.client_key,
    "address": C.address_key,
    "city": C.city_key,
    "state": C.state_key,
    "postal_code": C.postal_key,
    "description": C.description_key,
    "notes": C.notes_key,
    "kind": C.kind,
    "status": C.status,
    "shelf": C.shelf,
    "verified": C.verified,
    "owner_id": C.owner_id,
    "team_id": C.team_id,
    "created_at": C.created_at,
    # Whoever is not verified yet has been here since they joined.
    "customer_since": sa.func.coalesce(C.verified_at, C.created_at, type_=C.created_at.type),
    "verified_at": C.verified_at,
    "last_activity_at": C.last_activity_at,
    "updated_at": C.updated_at,
    "deleted_at": C.deleted_at,
    "revenue": C.revenue_minor,
    "orders": C.orders,
    "last_order_on": C.last_order_on,
    "licenses": C.licenses,
    "active_licenses": C.active_licenses,
    "subscriptions": C.subscriptions,
    "active_subscriptions": C.active_subscriptions,
    "open_invoices": C.open_invoices,
}
_NEVER_NULL: dict[str, Any] = {
    "country": C.country,
    "industry": C.industry,
    "company_size": C.company_size,
}
_COUNTED: dict[str, Any] = {
    "has_licenses": C.licenses,
    "has_subscriptions": C.subscriptions,
    "has_open_invoices": C.open_invoices,
}
_GIVEN: dict[str, Any] = {
    "email_verified": C.email_verified_at,
    "has_parent": C.parent_id,
    "referred": C.referred_by_id,
}
# Every column lists are sorted by has an index that begins with the shelf; owner and team
# have their own.
QUICK = Quick(
    indexed=frozenset(
        key
        for key, column in (_COLUMNS | _NEVER_NULL | _COUNTED | {"phone": C.phone_key}).items()
        if column.key in {*SORTED, "owner_id", "team_id"}
    )
    | {"tags"},
    searched=frozenset({"name", "company", "legal_name", "person", "email", "client_id"}),
    beginning=frozenset({"shelf"}),
    covered=frozenset(
        key
        for key, column in (_COLUMNS | _NEVER_NULL | _COUNTED).items()
        if column.key in {*FILTERED, "shelf", "created_at"}
    )
    | elsewhere.KEYS
    | {"customer_since"},
    gathered=frozenset({"tags"}),
)
