"""Makes anew what is stored twice and does not fit its causes: counters and search indexes."""

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue import counters as catalogue
from app.catalogue.model import Plan, Product
from app.core import audit
from app.core.audit import Change
from app.invoices import order_payments, past_due
from app.licensing import checks_stored
from app.licensing import counters as licenses
from app.orders import counters as orders
from app.organization.service import the_one
from app.payments import balances
from app.payments import checks_stored as paid
from app.subscriptions import counters as subscriptions
from app.upkeep.concerned import link_missing
from app.upkeep.indexes import rebuild

Wrong = Callable[[Session], Sequence[int]]
Recount = Callable[[Session, Sequence[int]], None]
# What customers count, what finds the wrong ones, and what counts anew.
COUNTED: tuple[tuple[str, Wrong, Recount], ...] = (
    ("licenses of customers", checks_stored.wrong_customers, licenses.recount),
    ("subscriptions of customers", subscriptions.wrong, subscriptions.recount),
    ("orders of customers", orders.wrong, orders.recount),
)


def repair(session: Session) -> list[str]:
    """Rebuild what a check finds wrong; the names of what was rebuilt, also for the trail.

    Nothing that people entered is touched, nor is anything that follows from one row alone.
    """
    done = [*_counted(session, COUNTED), *paid.repair(session), *_followed(session)]
    done += _counted(session, (("money of customers", balances.wrong, balances.recount),))
    if checks_stored.wrong_catalogue(session):
        products, plans = (session.scalars(sa.select(one.id)).all() for one in (Product, Plan))
        licenses.recount_catalogue(session, products, plans)
        done.append("licenses of products and plans")
    if offered := catalogue.wrong(session):
        catalogue.recount(session, [product_id for product_id, _name in offered])
        done.append("plans of products")
    if link_missing(session):
        done.append("timelines of customers")
    done += rebuild(session)
    if done:
        key = the_one(session).id
        fields = {"rebuilt": [None, ", ".join(done)]}
        told = Change("event", "organization", key, "organization", key, fields)
        audit.record(session, told)
    return done


def _counted(session: Session, counters: Sequence[tuple[str, Wrong, Recount]]) -> Iterator[str]:
    for name, wrong, recount in counters:
        if odd := wrong(session):
            recount(session, odd)
            yield name


def _followed(session: Session) -> Iterator[str]:
    """What follows from invoices, which come before it."""
    if order_payments.rebuild(session):
        yield "payment of orders"
    if past_due.rebuild(session):
        yield "what subscriptions owe"
