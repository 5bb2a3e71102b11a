"""Writes many rows at once, past the ORM: whoever calls records them in the audit trail."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.db import Entity


def table_of(entity: type[Entity]) -> sa.Table:
    """The table an entity's rows are kept in."""
    return cast("sa.Table", entity.__table__)


def blank(entity: type[Entity]) -> dict[str, Any]:
    """A new row of this kind with every column as it begins: its default, or None."""
    found: dict[str, Any] = {}
    for column in table_of(entity).columns:
        default = column.default
        found[column.key] = default.arg if isinstance(default, sa.ColumnDefault) else None
    return found | {"version": 1}


def next_ids(session: Session, entity: type[Entity], count: int) -> Sequence[int]:
    """As many ids nobody else will get, in rising order."""
    table = table_of(entity)
    if session.get_bind().dialect.name == "sqlite":
        # Whoever may write holds the only write lock, so nobody adds a row meanwhile.
        first = (session.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
        return range(first, first + count)
    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
    numbers = sa.func.generate_series(1, count).table_valued("n")
    drawn = sa.select(sa.func.nextval(sequence)).select_from(numbers)
    return sorted(session.scalars(drawn))


def insert(session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that name every column, ids too; PostgreSQL takes them as one COPY."""
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.insert(table_of(entity)), rows)
    else:
        _copy(session.connection(), table_of(entity), rows)


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    import psycopg  # noqa: PLC0415 - a file's user never loads it

    columns = [(one.key, _to_database(one, connection.dialect)) for one in table.columns]
    named = ", ".join(f'"{key}"' for key, _convert in columns)
    statement = f"COPY {table.name} ({named}) FROM STDIN"
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(
                    [convert(row[key]) if convert else row[key] for key, convert in columns]
                )
    except psycopg.Error as error:
        raise sa.exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


def _to_database(column: sa.ColumnElement[Any], dialect: sa.Dialect) -> Any:
    """What makes the driver's value of ours, or None where they are the same."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)
