"""Rewrites what follows from rows that a plan changes: names, keys, shelf, status, team."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa

from app.core import bulk
from app.core.batch import among
from app.core.contact import normalise_email
from app.core.folding import sort_key
from app.customers import rules
from app.customers.model import Customer, CustomerHold, PortalUser
from app.staff.model import StaffUser
from app.undo.contacting import follow_contacts
from app.undo.filing import follow_files
from app.undo.plan import Plan
from app.undo.stored import Row, columns, edited

_CUSTOMERS, _HOLDS = Customer.__tablename__, CustomerHold.__tablename__
_SHELVED = frozenset({"archived", "deleted_at"})
_TELLING = frozenset(rules.TELLING)


def derive(plan: Plan) -> None:
    """Bring what a plan makes of its rows in line with itself."""
    _follow_owners(plan)
    for _id, before, after in plan.differing(_CUSTOMERS):
        if after is not None:
            _derive(before or {}, after)
    for _id, before, after in plan.differing(PortalUser.__tablename__):
        if after is not None and (before or {}).get("email") != after["email"]:
            after["email_norm"] = normalise_email(after["email"]).norm
    _follow_holds(plan)
    follow_contacts(plan)
    follow_files(plan)
    plan.is_ready = True


def _derive(before: Row, after: Row) -> None:
    fields = edited(before, after) & _TELLING
    customer = cast("Customer", SimpleNamespace(**after))
    if fields <= _SHELVED:
        after["shelf"] = rules.shelf_of(customer)
        return
    norm = after["email_norm"]
    if "email" in fields:
        norm = normalise_email(after["email"]).norm if after["email"] else None
        if after["email_verified_at"] == before.get("email_verified_at"):
            after["email_verified_at"] = None  # That the other address was somebody's.
    rules.derive(customer, norm, fields)
    after.update({name: getattr(customer, name) for name in rules.DERIVED})


def _follow_owners(plan: Plan) -> None:
    changed = [
        after
        for _id, before, after in plan.differing(_CUSTOMERS)
        if after is not None and (before or {}).get("owner_id", ...) != after["owner_id"]
    ]
    ids = {after["owner_id"] for after in changed}
    found = plan.session.execute(
        sa.select(StaffUser.id, StaffUser.team_id, StaffUser.name).where(StaffUser.id.in_(ids))
    )
    staff = {row.id: (row.team_id, sort_key(row.name)) for row in found}
    for after in changed:
        after["team_id"], after["owner_key"] = staff.get(after["owner_id"], (None, None))


def _follow_holds(plan: Plan) -> None:
    """Give customers the status their holds and their deletion ask for now."""
    due = {
        plan.customer_of(_HOLDS, before or after) for _id, before, after in plan.differing(_HOLDS)
    }
    for customer_id, before, after in plan.differing(_CUSTOMERS):
        if (before or {}).get("deleted_at", ...) != (after or {}).get("deleted_at", ...):
            due.add(customer_id)
    present = [row for key in due if (row := plan.after[_CUSTOMERS][key]) is not None]
    held = _held(plan, [row["id"] for row in present])
    now = plan.session.info["now"]
    for row in present:
        row["status"] = rules.status_of(row["deleted_at"], held[row["id"]], now)


def _held(plan: Plan, ids: list[int]) -> dict[int, list[Any]]:
    """The holds customers would have, by customer."""
    found: dict[int, list[Any]] = defaultdict(list)
    planned = plan.after[_HOLDS]
    table = bulk.table_of(CustomerHold)
    shown = [columns(CustomerHold)[name] for name in _ASKED]
    for stored in plan.session.execute(
        sa.select(*shown).where(among(plan.session, table.c.customer_id, ids))
    ):
        if stored.id not in planned:
            found[stored.customer_id].append(stored)
    for row in planned.values():
        if row is not None:
            found[row["customer_id"]].append(SimpleNamespace(**row))
    return found


# What `rules.status_of` looks at.
_ASKED = ("id", "customer_id", "kind", "starts_at", "ends_at", "released_at")
