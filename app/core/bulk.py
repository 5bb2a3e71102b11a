"""Writes many rows at once, past the ORM: whoever calls records them in the audit trail."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.db import Base, Entity
from app.core.progress import Progress

_BUILD_MEMORY = "256MB"
# So few rows are quicker inserted than copied.
_FEW = 50


def table_of(entity: type[Base]) -> sa.Table:
    """The table an entity's rows are kept in."""
    return cast("sa.Table", entity.__table__)


def blank(entity: type[Entity]) -> dict[str, Any]:
    """A new row of this kind with every column as it begins: its default, or None."""
    found: dict[str, Any] = {}
    for column in table_of(entity).columns:
        default = column.default
        found[column.key] = default.arg if isinstance(default, sa.ColumnDefault) else None
    return found | {"version": 1}


def next_ids(session: Session, entity: type[Base], count: int) -> Sequence[int]:
    """As many ids nobody else will get, in rising order."""
    table = table_of(entity)
    if session.get_bind().dialect.name == "sqlite":
        # Whoever may write holds the only write lock, so nobody adds a row meanwhile.
        used = "SELECT max(seq) FROM sqlite_sequence WHERE name = :table"
        first = (session.scalar(sa.text(used), {"table": table.name}) or 0) + 1
        return range(first, first + count)
    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
    numbers = sa.func.generate_series(1, count).table_valued("n")
    drawn = sa.select(sa.func.nextval(sequence)).select_from(numbers)
    return sorted(session.scalars(drawn))


def insert(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that name every column, ids too; PostgreSQL takes many as one COPY."""
    if not rows:
        return
    if len(rows) < _FEW:
        session.connection().execute(sa.insert(table_of(entity)), rows)
    elif session.get_bind().dialect.name == "sqlite":
        _insert(session.connection(), table_of(entity), rows)
    else:
        _copy(session.connection(), table_of(entity), rows)


def insertion(table: sa.Table) -> sa.Insert:
    """The insertion of one row, to be joined to other statements; `bound` gives its values."""
    return sa.insert(table).values(
        {column.key: sa.bindparam(f"{table.name}_{column.key}") for column in table.columns}
    )


def bound(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values by the names they have in `insertion`."""
    return {f"{table.name}_{key}": value for key, value in row.items()}


@contextmanager
def children_first(session: Session, child: type[Base], column: str) -> Iterator[None]:
    """Inside, rows of `child` may come before the parents that `column` says they have.

    The parents have to be there at the end. On PostgreSQL that reference is a deferrable one.
    """
    run = session.connection().exec_driver_sql
    if session.get_bind().dialect.name == "sqlite":
        run("PRAGMA defer_foreign_keys = ON")
        yield
        run("PRAGMA defer_foreign_keys = OFF")
        return
    [found] = [one for one in table_of(child).c[column].foreign_keys if one.constraint]
    name = str(found.constraint and found.constraint.name)
    run(f"SET CONSTRAINTS {name} DEFERRED")
    yield
    run(f"SET CONSTRAINTS {name} IMMEDIATE")


@contextmanager
def loading(
    session: Session,
    entity: type[Entity],
    *,
    rebuild: bool = True,
    progress: Progress | None = None,
) -> Iterator[None]:
    """Inside, rows go in without the table's indexes; sorted at the end, they build quicker.

    Part of the transaction like everything else. For a table nobody else works with:
    PostgreSQL locks it. Only its owner may do this there; for others, and without
    `rebuild`, rows simply go in as they are. `progress` is that of building them.

    Raises:
        Cancelled: `progress` was.
    """
    progress = progress or Progress()
    connection, table = session.connection(), table_of(entity)
    if not rebuild:
        yield
    elif connection.dialect.name == "sqlite":
        yield from _loading_sqlite(connection, table, progress)
    else:
        yield from _loading_postgresql(connection, table, progress)


def _loading_sqlite(
    connection: sa.Connection, table: sa.Table, progress: Progress
) -> Iterator[None]:
    """Also the full-text index is filled in one pass, instead of by its trigger."""
    before = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)))
    dropped = connection.execute(
        sa.text(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND "
            "(type = 'index' AND sql IS NOT NULL OR name = :search || '_put') ORDER BY name"
        ),
        {"table": table.name, "search": f"{table.name}_search"},
    ).all()
    for row in dropped:
        connection.exec_driver_sql(f'DROP {row.type} "{row.name}"')
    yield
    for done, row in enumerate(dropped):
        progress.report(done, len(dropped))
        if row.type == "trigger":
            # Its one statement ends in "SELECT new.…", so it can do every row at once.
            put = row.sql.partition("BEGIN")[2].rpartition(";")[0]
            connection.exec_driver_sql(
                f"{put} FROM {table.name} AS new WHERE new.id > ? ORDER BY new.id", (before,)
            )
        connection.exec_driver_sql(row.sql)
    progress.report(len(dropped), len(dropped))


def _loading_postgresql(
    connection: sa.Connection, table: sa.Table, progress: Progress
) -> Iterator[None]:
    """At the end the planner learns how many rows there are now."""
    ours = connection.scalar(
        sa.text(
            "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables "
            "WHERE schemaname = current_schema() AND tablename = :table"
        ),
        {"table": table.name},
    )
    dropped = connection.execute(
        sa.text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
            "AND tablename = :table AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint) ORDER BY indexname"
        ),
        {"table": table.name},
    ).all()
    if not ours:
        dropped = []
    for row in dropped:
        connection.exec_driver_sql(f'DROP INDEX "{row.indexname}"')
    yield
    connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{_BUILD_MEMORY}'")
    for done, row in enumerate(dropped):
        progress.report(done, len(dropped))
        connection.exec_driver_sql(row.indexdef)
    if ours:
        connection.exec_driver_sql(f"ANALYZE {table.name}")
    progress.report(len(dropped), len(dropped))


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As the driver takes them: SQLAlchemy would think about each row anew."""
    named = ", ".join(f'"{one.key}"' for one in table.columns)
    places = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({named}) VALUES ({places})",  # noqa: S608 - our names
        [tuple(values) for values in _values(connection, table, rows)],
    )


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    import psycopg  # noqa: PLC0415 - a file's user never loads it

    named = ", ".join(f'"{one.key}"' for one in table.columns)
    statement = f"COPY {table.name} ({named}) FROM STDIN"
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for values in _values(connection, table, rows):
                copy.write_row(values)
    except psycopg.Error as error:
        raise sa.exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


def _values(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> Iterator[list[Any]]:
    """Each row as the driver takes it, in the order of the table's columns."""
    taken = itemgetter(*(one.key for one in table.columns))
    converted = [
        (place, convert)
        for place, one in enumerate(table.columns)
        if (convert := _to_database(one, connection.dialect))
    ]
    for row in rows:
        values = list(taken(row))
        for place, convert in converted:
            values[place] = convert(values[place])
        yield values


def _to_database(column: sa.ColumnElement[Any], dialect: sa.Dialect) -> Any:
    """What makes the driver's value of ours, or None where they are the same."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)
