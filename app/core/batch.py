"""Changes many stored rows by few statements, past the ORM, and tells the audit trail of each.

Whoever changes rows like this has locked them, so that nobody else's change lies between
what was read and what is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core import bulk
from app.core.access import Actor
from app.core.audit import HIDDEN, Change, is_told, plain
from app.core.concerns import Concerned
from app.core.db import Entity


@dataclass(slots=True)
class _Of:
    """What is to be done to the rows of one table."""

    changed: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    added: list[dict[str, Any]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)


class Batch:
    """Collects changes of rows, then writes them all; to be used once, for some thousand rows.

    What the trail withholds (pictures, password hashes) is not kept apart here: whoever
    changes that much of a row goes through the ORM, or forgets it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables: dict[type[Entity], _Of] = defaultdict(_Of)
        self._told: list[Change] = []

    def change(self, entity: type[Entity], old: Any, new: Mapping[str, Any]) -> None:
        """Give a row new values. `old` has its id, its subject's, and the values it had.

        Whose it is, too, where its changes concern customers.
        """
        self._tables[entity].changed[old.id] = new
        fields = {
            name: _pair(getattr(old, name), value, secret=secret)
            for name, value in new.items()
            if (secret := told(entity, "updated").get(name)) is not None
        }
        if fields:
            self._tell("updated", entity, old.id, _subject_id(entity, old), fields)
            if entity.audit_tells:
                whose = new.get("customer_id", old.customer_id)
                self._told[-1].concerned = Concerned(entity.audit_tells, whose)

    def add(self, entity: type[Entity], values: Mapping[str, Any]) -> None:
        """Add a row; columns that `values` leave out are blank."""
        session = self._session
        now, actor = session.info["now"], session.info["actor"]
        stamps = dict.fromkeys(("created_at", "updated_at"), now)
        stamps |= dict.fromkeys(("created_by", "updated_by"), actor.name)
        self._tables[entity].added.append({**bulk.blank(entity), **stamps, **values})

    def remove(self, entity: type[Entity], old: Any) -> None:
        """Take a row away; `old` has every column of it."""
        self._tables[entity].removed.append(old.id)
        fields = {
            name: _pair(getattr(old, name), None, secret=secret)
            for name, secret in told(entity, "deleted").items()
            if getattr(old, name) is not None
        }
        self._tell("deleted", entity, old.id, _subject_id(entity, old), fields)

    def write(self) -> list[Change]:
        """Write what was collected, and give what the audit trail is to be told of it."""
        for entity, of in self._tables.items():
            if of.removed:
                gone = among(self._session, bulk.table_of(entity).c.id, of.removed)
                self._session.execute(sa.delete(bulk.table_of(entity)).where(gone))
            by_columns: dict[tuple[str, ...], dict[int, Mapping[str, Any]]] = defaultdict(dict)
            for row_id, values in of.changed.items():
                by_columns[tuple(values)][row_id] = values
            for columns, rows in by_columns.items():
                _update(self._session, entity, columns, rows)
            self._add(entity, of.added)
        # What happened to one record stands together.
        return sorted(self._told, key=lambda change: (change.subject, change.subject_id))

    def _add(self, entity: type[Entity], rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        for row_id, row in zip(bulk.next_ids(self._session, entity, len(rows)), rows, strict=True):
            row["id"] = row_id
            fields = {
                name: _pair(None, row[name], secret=secret)
                for name, secret in told(entity, "created").items()
                if row[name] is not None
            }
            subject_id = row[entity.audit_subject[1]] if entity.audit_subject else row_id
            self._tell("created", entity, row_id, subject_id, fields)
        bulk.insert(self._session, entity, rows)

    def _tell(
        self,
        action: str,
        entity: type[Entity],
        row_id: int,
        subject_id: int,
        fields: dict[str, list[Any]],
    ) -> None:
        subject = entity.audit_subject[0] if entity.audit_subject else entity.__tablename__
        self._told.append(Change(action, entity.__tablename__, row_id, subject, subject_id, fields))


@lru_cache
def told(entity: type[Entity], action: str) -> Mapping[str, bool]:
    """The columns whose values the audit trail keeps, and whether they are secret."""
    return {
        column.key: bool(column.info.get("secret"))
        for column in bulk.table_of(entity).columns
        if is_told(column, action)
    }


def among(
    session: Session, column: InstrumentedAttribute[int] | sa.Column[Any], ids: Sequence[int]
) -> sa.ColumnElement[bool]:
    """Whether a number is one of `ids`, however many: they travel as one parameter."""
    if session.get_bind().dialect.name == "sqlite":
        wanted = sa.func.json_each(f"[{','.join(map(str, ids))}]").table_valued("value")
        return column.in_(sa.select(wanted.c.value))
    array = sa.cast(sa.literal(list(ids), sa.ARRAY(sa.BigInteger)), sa.ARRAY(sa.BigInteger))
    found: sa.ColumnElement[bool] = column == sa.any_(array)
    return found


def _pair(old: Any, new: Any, *, secret: bool) -> list[Any]:
    return [HIDDEN, HIDDEN] if secret else [plain(old), plain(new)]


def _subject_id(entity: type[Entity], row: Any) -> int:
    found: int = getattr(row, entity.audit_subject[1] if entity.audit_subject else "id")
    return found


def _update(
    session: Session,
    entity: type[Entity],
    columns: Sequence[str],
    rows: Mapping[int, Mapping[str, Any]],
) -> None:
    """Give rows their values in the same columns: one statement where all get the same."""
    table, actor = bulk.table_of(entity), session.info["actor"]
    shared, single = _shared(columns, list(rows.values()))
    stamps = _stamps(table, session.info["now"], actor)
    if not single:
        found = among(session, table.c.id, list(rows))
        session.execute(sa.update(table).where(found).values(**stamps, **shared))
        return
    values = {name: [row[name] for row in rows.values()] for name in single}
    if session.get_bind().dialect.name == "sqlite":
        statement = (
            sa.update(table)
            .where(table.c.id == sa.bindparam("_id"))
            .values(**stamps, **shared, **{name: sa.bindparam(name) for name in single})
        )
        each = zip(*values.values(), strict=True)
        session.execute(
            statement,
            [
                {"_id": row_id, **dict(zip(single, row, strict=True))}
                for row_id, row in zip(rows, each, strict=True)
            ],
        )
        return
    arrays = [
        sa.cast(sa.literal(found, sa.ARRAY(kind)), sa.ARRAY(kind))
        for kind, found in (
            (sa.BigInteger(), list(rows)),
            *((table.c[name].type, values[name]) for name in single),
        )
    ]
    new = sa.func.unnest(*arrays).table_valued("id", *single, name="new").render_derived()
    session.execute(
        sa.update(table)
        .where(table.c.id == new.c.id)
        .values(**stamps, **shared, **{name: new.c[name] for name in single})
    )


def _shared(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[str]]:
    """The columns that have one value in all rows, with it; and the others."""
    first = rows[0]
    shared = {
        name: first[name] for name in columns if all(row[name] == first[name] for row in rows)
    }
    return shared, [name for name in columns if name not in shared]


def _stamps(table: sa.Table, now: Any, actor: Actor) -> dict[str, Any]:
    return {"version": table.c.version + 1, "updated_at": now, "updated_by": actor.name}


def changed(old: Any, new: Any, columns: Iterable[str]) -> dict[str, Any]:
    """The columns in which two rows differ, with what the second has."""
    return {name: value for name in columns if (value := getattr(new, name)) != getattr(old, name)}
