"""Counts licenses where their customers, products and plans show how many they have."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.catalogue.model import Plan, Product
from app.customers.model import Customer
from app.licensing.model import License
from app.licensing.schemas import VALID

CHUNK = 500
_VALID = License.status.in_(sorted(VALID))


def recount(session: Session, customer_ids: Iterable[int | None]) -> None:
    """Set the counters of these customers to what counting gives; call it after a flush.

    All licenses count that were assigned, whatever became of them; as active those that are
    worth something today. A counter is no edit: no new version, no entry in the history.
    """
    ids = sorted({one for one in customer_ids if one is not None})
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        total, active = _of(License.customer_id, Customer.id)
        session.execute(
            sa.update(Customer)
            .where(Customer.id.in_(part))
            .values(licenses=total, active_licenses=active)
            .execution_options(synchronize_session=False)
        )


def recount_catalogue(
    session: Session, product_ids: Iterable[int], plan_ids: Iterable[int | None]
) -> None:
    """The same for products and plans."""
    for entity, column, ids in (
        (Product, License.product_id, product_ids),
        (Plan, License.plan_id, plan_ids),
    ):
        wanted = sorted({one for one in ids if one is not None})
        total = (
            sa.select(sa.func.count()).select_from(License).where(column == entity.id)
        ).scalar_subquery()
        session.execute(
            sa.update(entity)
            .where(entity.id.in_(wanted))
            .values(licenses=total)
            .execution_options(synchronize_session=False)
        )


def add_to_catalogue(
    session: Session, products: Mapping[int, int], plans: Mapping[int, int]
) -> None:
    """Add to the counters of products and plans, by id; in the order of their ids.

    A product may have millions of licenses: whoever adds one does not count them all.
    """
    for entity, added in ((Product, products), (Plan, plans)):
        for key, more in sorted(added.items()):
            session.execute(
                sa.update(entity)
                .where(entity.id == key)
                .values(licenses=entity.licenses + more)
                .execution_options(synchronize_session=False)
            )


def _of(column: InstrumentedAttribute[Any], parent: InstrumentedAttribute[int]) -> tuple[Any, Any]:
    counted = sa.select(sa.func.count()).select_from(License).where(column == parent)
    return counted.scalar_subquery(), counted.where(_VALID).scalar_subquery()
