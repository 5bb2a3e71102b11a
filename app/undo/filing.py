"""Lets files come and go with what they say, when steps with them are undone or redone.

What a file says is kept for a while after it is undone that somebody added it, so that
this can be done again.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments.model import Attachment
from app.attachments.schemas import KEPT_DAYS
from app.contents import keeping
from app.contents.model import Content
from app.core.errors import Conflict
from app.core.folding import sort_key
from app.core.text import N_, _
from app.customers.model import Customer
from app.orders.model import Order
from app.organization.service import current
from app.undo.plan import Found, Plan
from app.undo.stored import Row
from app.undo.words import Why

_FILES = Attachment.__tablename__
_NOT_KEPT = N_("What this file said is not kept any more. Add the file again.")
_DELETED = N_("This customer is deleted. Restore it first.")
_NO_ORDER = N_("The order this file was on is gone.")


def follow_files(plan: Plan) -> None:
    """Bring a plan's files in line with their names."""
    for _id, _before, after in plan.differing(_FILES):
        if after is not None:
            after["name_key"] = sort_key(after["name"])


def filed(plan: Plan) -> Iterator[Found]:
    """Customers whose files would change though they are deleted, or cannot come back."""
    for _id, before, after in plan.differing(_FILES):
        whose = plan.customer_of(_FILES, before or after)
        customer = plan.after[Customer.__tablename__].get(whose)
        if customer is not None and customer["deleted_at"] is not None:
            yield whose, Why(_(_DELETED))
    coming = [after for _id, after in plan.arriving(_FILES)]
    if not coming:
        return
    hashes = {row["sha256"] for row in coming}
    kept = frozenset(
        plan.session.scalars(sa.select(Content.sha256).where(Content.sha256.in_(hashes)))
    )
    orders = {row["order_id"] for row in coming} - {None}
    there = frozenset(plan.session.scalars(sa.select(Order.id).where(Order.id.in_(orders))))
    for row in coming:
        if row["sha256"] not in kept:
            yield row["customer_id"], Why(_(_NOT_KEPT))
        elif row["order_id"] not in there | {None}:
            yield row["customer_id"], Why(_(_NO_ORDER))


def want(session: Session, rows: Sequence[Row]) -> None:
    """Keep what files say that come back.

    Raises:
        Conflict: it was taken away in this moment.
    """
    for sha256 in sorted({row["sha256"] for row in rows}):
        if not keeping.want(session, sha256):
            raise Conflict(_(_NOT_KEPT))


def let_go(session: Session, rows: Sequence[Row]) -> None:
    """Keep what files said that went for as long as a removed file, if nobody else has it.

    Not for longer than a deleted customer's data, which nothing may outlive.
    """
    if rows:
        days = min(KEPT_DAYS, current(session).grace_days)
        keeping.let_go(session, (row["sha256"] for row in rows), timedelta(days=days))
