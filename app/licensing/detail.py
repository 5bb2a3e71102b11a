"""Gathers everything the license window shows."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.queries import terms_of
from app.core.access import Actor
from app.core.clock import end_of_day, time_zone
from app.core.errors import NotFound
from app.customers.model import Customer
from app.licensing import keys
from app.licensing.model import License
from app.licensing.queries import customer_words, gone, is_expiring, visible
from app.licensing.rules import policy_of
from app.licensing.schemas import LicenseDetail
from app.organization.service import current
from app.subscriptions.model import Subscription

_SAME = (
    "id", "version", "uid", "product_id", "plan_id", "terms_id", "customer_id", "client_id",
    "email", "order_number", "subscription_id", "state", "state_reason", "status", "over_limit",
    "cycle", "starts_on", "expires_on", "activations", "note", "created_at", "created_by",
    "updated_at", "updated_by",
)  # fmt: skip


def detail(session: Session, actor: Actor, license_id: int) -> LicenseDetail:
    """One license with what holds for it.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    row = session.execute(
        sa.select(License, Product, Plan.name, Customer, Subscription.number)
        .join(Product, Product.id == License.product_id)
        .outerjoin(Plan, Plan.id == License.plan_id)
        .outerjoin(Customer, Customer.id == License.customer_id)
        .outerjoin(Subscription, Subscription.id == License.subscription_id)
        .where(License.id == license_id, *visible(actor))
    ).first()
    if row is None:
        raise NotFound(gone())
    found, product, plan, customer, subscription = row
    terms = terms_of(session, found.terms_id) if found.terms_id else None
    policy = policy_of(terms, found.overrides)
    zone, now = current(session).time_zone, session.info["now"]
    return LicenseDetail(
        **{name: getattr(found, name) for name in _SAME},
        key=keys.mask(found.key_tail),
        product=product.name,
        product_reference=product.reference,
        plan=plan or "",
        customer=_named(customer),
        customer_deleted=customer is not None and customer.deleted_at is not None,
        subscription=subscription or "",
        expiring=is_expiring(found.status, found.expires_on, _day(now, zone)),
        instant=end_of_day(found.expires_on, zone) if found.expires_on else None,
        limit=policy.activation_limit,
        policy=policy,
        overrides=tuple(sorted(found.overrides)),
        quotas=dict(terms.quotas) if terms else {},
    )


def _named(customer: Customer | None) -> str | None:
    if customer is None:
        return None
    deleted = customer.deleted_at is not None
    return customer_words(customer.name, customer.email, customer.client_id, deleted=deleted)


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(time_zone(zone)).date()
