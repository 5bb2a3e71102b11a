"""What every table of customers' rows asks: who sees a row, and how one is found and locked."""

from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.core import bulk
from app.core.access import Actor
from app.core.batch import among
from app.core.db import Entity
from app.core.errors import NotFound
from app.core.query import Where
from app.customers import queries
from app.customers.model import Customer

E = TypeVar("E", bound=Entity)


def visible(actor: Actor, customer_id: Any) -> tuple[Where, ...]:
    """Which rows the actor sees: those of the customers they see, whom that column names."""
    within = queries.visible(actor)
    return (customer_id.in_(sa.select(Customer.id).where(*within)),) if within else ()


def get(
    session: Session, actor: Actor, entity: type[E], row_id: int, gone: str, *, lock: bool = False
) -> E:
    """One row of a table with a column `customer_id`; locked against other writers if asked.

    Raises:
        NotFound: it is not there, or not for this actor to see; in the words of `gone`.
    """
    columns = bulk.table_of(entity).c
    asked = sa.select(entity).where(columns.id == row_id, *visible(actor, columns.customer_id))
    found = session.scalar(asked.with_for_update() if lock else asked)
    if found is None:
        raise NotFound(gone)
    return found


def locked(
    session: Session, actor: Actor, entity: type[E], row_id: int, gone: str
) -> tuple[E, Customer]:
    """One row with its customer, both locked and fresh: the customer first, as everybody does.

    Raises:
        NotFound: it is not there, or not for this actor to see; in the words of `gone`.
    """
    columns = bulk.table_of(entity).c
    seen = visible(actor, columns.customer_id)
    whose = session.scalar(sa.select(columns.customer_id).where(columns.id == row_id, *seen))
    if whose is None:
        raise NotFound(gone)
    customer = _fresh(session, sa.select(Customer).where(Customer.id == whose))
    found = _fresh(session, sa.select(entity).where(columns.id == row_id))
    if found is None or customer is None:
        raise NotFound(gone)
    return found, customer


def lock_customers(
    session: Session, ids: Iterable[int], also: sa.Select[int | None] | None = None
) -> list[int]:
    """Keep others from changing these customers, and those `also` gives; which they are.

    Who only refers to them need not wait.
    """
    named = sorted(ids)
    if not named and also is None:
        return []
    wanted: list[sa.Select[Any]] = [] if also is None else [also]
    if named:
        wanted.append(sa.select(Customer.id).where(among(session, Customer.id, named)))
    either = wanted[0] if len(wanted) == 1 else sa.union(*wanted)
    lock = sa.select(Customer.id).where(Customer.id.in_(either)).order_by(Customer.id)
    found = list(session.scalars(lock.with_for_update(key_share=True)))
    known = [one for one in found if identity_key(Customer, one) in session.identity_map]
    if known:
        # What was read of them before the lock may have changed meanwhile.
        again = sa.select(Customer).where(among(session, Customer.id, known))
        session.scalars(again.execution_options(populate_existing=True)).all()
    return found


def _fresh(session: Session, asked: sa.Select[E]) -> E | None:
    return session.scalar(asked.with_for_update().execution_options(populate_existing=True))
