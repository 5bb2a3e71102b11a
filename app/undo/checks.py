"""Finds what would not fit if a plan were carried out: taken addresses, lost parents, newer rows."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.core import bulk
from app.core.access import Actor, Scope
from app.core.batch import among
from app.core.db import Base
from app.core.text import N_, _
from app.customers.model import Contact, Customer, PortalUser
from app.staff.model import StaffUser
from app.undo.plan import Plan
from app.undo.stored import ENTITIES, Row
from app.undo.titles import name_of
from app.undo.words import Why

_CUSTOMERS, _USERS = Customer.__tablename__, PortalUser.__tablename__
_UNSEEN = N_("This customer is not yours to change.")
_PURGED = N_("This customer's data was purged and cannot come back.")
_IN_USE = N_("It has licenses, invoices or activity by now.")
_NO_OWNER = N_("%s does not work here any more. Choose another owner instead.")
# What other features have counted for a customer; a row that has any is more than it was.
_COUNTED = (
    "licenses", "subscriptions", "open_invoices", "revenue_minor", "last_activity_at",
    "last_sign_in_at",
)  # fmt: skip
Found = Iterator[tuple[int, Why]]


def check(plan: Plan) -> None:
    """Refuse whatever cannot be, until what is left can."""
    for customer_id, why in (*_unseen(plan), *_purged(plan)):
        plan.refuse(customer_id, why)
    while found := [
        *_hanging(plan), *_related(plan), *_owned(plan), *_taken(plan), *_primary(plan),
    ]:  # fmt: skip
        for customer_id, why in found:
            plan.refuse(customer_id, why)


def within_scope(actor: Actor, customer: Row) -> bool:
    """Whether the actor would see a customer that is not stored."""
    match actor.scope:
        case Scope.ALL:
            return True
        case Scope.TEAM if actor.team_id is not None:
            return actor.team_id == customer["team_id"] or actor.id == customer["owner_id"]
        case _:
            return bool(actor.id == customer["owner_id"])


def _unseen(plan: Plan) -> Found:
    for customer_id, before in plan.before[_CUSTOMERS].items():
        after = plan.after[_CUSTOMERS][customer_id]
        if before is None and after is None:
            yield customer_id, Why("", _CUSTOMERS, customer_id)
        elif (before is None and after is not None and not within_scope(plan.actor, after)) or (before is not None and customer_id not in plan.seen):
            yield customer_id, Why(_(_UNSEEN))


def _purged(plan: Plan) -> Found:
    for customer_id, before in plan.before[_CUSTOMERS].items():
        if before is not None and before["purged_at"] is not None:
            yield customer_id, Why(_(_PURGED))


def _hanging(plan: Plan) -> Found:
    """Rows that would go, but others came to belong to them."""
    for name, entity in ENTITIES.items():
        gone = {key: before for key, before, after in plan.differing(name) if after is None}
        if not gone:
            continue
        for row_id, row in gone.items():
            if row and any(row.get(counted) for counted in _COUNTED):
                yield plan.customer_of(name, row), Why(_(_IN_USE))
        for child in Base.metadata.sorted_tables:
            for key in child.foreign_keys:
                if key.column.table is bulk.table_of(entity):
                    yield from _children(plan, name, gone, key)


def _children(plan: Plan, name: str, gone: dict[int, Row | None], key: sa.ForeignKey) -> Found:
    child, parent = key.column.table.name, key.parent
    table = parent.table
    own = [column for column in (parent, *table.primary_key.columns)]
    leaving = {
        row_id for row_id, _before, after in plan.differing(table.name) if after is None
    } if table.name in ENTITIES else set()  # fmt: skip
    for row in plan.session.execute(
        sa.select(*own).where(among(plan.session, parent, sorted(gone)))
    ):
        if row[1] in leaving:
            continue
        customer_id = plan.customer_of(name, gone[row[0]])
        if table.name in ENTITIES and table.name != child:
            yield customer_id, Why("", table.name, row[1], added=True)
        else:
            said = _("Other records refer to it by now (%s).") % table.name.replace("_", " ")
            yield customer_id, Why(said)


def _arriving(plan: Plan, name: str, *fields: str) -> Iterator[tuple[int, Row, Row | None]]:
    """Rows that come, or get another value in one of `fields`."""
    for row_id, before, after in plan.differing(name):
        if after is not None and (
            before is None or any(before[field] != after[field] for field in fields)
        ):
            yield row_id, after, before


def _related(plan: Plan) -> Found:
    """Parents and referrers that are not there any more, or stand below by now."""
    for field in ("parent_id", "referred_by_id"):
        rows = [
            (row_id, after)
            for row_id, after, _before in _arriving(plan, _CUSTOMERS, field)
            if after[field] is not None
        ]
        above = _Parents(plan, {after[field] for _id, after in rows})
        for row_id, after in rows:
            if not above.exists(after[field]):
                yield row_id, Why(_("The customer it belonged to is not there any more."))
            elif field == "parent_id" and above.reaches(after[field], row_id):
                yield row_id, Why(_("The customer it belonged to stands below it by now."))


class _Parents:
    """Who stands above whom, as it would be; read a generation at a time."""

    def __init__(self, plan: Plan, ids: set[Any]) -> None:
        self._above: dict[int, int | None] = {
            key: after["parent_id"]
            for key, after in plan.after[_CUSTOMERS].items()
            if after is not None and key not in plan.refused
        }
        table = bulk.table_of(Customer)
        wanted = ids - self._above.keys()
        while wanted:
            found = plan.session.execute(
                sa.select(table.c.id, table.c.parent_id).where(
                    among(plan.session, table.c.id, sorted(wanted))
                )
            )
            fresh = dict(found.tuples().all())
            gone = {key for key, after in plan.after[_CUSTOMERS].items() if after is None}
            self._above |= {key: above for key, above in fresh.items() if key not in gone}
            wanted = {
                above for above in fresh.values() if above is not None
            } - self._above.keys() - gone  # fmt: skip

    def exists(self, customer_id: int) -> bool:
        return customer_id in self._above

    def reaches(self, above: int | None, customer_id: int) -> bool:
        met: set[int] = set()
        while above is not None and above not in met:
            if above == customer_id:
                return True
            met.add(above)
            above = self._above.get(above)
        return False


def _owned(plan: Plan) -> Found:
    """Owners who do not work here any more."""
    rows = [
        (row_id, after["owner_id"])
        for row_id, after, _before in _arriving(plan, _CUSTOMERS, "owner_id")
        if after["owner_id"] is not None
    ]
    ids = {owner for _id, owner in rows}
    left = sa.select(StaffUser.id, StaffUser.name).where(
        StaffUser.id.in_(ids), StaffUser.active.is_(False)
    )
    names = dict(plan.session.execute(left).tuples().all()) if ids else {}
    for row_id, owner in rows:
        if owner in names:
            yield row_id, Why(_(_NO_OWNER) % names[owner])


def _taken(plan: Plan) -> Found:
    """E-mail addresses and Client IDs that somebody else has by now."""
    keys: dict[str, int] = {}
    for row_id, after, _before in _arriving(plan, _CUSTOMERS, "email_norm", "deleted_at"):
        if after["email_norm"] and after["deleted_at"] is None:
            keys[after["email_norm"]] = row_id
    for _id, after, _before in _arriving(plan, _USERS, "email_norm", "active"):
        if after["active"]:
            keys[after["email_norm"]] = after["customer_id"]
    for key, holder in (*_customers_with(plan, keys), *_users_with(plan, keys)):
        if holder != keys[key]:
            said = _("This e-mail belongs to %s now.") % _name(plan, holder)
            yield keys[key], Why(said)
    codes = {
        after["client_id"]: row_id
        for row_id, after, _before in _arriving(plan, _CUSTOMERS, "client_id")
    }
    table = bulk.table_of(Customer)
    for row in _found(plan, Customer, table.c.client_id, list(codes)):
        if row["id"] != codes[row["client_id"]]:
            said = _("This Client ID belongs to %s now.") % _name(plan, row["id"])
            yield codes[row["client_id"]], Why(said)


def _customers_with(plan: Plan, keys: dict[str, int]) -> Iterator[tuple[str, int]]:
    table = bulk.table_of(Customer)
    for row in _found(plan, Customer, table.c.email_norm, list(keys)):
        if row["deleted_at"] is None and row["email_norm"] in keys:
            yield row["email_norm"], row["id"]


def _users_with(plan: Plan, keys: dict[str, int]) -> Iterator[tuple[str, int]]:
    table = bulk.table_of(PortalUser)
    for row in _found(plan, PortalUser, table.c.email_norm, list(keys)):
        if row["active"] and row["email_norm"] in keys:
            yield row["email_norm"], row["customer_id"]


def _found(
    plan: Plan, entity: type[Any], column: sa.Column[Any], values: list[str]
) -> Iterator[Row]:
    """Stored rows with one of these values, as the plan leaves them; those it takes away not."""
    if not values:
        return
    names = [
        name for name in ("id", "customer_id", "client_id", "email_norm", "deleted_at", "active")
        if name in column.table.c
    ]  # fmt: skip
    shown = [column.table.c[name] for name in names]
    name = entity.__tablename__
    for row in plan.session.execute(sa.select(*shown).where(column.in_(values))).mappings():
        planned = plan.after[name].get(row["id"], row)
        if (
            planned is not row
            and plan.customer_of(name, plan.before[name][row["id"]]) in plan.refused
        ):
            planned = row
        if planned is not None and planned[column.key] == row[column.key]:
            yield dict(planned)


def _primary(plan: Plan) -> Found:
    """Contacts that would be primary beside another one."""
    table, name = bulk.table_of(Contact), Contact.__tablename__
    rows = [
        (row_id, after["customer_id"])
        for row_id, after, _before in _arriving(plan, name, "is_primary")
        if after["is_primary"]
    ]
    if not rows:
        return
    theirs = among(plan.session, table.c.customer_id, [key for _id, key in rows])
    stored = plan.session.execute(
        sa.select(table.c.id, table.c.customer_id).where(theirs, table.c.is_primary)
    ).all()
    for row_id, customer_id in rows:
        for other in stored:
            planned = plan.after[name].get(other.id, {"is_primary": True})
            if (
                other.customer_id == customer_id
                and other.id != row_id
                and planned is not None
                and planned["is_primary"]
            ):
                yield customer_id, Why("", name, other.id, ("is_primary",))


def _name(plan: Plan, customer_id: int) -> str:
    return name_of(plan.session, plan.actor, customer_id)
