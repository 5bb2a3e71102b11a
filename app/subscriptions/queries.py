"""Statements about subscriptions that several use cases share; row scope is applied here."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.catalogue.model import Plan, Product
from app.catalogue.terms import Cycle
from app.core.access import Actor
from app.core.batch import among
from app.core.filter_sql import asked_of
from app.core.money import Money
from app.core.narrowing import Quick
from app.core.query import Listing, Where
from app.core.search import SearchIndex
from app.core.text import _
from app.customers import owned
from app.customers.following import follow
from app.customers.model import Customer
from app.organization.schemas import OrganizationSettings
from app.subscriptions.filter_fields import BY_KEY
from app.subscriptions.model import SORTED, Subscription
from app.subscriptions.rules import next_of
from app.subscriptions.schemas import SubscriptionDetail, SubscriptionRow

S = Subscription
_ROW = (
    sa.select(S, Customer.name, Product.name.label("product"), Plan.name.label("plan"))
    .join(Customer, Customer.id == S.customer_id)
    .join(Plan, Plan.id == S.plan_id)
    .join(Product, Product.id == Plan.product_id)
)
_COLUMNS: dict[str, Any] = {
    "status": S.status,
    "cycle": S.cycle,
    "plan_id": S.plan_id,
    "customer_id": S.customer_id,
    "quantity": S.quantity,
    "next_on": S.next_on,
    "started_on": S.started_on,
    "cancels": S.cancel_at_period_end,
    "created_at": S.created_at,
    "updated_at": S.updated_at,
}
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": S.number,
    "customer": S.customer_key,
    "product": S.product_key,
    "plan": S.plan_key,
    "status": S.status,
    "cycle": S.cycle,
    "quantity": S.quantity,
    "price": S.total_minor,
    "started_on": S.started_on,
    "period_end": S.period_end,
    "next_on": S.next_on,
    "created_at": S.created_at,
    "updated_at": S.updated_at,
}
QUICK = Quick(
    indexed=frozenset(
        key for key, column in _COLUMNS.items() if column.key in {*SORTED, "plan_id", "customer_id"}
    )
)


def visible(actor: Actor) -> tuple[Where, ...]:
    """Which subscriptions the actor sees: those of the customers they see."""
    return owned.visible(actor, S.customer_id)


def get(session: Session, actor: Actor, subscription_id: int) -> Subscription:
    """One subscription, locked against other writers.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    return owned.get(session, actor, S, subscription_id, gone(), lock=True)


def lock_customers_of(session: Session, ids: Sequence[int]) -> None:
    """Keep others from changing whose subscriptions these are: customers come before all else."""
    owned.lock_customers(session, (), sa.select(S.customer_id).where(among(session, S.id, ids)))


def gone() -> str:
    """What to say of a subscription that is not there."""
    return _("That subscription is not there, or is not yours to see.")


def listing(settings: OrganizationSettings, now: datetime) -> Listing[SubscriptionRow]:
    """The list of subscriptions; days are days in the organization's zone, where it is `now`."""
    return Listing(
        key=S.id,
        select=_ROW,
        build=_row,
        sorts=SORTS,
        default=("created_at", True),
        filters=asked_of(BY_KEY, _COLUMNS, settings.time_zone, now),
        without={},
        search=SearchIndex(S.id, S.search_text, "subscriptions_search"),
        quick=QUICK,
    )


def offer(session: Session, found: Subscription) -> tuple[str, Cycle, Money]:
    """What a subscription is for: its plan's name, its cycle, and the price of all units."""
    plan = session.get_one(Plan, found.plan_id)
    return plan.name, found.cycle, Money(found.total_minor, found.currency)


def refollow(session: Session, found: Subscription) -> None:
    """Rewrite what follows from its customer, after its own text was."""
    follow(found, session.get_one(Customer, found.customer_id))


def detail(
    found: Subscription, customer: str | None, plan: str, product: str
) -> SubscriptionDetail:
    """One subscription as callers see it."""
    names = {field.name for field in fields(SubscriptionDetail)} - _MADE
    return SubscriptionDetail(
        **{name: getattr(found, name) for name in names},
        customer=customer,
        product=product,
        plan=plan,
        unit_price=Money(found.price_minor, found.currency),
        price=Money(found.total_minor, found.currency),
        next=next_of(found),
    )


# What is not simply a column of the same name.
_MADE = {"customer", "product", "plan", "unit_price", "price", "next"}


def _row(row: sa.Row[*tuple[Any, ...]]) -> SubscriptionRow:
    found: Subscription = row[0]
    return SubscriptionRow(
        id=found.id,
        number=found.number,
        customer=row.name,
        customer_id=found.customer_id,
        product=row.product,
        plan=row.plan,
        status=found.status,
        cycle=found.cycle,
        quantity=found.quantity,
        price=Money(found.total_minor, found.currency),
        started_on=found.started_on,
        period_end=found.period_end,
        next_on=found.next_on,
        next=next_of(found),
        created_at=found.created_at,
        updated_at=found.updated_at,
    )
