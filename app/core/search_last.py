"""Lets SQLite's full-text index take many rows at once, instead of each as it is written.

The index writes down what it was told at the end of every statement, and looks at all it
has for each row taken out of it: a row at a time costs twenty times as much as all.
PostgreSQL has no need of this.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.bulk import table_of
from app.core.db import Base, Entity

TEXT = "search_text"
# The index may keep so many bytes in memory before it writes, in such a statement.
_HASH, _USUAL_HASH = 64 << 20, 1 << 20
_MOST_CHARACTERS = 32 << 20
_INFO = "search last"


@dataclass(slots=True)
class Held:
    """New texts of rows, kept back until they are written together."""

    connection: sa.Connection
    table: sa.Table
    texts: dict[int, str] = field(default_factory=dict)
    size: int = 0

    def hold(self, row_id: int, text: str) -> None:
        """Keep a row's text back."""
        self.texts[row_id] = text
        self.size += len(text)
        if self.size > _MOST_CHARACTERS:
            self.write()

    def write(self) -> None:
        """Write what was kept back, in one statement."""
        if not self.texts:
            return
        name = self.table.name
        self._let_keep(_HASH)
        self.connection.exec_driver_sql(
            f"UPDATE {name} SET {TEXT} = held.value ->> 1 FROM json_each(?) AS held "  # noqa: S608 - our names
            f"WHERE {name}.id = held.value ->> 0",
            (json.dumps(sorted(self.texts.items()), ensure_ascii=False),),
        )
        self._let_keep(_USUAL_HASH)
        self.connection.exec_driver_sql(
            f"DELETE FROM {name}_search_config WHERE k = 'hashsize'"  # noqa: S608 - our names
        )
        self.texts.clear()
        self.size = 0

    def _let_keep(self, size: int) -> None:
        index = f"{self.table.name}_search"
        self.connection.exec_driver_sql(
            f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', {size})"  # noqa: S608 - our names
        )


@contextmanager
def search_last(session: Session, entity: type[Entity]) -> Iterator[None]:
    """Inside, the texts rows are found by are indexed last, all together.

    Part of the transaction like everything else. Inside, each row may change once, and
    nothing is searched for.
    """
    connection, table = session.connection(), table_of(entity)
    if connection.dialect.name != "sqlite":
        yield
        return
    trigger = f"{table.name}_search_put"
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    put = connection.scalar(found, {"name": trigger})
    before = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)))
    if put:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    session.info[_INFO] = held = Held(connection, table)
    try:
        yield
    finally:
        del session.info[_INFO]
    if put:
        # Its one statement ends in "SELECT new.…", so it can do every row at once.
        body = put.partition("BEGIN")[2].rpartition(";")[0]
        connection.exec_driver_sql(
            f"{body} FROM {table.name} AS new WHERE new.id > ? ORDER BY new.id", (before,)
        )
        connection.exec_driver_sql(put)
    held.write()


def held(session: Session, entity: type[Base]) -> Held | None:
    """What keeps back the texts of these rows just now, if anything does."""
    found: Held | None = session.info.get(_INFO)
    return found if found is not None and found.table is table_of(entity) else None
