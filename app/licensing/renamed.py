"""Keeps what was sold in step with the names of products and plans, by which lists sort it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue import events
from app.catalogue.model import Plan, Product
from app.catalogue.plans import follow_product
from app.licensing.model import Activation, License
from app.subscriptions.model import Subscription


def follow(session: Session, renamed: Product | Plan) -> None:
    """Rewrite the sort keys of what was sold of it; that is no edit of what was sold."""
    key = renamed.name_key
    if isinstance(renamed, Plan):
        for sold in (License, Subscription):
            _write(session, sa.update(sold).where(sold.plan_id == renamed.id).values(plan_key=key))
        return
    plans = session.scalars(sa.select(Plan).where(Plan.product_id == renamed.id)).all()
    for plan in plans:
        follow_product(plan, renamed)
    for used in (License, Activation):
        _write(
            session, sa.update(used).where(used.product_id == renamed.id).values(product_key=key)
        )
    subscribed = Subscription.plan_id.in_([plan.id for plan in plans])
    _write(session, sa.update(Subscription).where(subscribed).values(product_key=key))


def _write(session: Session, statement: sa.Update) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


events.renamed.append(follow)
