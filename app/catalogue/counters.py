"""Counts plans where their products show how many they have."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product

_PLANS = (
    sa.select(sa.func.count())
    .select_from(Plan)
    .where(Plan.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)


def wrong(session: Session) -> Sequence[sa.Row[int, str]]:
    """The products, id and name, whose counter of plans is not what counting gives."""
    odd = sa.select(Product.id, Product.name).where(Product.plans != _PLANS)
    return session.execute(odd.order_by(Product.id)).all()


def recount(session: Session, product_ids: Sequence[int]) -> None:
    """Let products say how many plans they have; call it after a flush.

    A counter is no edit: no new version, no entry in the history.
    """
    session.execute(
        sa.update(Product)
        .where(Product.id.in_(product_ids))
        .values(plans=_PLANS)
        .execution_options(synchronize_session=False)
    )
