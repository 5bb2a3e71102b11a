"""Finds what came to belong to rows that a plan would take away."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from app.core import bulk
from app.core.batch import among
from app.core.db import Base
from app.core.text import N_, _
from app.undo.plan import Found, Plan
from app.undo.stored import ENTITIES, Row
from app.undo.words import Why

# They follow from a customer's own tags, and go with it.
_FOLLOWING = frozenset({"customer_tags"})
_IN_USE = N_("It has licenses, invoices or activity by now.")
# What other features have counted for a row; one that has any is more than it was.
_COUNTED = (
    "licenses", "subscriptions", "open_invoices", "revenue_minor", "last_activity_at",
    "last_sign_in_at",
)  # fmt: skip


def hanging(plan: Plan) -> Iterator[Found]:
    """Rows that would go, though others refer to them that stay."""
    for name, entity in ENTITIES.items():
        gone = {
            row_id: before
            for row_id, before, after in plan.differing(name)
            if before is not None and after is None
        }
        for row in gone.values():
            if any(row.get(counted) for counted in _COUNTED):
                yield plan.customer_of(name, row), Why(_(_IN_USE))
        if not gone:
            continue
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys if table.name not in _FOLLOWING else ():
                if key.column.table is bulk.table_of(entity):
                    yield from _children(plan, name, gone, key.parent)


def _children(
    plan: Plan, name: str, gone: Mapping[int, Row], parent: sa.Column[int]
) -> Iterator[Found]:
    table = parent.table
    known = table.name in ENTITIES
    rows = plan.differing(table.name) if known else []
    leaving = {
        row_id for row_id, _before, after in rows if after is None or after[parent.key] not in gone
    }
    theirs = among(plan.session, parent, sorted(gone))
    for row in plan.session.execute(sa.select(parent, *table.primary_key.columns).where(theirs)):
        if row[1] in leaving:
            continue
        customer_id = plan.customer_of(name, gone[row[0]])
        if known and table.name != name:
            yield customer_id, Why("", table.name, row[1], added=True)
        else:
            said = _("Other records refer to it by now (%s).")
            yield customer_id, Why(said % table.name.replace("_", " "))
