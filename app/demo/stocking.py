"""Puts the demo's products and plans on sale, and what was sold into the tables."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.catalogue.model import Plan, PlanTerms, Product
from app.catalogue.queries import terms_of
from app.core import bulk, numbers
from app.core.db import Base, Entity
from app.core.folding import fold, search_text, sort_key
from app.core.money import Money
from app.demo.goods import PRODUCTS, NewPlan, NewProduct
from app.demo.sold import Goods, Rows, Sold, numbered
from app.demo.spans import Billed
from app.domains.model import Domain
from app.licensing.model import Activation, License
from app.subscriptions.model import Subscription

_OURS = UUID("6f1c3f5e-5c0b-4c57-9a5e-2f4f3b1f0d11")
_SERIES = "subscriptions"


def put_on_sale(session: Session) -> dict[Goods, int]:
    """Add the products and plans; each as it is sold, with how often."""
    found: dict[Goods, int] = {}
    for new in PRODUCTS:
        product = _product(new)
        session.add(product)
        session.flush()
        for plan in new.plans:
            found[_plan(session, new, product, plan)] = plan.often
    return found


def _product(new: NewProduct) -> Product:
    return Product(
        uid=str(uuid5(_OURS, new.reference)),
        reference=new.reference,
        reference_norm=fold(new.reference),
        name=new.name,
        name_key=sort_key(new.name) or "",
        description=new.description,
        email_on_issue=new.email_on_issue,
        key_format=new.key_format,
        active=new.active,
        plans=len(new.plans),
        search_text=search_text([new.name, new.reference]),
    )


def _plan(session: Session, new: NewProduct, product: Product, made: NewPlan) -> Goods:
    terms = made.terms
    plan = Plan(
        product_id=product.id,
        name=made.name,
        name_norm=fold(made.name),
        name_key=sort_key(made.name) or "",
        product_key=product.name_key,
        description=made.description,
        active=new.active,
        search_text=search_text([made.name, new.name]),
        monthly_minor=_minor(terms.monthly),
        yearly_minor=_minor(terms.yearly),
        activation_limit=terms.activation_limit,
    )
    session.add(plan)
    session.flush()
    same = (
        "number", "currency", "months", "expiry_basis", "on_expiry", "grace_days",
        "activation_limit", "overage", "overage_percent", "stale_days", "self_deactivations",
        "offline_allowed", "user_limit",
    )  # fmt: skip
    row = PlanTerms(
        **{name: getattr(terms, name) for name in same},
        plan_id=plan.id,
        since=session.info["now"],
        by=session.info["actor"].name,
        monthly_minor=_minor(terms.monthly),
        yearly_minor=_minor(terms.yearly),
        quotas=dict(terms.quotas),
        usage_prices={name: price.minor for name, price in terms.usage_prices.items()},
        tiers=[
            {
                "from_quantity": tier.from_quantity,
                "monthly_minor": _minor(tier.monthly),
                "yearly_minor": _minor(tier.yearly),
            }
            for tier in terms.tiers
        ],
    )
    session.add(row)
    session.flush()
    plan.terms_id = row.id
    return Goods(
        plan.id, product.id, product.name, plan.name, terms_of(session, row.id),
        new.key_format, new.on_domains, made.cycles,
    )  # fmt: skip


def _minor(price: Money | None) -> int | None:
    return None if price is None else price.minor


def rows_of(
    session: Session, sold: Sold, customers: Mapping[int, dict[str, Any]], billed: Billed
) -> Iterator[tuple[type[Base], Rows]]:
    """The rows of each table, with ids and numbers, in the order they may be inserted."""
    count = len(sold.subscriptions)
    codes = numbers.take(session, _SERIES, count) if count else []
    sold.subscriptions = [
        numbered(values, code, customers)
        for values, code in zip(sold.subscriptions, codes, strict=True)
    ]
    subscriptions = _complete(session, Subscription, sold.subscriptions)
    yield Subscription, subscriptions
    billed.take(list(customers))
    yield from billed.rows_of(session, subscriptions)
    for values in sold.licenses:
        place = values.pop("subscription", None)
        values["subscription_id"] = None if place is None else subscriptions[place]["id"]
    licenses = _complete(session, License, sold.licenses)
    yield License, licenses
    for values in sold.activations:
        values["license_id"] = licenses[values.pop("license")]["id"]
    yield Activation, _complete(session, Activation, sold.activations)
    yield Domain, _complete(session, Domain, sold.domains)


def _complete(session: Session, entity: type[Entity], rows: Rows) -> Rows:
    """The rows with every column."""
    if not rows:
        return []
    name = session.info["actor"].name
    now = session.info["now"]
    blank = bulk.blank(entity) | {
        "created_at": now, "created_by": name, "updated_at": now, "updated_by": name,
    }  # fmt: skip
    columns = [column.key for column in bulk.table_of(entity).columns]
    made = [blank | {key: row[key] for key in columns if key in row} for row in rows]
    for values, key in zip(made, bulk.next_ids(session, entity, len(made)), strict=True):
        values["id"] = key
    return made
