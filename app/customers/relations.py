"""Who stands above whom: parents never form a circle, whoever saves at the same time."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.text import _
from app.core.trail import take_turn
from app.customers.model import Customer


def above(session: Session, customer_id: int) -> Iterator[int]:
    """The customers above one, nearest first; ends where it would come round."""
    seen = {customer_id}
    current: int | None = customer_id
    while current is not None:
        parent = sa.select(Customer.parent_id).where(Customer.id == current)
        current = session.scalar(parent)
        if current is not None:
            yield current
        if current in seen:
            return
        if current is not None:
            seen.add(current)


def refuse_circle(session: Session, customer_id: int) -> None:
    """Check, with parents written, that nobody stands above themselves.

    From here on nobody else's change comes into the database before this one.

    Raises:
        Conflict: somebody else put one of these customers below the other meanwhile.
    """
    take_turn(session)
    if customer_id in above(session, customer_id):
        raise Conflict(
            _(
                "Somebody put these customers below one another meanwhile, and a customer cannot "
                "stand above itself. Nothing was changed; look again and choose another parent."
            )
        )
