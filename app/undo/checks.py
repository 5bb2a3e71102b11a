"""Refuses what would not fit if a plan were carried out, until what is left of it fits."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.core.access import Actor, Scope
from app.core.text import N_, _
from app.customers.model import Customer
from app.staff.model import StaffUser
from app.undo.filing import filed
from app.undo.hanging import hanging
from app.undo.parents import related
from app.undo.plan import Found, Plan
from app.undo.stored import Row
from app.undo.taken import primary, taken
from app.undo.words import Why

_CUSTOMERS = Customer.__tablename__
_UNSEEN = N_("This customer is not yours to change.")
_PURGED = N_("This customer's data was purged and cannot come back.")
_NO_OWNER = N_("%s does not work here any more. Choose another owner instead.")


def check(plan: Plan) -> None:
    """Refuse whatever cannot be."""
    for customer_id, why in (*_unseen(plan), *_purged(plan), *filed(plan)):
        plan.refuse(customer_id, why)
    # Who stays as it is may stand in another's way in turn.
    while found := [*hanging(plan), *related(plan), *_owned(plan), *taken(plan), *primary(plan)]:
        for customer_id, why in found:
            plan.refuse(customer_id, why)


def _within_scope(actor: Actor, customer: Row) -> bool:
    """Whether the actor would see a customer that is not stored."""
    owned: bool = actor.id == customer["owner_id"]
    match actor.scope:
        case Scope.ALL:
            return True
        case Scope.TEAM if actor.team_id is not None:
            return owned or actor.team_id == customer["team_id"]
        case _:
            return owned


def _unseen(plan: Plan) -> Iterator[Found]:
    for customer_id, before in plan.before[_CUSTOMERS].items():
        after = plan.after[_CUSTOMERS][customer_id]
        if before is not None:
            seen = customer_id in plan.seen
        elif after is not None:
            seen = _within_scope(plan.actor, after)
        else:
            yield customer_id, Why("", _CUSTOMERS, customer_id)
            continue
        if not seen:
            yield customer_id, Why(_(_UNSEEN))


def _purged(plan: Plan) -> Iterator[Found]:
    for customer_id, before in plan.before[_CUSTOMERS].items():
        if before is not None and before["purged_at"] is not None:
            yield customer_id, Why(_(_PURGED))


def _owned(plan: Plan) -> Iterator[Found]:
    """Customers that would belong to somebody who does not work here any more."""
    rows = [
        (row_id, after["owner_id"])
        for row_id, after in plan.arriving(_CUSTOMERS, "owner_id")
        if after["owner_id"] is not None
    ]
    if not rows:
        return
    left = sa.select(StaffUser.id, StaffUser.name).where(
        StaffUser.id.in_({owner for _id, owner in rows}), StaffUser.active.is_(False)
    )
    names = {row.id: row.name for row in plan.session.execute(left)}
    for row_id, owner in rows:
        if owner in names:
            yield row_id, Why(_(_NO_OWNER) % names[owner])
