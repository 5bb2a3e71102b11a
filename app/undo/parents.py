"""Finds customers who would get a parent or referrer that is gone, or stands below them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.core import bulk
from app.core.batch import among
from app.core.text import N_, _
from app.customers.model import Customer
from app.undo.plan import Found, Plan
from app.undo.words import Why

_CUSTOMERS = Customer.__tablename__
_GONE = N_("The customer it referred to is not there any more.")
_BELOW = N_("The customer it belonged to stands below it by now.")


def related(plan: Plan) -> Iterator[Found]:
    """Customers whose parent or referrer cannot be who it was."""
    for field in ("parent_id", "referred_by_id"):
        rows = [
            (row_id, after[field])
            for row_id, after in plan.arriving(_CUSTOMERS, field)
            if after[field] is not None
        ]
        above = _above(plan, {other for _id, other in rows})
        for row_id, other in rows:
            if other not in above:
                yield row_id, Why(_(_GONE))
            elif field == "parent_id" and _reaches(above, other, row_id):
                yield row_id, Why(_(_BELOW))


def _above(plan: Plan, wanted: set[Any]) -> dict[int, int | None]:
    """Who would stand above whom, from these customers upwards; read a generation at a time."""
    planned = {
        key: after
        for key, after in plan.after[_CUSTOMERS].items()
        if key not in plan.refused and after != plan.before[_CUSTOMERS][key]
    }
    above = {key: after["parent_id"] for key, after in planned.items() if after is not None}
    table = bulk.table_of(Customer)
    wanted = wanted - planned.keys()
    while wanted:
        rows = plan.session.execute(
            sa.select(table.c.id, table.c.parent_id).where(
                among(plan.session, table.c.id, sorted(wanted))
            )
        )
        found = {row.id: row.parent_id for row in rows}
        above |= found
        wanted = {key for key in found.values() if key is not None} - above.keys() - planned.keys()
    return above


def _reaches(above: dict[int, int | None], start: int | None, customer_id: int) -> bool:
    met: set[int] = set()
    while start is not None and start not in met:
        if start == customer_id:
            return True
        met.add(start)
        start = above.get(start)
    return False
