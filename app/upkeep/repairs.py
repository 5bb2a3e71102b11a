"""Makes anew what is stored twice and does not fit its causes: counters and search indexes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue import counters as catalogue
from app.catalogue.model import Plan, Product
from app.core import audit
from app.core.audit import Change
from app.licensing import checks_stored
from app.licensing import counters as licenses
from app.orders import counters as orders
from app.organization.service import the_one
from app.payments import balances
from app.payments import checks_stored as paid
from app.subscriptions import counters as subscriptions
from app.upkeep.indexes import rebuild


def repair(session: Session) -> list[str]:
    """Rebuild what a check finds wrong; the names of what was rebuilt, also for the trail.

    Nothing that people entered is touched, nor is anything that follows from one row alone.
    """
    done = []
    if odd := checks_stored.wrong_customers(session):
        licenses.recount(session, odd)
        done.append("licenses of customers")
    if odd := subscriptions.wrong(session):
        subscriptions.recount(session, odd)
        done.append("subscriptions of customers")
    if odd := orders.wrong(session):
        orders.recount(session, odd)
        done.append("orders of customers")
    done += paid.repair(session)
    if odd := balances.wrong(session):
        balances.recount(session, odd)
        done.append("money of customers")
    if checks_stored.wrong_catalogue(session):
        products, plans = (session.scalars(sa.select(one.id)).all() for one in (Product, Plan))
        licenses.recount_catalogue(session, products, plans)
        done.append("licenses of products and plans")
    if offered := catalogue.wrong(session):
        catalogue.recount(session, [product_id for product_id, _name in offered])
        done.append("plans of products")
    done += rebuild(session)
    if done:
        key = the_one(session).id
        fields = {"rebuilt": [None, ", ".join(done)]}
        told = Change("event", "organization", key, "organization", key, fields)
        audit.record(session, told)
    return done
