"""Rewrites what follows from interactions and follow-ups that a plan changes: keys, search text."""

from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa

from app.core.folding import sort_key
from app.customers.following import found_by
from app.customers.model import Customer
from app.interactions.deriving import follow_up_text, interaction_text
from app.interactions.model import FollowUp, Interaction
from app.staff.model import StaffUser
from app.undo.plan import Plan
from app.undo.stored import Row

_INTERACTIONS, _FOLLOW_UPS = Interaction.__tablename__, FollowUp.__tablename__


def follow_contacts(plan: Plan) -> None:
    """Bring a plan's interactions and follow-ups in line with their fields and names."""
    changed = [
        (name, after)
        for name in (_INTERACTIONS, _FOLLOW_UPS)
        for _id, _before, after in plan.differing(name)
        if after is not None
    ]
    if not changed:
        return
    ids = {after["staff_id" if name == _INTERACTIONS else "assignee_id"] for name, after in changed}
    named = sa.select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(ids - {None}))
    staff = {row.id: sort_key(row.name) for row in plan.session.execute(named)}
    for name, after in changed:
        if name == _INTERACTIONS:
            after["subject_key"] = sort_key(after["subject"])
            after["staff_key"] = staff.get(after["staff_id"])
            after["own_text"] = interaction_text(after["subject"], after["body"], after["details"])
        else:
            after["title_key"] = sort_key(after["title"])
            after["assignee_key"] = staff.get(after["assignee_id"])
            after["own_text"] = follow_up_text(after["title"], after["note"], after["result"])
        _follow(plan, after)


def _follow(plan: Plan, after: Row) -> None:
    row: dict[str, Any] | None = plan.after[Customer.__tablename__].get(after["customer_id"])
    customer = cast("Customer", SimpleNamespace(**row)) if row is not None else None
    after["customer_key"] = row["name_key"] if row is not None else None
    after["search_text"] = found_by(after["own_text"], customer)
