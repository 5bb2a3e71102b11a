"""What other features know of customers, for questions about it: rows, and what they mean."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.catalogue.model import Plan, PlanTerms, Product
from app.core import bulk
from app.core.clock import time_zone
from app.core.db import Base
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import FollowUpState
from app.licensing.model import License
from app.licensing.schemas import VALID, LicenseStatus
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import LIVING, SubscriptionStatus

PRODUCTS, PLANS = (1, 2, 3), (1, 2)
ABROAD = frozenset({"product", "license_expires", "has_expired_licenses", "plan",
                    "last_interaction", "has_follow_ups"})  # fmt: skip
_EMPTY: dict[type, Callable[[], Any]] = {
    int: int, bool: bool, date: lambda: date(2026, 1, 1), dict: dict, bytes: bytes,
    datetime: lambda: datetime(2026, 1, 1, tzinfo=time_zone("UTC")),
}  # fmt: skip


def filled(entity: type[Base], **values: Any) -> dict[str, Any]:
    """A row with these values, and something in every other column that wants something."""
    found: dict[str, Any] = {}
    for column in bulk.table_of(entity).columns:
        default = column.default
        if isinstance(default, sa.ColumnDefault) and default.is_scalar:
            found[column.key] = default.arg
        elif column.nullable:
            found[column.key] = None
        elif isinstance(column.type, sa.Enum):
            found[column.key] = next(iter(column.type.enum_class))
        else:
            kind = column.type
            plain = kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind
            found[column.key] = _EMPTY.get(plain.python_type, str)()
    return found | values


def random_facts(chance: random.Random, now: datetime) -> dict[str, Any]:
    """What others know of one customer: the rows' values that matter, by entity."""

    def some(make: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
        return [make() for _number in range(chance.choice((0, 0, 1, 3)))]

    day = now.date()
    days = (None, *(day + timedelta(days=far) for far in (-400, -1, 0, 1, 20, 300)))
    return {
        "licenses": some(
            lambda: {
                "product_id": chance.choice(PRODUCTS),
                "status": chance.choice(list(LicenseStatus)),
                "expires_on": chance.choice(days),
            }
        ),
        "subscriptions": some(
            lambda: {
                "plan_id": chance.choice(PLANS),
                "status": chance.choice(list(SubscriptionStatus)),
            }
        ),
        "interactions": some(
            lambda: {"occurred_at": now - timedelta(hours=chance.choice((0, 1, 25, 800, 9000)))}
        ),
        "follow_ups": some(lambda: {"state": chance.choice(list(FollowUpState))}),
    }


def insert(session: sa.orm.Session, facts: dict[int, dict[str, Any]]) -> None:
    """Put what is known of each customer into its tables, and what is sold besides."""

    def add(entity: type[Base], rows: list[dict[str, Any]]) -> None:
        session.execute(sa.insert(bulk.table_of(entity)), rows)

    add(Product, [filled(Product, id=n, name=f"Product {n}", reference_norm=f"p{n}")
                  for n in PRODUCTS])  # fmt: skip
    add(Plan, [filled(Plan, id=n, product_id=n, name=f"Plan {n}", name_norm=f"n{n}")
               for n in PLANS])  # fmt: skip
    add(PlanTerms, [filled(PlanTerms, id=n, plan_id=n, tiers=[]) for n in PLANS])
    for entity, name in (
        (License, "licenses"), (Subscription, "subscriptions"), (Interaction, "interactions"),
        (FollowUp, "follow_ups"),
    ):  # fmt: skip
        rows = [(key, row) for key, known in facts.items() for row in known[name]]
        add(entity, [_row(entity, n, key, row) for n, (key, row) in enumerate(rows, 1)])


def _row(entity: type[Base], number: int, customer_id: int, row: dict[str, Any]) -> dict[str, Any]:
    names = {"uid", "key_digest", "number", "source"} & set(bulk.table_of(entity).columns.keys())
    also: dict[str, Any] = dict.fromkeys(names, str(number))
    if entity is Subscription:
        also |= {
            "terms_id": row["plan_id"], "quantity": 1, "period_end": date(2026, 2, 1),
            "customer_key": "", "price_minor": 1,
        }  # fmt: skip
    if entity is Interaction:
        also["details"] = {}
    return filled(entity, id=number, customer_id=customer_id, **also, **row)


def values(facts: dict[str, Any], zone: str) -> dict[str, Any]:
    """What filters on other features' facts compare; a choice has all of its values."""
    valid = [row for row in facts["licenses"] if row["status"] in VALID]
    expiring = [row["expires_on"] for row in valid if row["expires_on"]]
    moments = [row["occurred_at"] for row in facts["interactions"]]
    return {
        "product": {row["product_id"] for row in facts["licenses"]},
        "license_expires": min(expiring, default=None),
        "has_expired_licenses": any(
            row["status"] is LicenseStatus.EXPIRED for row in facts["licenses"]
        ),
        "plan": {row["plan_id"] for row in facts["subscriptions"] if row["status"] in LIVING},
        "last_interaction": max(moments).astimezone(time_zone(zone)).date() if moments else None,
        "has_follow_ups": any(row["state"] is FollowUpState.OPEN for row in facts["follow_ups"]),
    }
