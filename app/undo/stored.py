"""Rows of customers' tables as undoing sees them: which columns count, and their values."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments.model import Attachment
from app.core import bulk
from app.core.audit import is_told
from app.core.batch import among
from app.core.db import Entity, UtcDateTime
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.interactions.model import FollowUp, Interaction

Row = dict[str, Any]
# Parents first: the order in which rows are added.
ENTITIES: Mapping[str, type[Entity]] = MappingProxyType(
    {
        kind.__tablename__: kind
        for kind in (
            Customer,
            CustomerHold,
            Contact,
            PortalUser,
            Interaction,
            FollowUp,
            Attachment,
        )
    }
)
# In the trail, and yet they follow from something else: from holds, and from the owner.
FOLLOWING = frozenset({"status", "team_id"})
_ABSENT = object()


@lru_cache
def columns(entity: type[Entity]) -> Mapping[str, sa.Column[Any]]:
    """A table's columns by key."""
    return {column.key: column for column in bulk.table_of(entity).columns}


@lru_cache
def apart(entity: type[Entity]) -> frozenset[str]:
    """The columns whose values the trail withholds."""
    return frozenset(key for key, one in columns(entity).items() if one.info.get("withheld"))


@lru_cache
def facts(entity: type[Entity]) -> frozenset[str]:
    """The columns that follow from nothing else, and that people or imports set."""
    told = (key for key, column in columns(entity).items() if is_told(column, "updated"))
    return frozenset(told) - FOLLOWING


def typed(entity: type[Entity], name: str, value: Any) -> Any:
    """A value out of the trail as the column holds it."""
    column = columns(entity).get(name)
    if value is None or column is None:
        return None
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    return value


def typed_raw(entity: type[Entity], name: str, value: bytes | None) -> Any:
    """A value that was kept apart, as the column holds it."""
    if value is None or columns(entity)[name].type.python_type is bytes:
        return value
    return value.decode()


def edited(before: Row, after: Row) -> frozenset[str]:
    """The columns in which a row differs from what it was."""
    # What was left alone is the same object, which is found out soonest.
    other = [name for name, value in after.items() if value is not before.get(name, _ABSENT)]
    return frozenset(name for name in other if before.get(name, _ABSENT) != after[name])


def load(
    session: Session, entity: type[Entity], ids: Collection[int], *, lock: bool
) -> dict[int, Row]:
    """The rows with these ids that exist, without what the trail withholds.

    Locked against other writers if asked, in the order of their ids.
    """
    if not ids:
        return {}
    table = bulk.table_of(entity)
    shown = [column for key, column in columns(entity).items() if key not in apart(entity)]
    statement = sa.select(*shown).where(among(session, table.c.id, sorted(ids)))
    statement = statement.order_by(table.c.id)
    found = session.execute(statement.with_for_update() if lock else statement)
    names = list(found.keys())
    at = names.index("id")
    return {row[at]: dict(zip(names, row, strict=True)) for row in found}


def load_apart(
    session: Session, entity: type[Entity], ids: Collection[int], rows: Mapping[int, Row]
) -> None:
    """Add to these of the rows what the trail withholds."""
    if not ids or not apart(entity):
        return
    table = bulk.table_of(entity)
    named = sorted(apart(entity))
    wanted = among(session, table.c.id, sorted(ids))
    for row in session.execute(
        sa.select(table.c.id, *(table.c[name] for name in named)).where(wanted)
    ):
        rows[row.id].update(zip(named, row[1:], strict=True))
