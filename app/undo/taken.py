"""Finds values of a plan that must be unique and are somebody else's by now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from app.core import bulk
from app.core.batch import among
from app.core.db import Entity
from app.core.text import _
from app.customers.model import Contact, Customer, PortalUser
from app.undo.plan import Found, Plan
from app.undo.stored import Row
from app.undo.titles import name_of
from app.undo.words import Why

_CUSTOMERS, _CONTACTS, _USERS = (
    kind.__tablename__ for kind in (Customer, Contact, PortalUser)
)  # fmt: skip
_ASKED = ("id", "customer_id", "client_id", "email_norm", "deleted_at", "active")


def taken(plan: Plan) -> Iterator[Found]:
    """Customers whose e-mail address or Client ID belongs to another one by now."""
    keys = _addresses(plan)
    holders = [
        (row["email_norm"], row["id"])
        for row in _found(plan, Customer, "email_norm", list(keys))
        if row["deleted_at"] is None
    ]
    holders += [
        (row["email_norm"], row["customer_id"])
        for row in _found(plan, PortalUser, "email_norm", list(keys))
        if row["active"]
    ]
    said = _("This e-mail belongs to %s now.")
    yield from _others(plan, keys, holders, said)
    codes = {row["client_id"]: row_id for row_id, row in plan.arriving(_CUSTOMERS, "client_id")}
    owners = [
        (row["client_id"], row["id"]) for row in _found(plan, Customer, "client_id", list(codes))
    ]
    yield from _others(plan, codes, owners, _("This Client ID belongs to %s now."))


def primary(plan: Plan) -> Iterator[Found]:
    """Contacts that would be the primary one beside another."""
    rows = [
        (row_id, after["customer_id"])
        for row_id, after in plan.arriving(_CONTACTS, "is_primary")
        if after["is_primary"]
    ]
    if not rows:
        return
    table = bulk.table_of(Contact)
    theirs = among(plan.session, table.c.customer_id, [customer_id for _id, customer_id in rows])
    statement = sa.select(table.c.id, table.c.customer_id, table.c.is_primary)
    stored = plan.session.execute(statement.where(theirs, table.c.is_primary)).mappings()
    stay = list(_staying(plan, Contact, map(dict, stored), "is_primary"))
    for row_id, customer_id in rows:
        for other in stay:
            if other["customer_id"] == customer_id and other["id"] != row_id:
                yield customer_id, Why("", _CONTACTS, other["id"], ("is_primary",))


def _addresses(plan: Plan) -> dict[str, int]:
    """The e-mail addresses that would be in use anew, each with its customer."""
    found = {
        row["email_norm"]: row_id
        for row_id, row in plan.arriving(_CUSTOMERS, "email_norm", "deleted_at")
        if row["email_norm"] and row["deleted_at"] is None
    }
    users = plan.arriving(_USERS, "email_norm", "active")
    found |= {row["email_norm"]: row["customer_id"] for _id, row in users if row["active"]}
    return found


def _others(
    plan: Plan, wanted: Mapping[str, int], holders: Sequence[tuple[str, int]], said: str
) -> Iterator[Found]:
    for value, holder in holders:
        if holder != wanted[value]:
            yield wanted[value], Why(said % name_of(plan.session, plan.actor, holder))


def _found(plan: Plan, entity: type[Entity], name: str, values: list[str]) -> list[Row]:
    """Rows with one of these values that the plan leaves it to, as it leaves them."""
    if not values:
        return []
    table = bulk.table_of(entity)
    shown = [table.c[key] for key in _ASKED if key in table.c]
    stored = plan.session.execute(sa.select(*shown).where(table.c[name].in_(values))).mappings()
    return list(_staying(plan, entity, map(dict, stored), name))


def _staying(plan: Plan, entity: type[Entity], stored: Iterable[Row], field: str) -> Iterator[Row]:
    """Rows that are left with the value they have, as they would be."""
    for row in stored:
        planned = plan.planned(entity.__tablename__, row)
        if planned is not None and planned[field] == row[field]:
            yield planned
