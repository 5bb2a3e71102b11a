"""Lets SQLite's full-text indexes take many rows at once, instead of each as it is written.

Such an index writes down what it was told at the end of every statement, and looks at all
it has for each row taken out of it: a row at a time costs twenty times as much as all.
PostgreSQL has no need of this.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.bulk import table_of
from app.core.db import Entity

# Fewer rows are not worth the change of the schema.
MANY = 1000
# The indexes may keep so many bytes in memory before they write, while they take it all.
_HASH, _USUAL_HASH = 64 << 20, 1 << 20
# How a row comes into an index: perhaps on a condition, by one statement.
_PUT = re.compile(r".*? AFTER INSERT ON \w+(?: WHEN (.*?))? BEGIN (INSERT .*?); END", re.DOTALL)
_TOUCHED = "temp.search_touched"
_EVENTS = ("INSERT", "UPDATE OF search_text, shelf", "DELETE")


@contextmanager
def search_last(session: Session, entity: type[Entity], rows: int) -> Iterator[None]:
    """Inside, the texts rows are found by are not indexed; at the end, all of them are.

    Part of the transaction like everything else. Inside, nothing is searched for. `rows`
    is how many are about to be written, roughly: a few go in as they are.
    """
    connection, name = session.connection(), table_of(entity).name
    if connection.dialect.name != "sqlite" or rows < MANY:
        yield
        return
    triggers = connection.execute(
        sa.text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name = :table AND name LIKE :pattern ESCAPE '!' ORDER BY name"
        ),
        {"table": name, "pattern": f"{name}!_search!_%"},
    ).all()
    for trigger in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
    _listen(connection, name)
    yield
    for index, condition, put in _puts(triggers):
        _take_all(connection, name, index, condition, put)

    for number in range(len(_EVENTS)):
        connection.exec_driver_sql(f"DROP TRIGGER temp.search_touched_{number}")
    connection.exec_driver_sql(f"DROP TABLE {_TOUCHED}")
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)


def _listen(connection: sa.Connection, table: str) -> None:
    """Note from here on which rows may have to be indexed anew."""
    connection.exec_driver_sql(f"CREATE TABLE {_TOUCHED} (id INTEGER PRIMARY KEY)")
    for number, event in enumerate(_EVENTS):
        row = "old" if event == "DELETE" else "new"
        connection.exec_driver_sql(
            f"CREATE TRIGGER temp.search_touched_{number} AFTER {event} ON main.{table} "  # noqa: S608 - names of our own
            f"BEGIN INSERT OR IGNORE INTO search_touched VALUES ({row}.id); END"
        )


def _puts(triggers: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    """Of each index its name, which rows belong into it, and what puts them there."""
    for trigger in triggers:
        if trigger.name.endswith("_put") and (found := _PUT.fullmatch(trigger.sql)):
            yield trigger.name.removesuffix("_put"), found[1] or "1", found[2]


def _take_all(connection: sa.Connection, table: str, index: str, condition: str, put: str) -> None:
    """Take the noted rows out of an index, and those that belong there in again."""
    touched = f"SELECT id FROM {_TOUCHED}"  # noqa: S608 - our own names, also above and below
    let_keep = f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', %d)"  # noqa: S608 - names of our own
    connection.exec_driver_sql(let_keep % _HASH)
    connection.exec_driver_sql(f"DELETE FROM {index} WHERE rowid IN ({touched})")  # noqa: S608 - names of our own
    # The statement ends in "SELECT new.…", so it can do every row at once.
    connection.exec_driver_sql(
        f"{put} FROM {table} AS new WHERE new.id IN ({touched}) AND ({condition}) ORDER BY new.id"
    )
    connection.exec_driver_sql(let_keep % _USUAL_HASH)
    connection.exec_driver_sql(f"DELETE FROM {index}_config WHERE k = 'hashsize'")  # noqa: S608 - names of our own
