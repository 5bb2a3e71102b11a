"""Says the filters of a list in words, for paper, the log, and those who confirm."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core.conditions import flat
from app.core.filter_fields import Field
from app.core.filter_words import Speaker
from app.core.listing import ListQuery
from app.customers import queries as customers
from app.customers.model import Customer
from app.organization.service import current
from app.staff.model import StaffUser
from app.subscriptions.model import Subscription

# What a value that is an id is called by, for the fields of all lists.
_NAMED_BY: dict[str, tuple[Any, Any]] = {
    "product": (Product.id, Product.name),
    "product_id": (Product.id, Product.name),
    "plan_id": (Plan.id, Plan.name),
    "staff_id": (StaffUser.id, StaffUser.name),
    "assignee_id": (StaffUser.id, StaffUser.name),
    "subscription_id": (Subscription.id, Subscription.number),
    "customer_id": (
        Customer.id, sa.func.coalesce(Customer.name, Customer.email, Customer.client_id),
    ),
}  # fmt: skip


def in_words(session: Session, fields: Mapping[str, Field], asked: ListQuery) -> str:
    """One readable line, such as "Status is Active; Product is Modeller"; blank for all."""
    names: dict[str, dict[Any, str]] = {}
    for one in flat(asked.conditions):
        if one.key not in _NAMED_BY:
            continue
        values = one.value if isinstance(one.value, tuple | list) else (one.value,)
        ids = [value for value in values if isinstance(value, int) and abs(value) < 2**31]
        key, name = _NAMED_BY[one.key]
        seen = customers.visible(session.info["actor"]) if one.key == "customer_id" else ()
        statement = sa.select(key, name).where(key.in_(ids), *seen)
        known = {row[0]: row[1] for row in session.execute(statement)}
        names.setdefault(one.key, {}).update(known)
    return Speaker(fields, current(session).currency, names).question(asked)
