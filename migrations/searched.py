"""What tables of a customer's rows need beyond themselves: a search index, and the customer's name.

Triggers keep both in step, whoever writes.
"""

import logging
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

# A folded text that both engines compare by bytes.
FOLDED = sa.String(length=250).with_variant(sa.String(length=250, collation="C"), "postgresql")
_FOLLOWED = ("name_key", "email_norm", "client_key")
_CHANGED = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in _FOLLOWED)


def index_search(tables: Sequence[str]) -> None:
    """Substring search by trigrams over each table's `search_text`."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            _index_sqlite(table)
    else:
        _index_postgresql(tables)


def drop_search(tables: Sequence[str]) -> None:
    """Take it away before the tables; PostgreSQL's goes with them."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            op.execute(f"DROP TABLE {table}_search_terms")
            op.execute(f"DROP TABLE {table}_search")


def tell(tables: Sequence[str], function: str, linked: Mapping[str, str] | None = None) -> None:
    """Whoever renames a customer renames it in these lists, too.

    `function` names PostgreSQL's; `linked` has what else a table takes over.
    """
    on = f"AFTER UPDATE OF {', '.join(_FOLLOWED)} ON customers"
    steps = {table: _told(table, (linked or {}).get(table, "")) for table in tables}
    if op.get_bind().dialect.name == "sqlite":
        for table, step in steps.items():
            op.execute(
                f"CREATE TRIGGER customers_tell_{table} {on} WHEN {_CHANGED} BEGIN {step} END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        + " ".join(steps.values())
        + " RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {function} {on} FOR EACH ROW WHEN ({_CHANGED}) "
        f"EXECUTE FUNCTION {function}()"
    )


def tell_no_more(tables: Sequence[str], function: str) -> None:
    """The reverse of `tell`."""
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            op.execute(f"DROP TRIGGER customers_tell_{table}")
    else:
        op.execute(f"DROP TRIGGER {function} ON customers")
        op.execute(f"DROP FUNCTION {function}")


def _told(table: str, linked: str) -> str:
    brief = " || ' ' || ".join(f"coalesce(new.{name}, '')" for name in _FOLLOWED)
    return (
        f"UPDATE {table} SET {linked}customer_key = new.name_key, "
        f"search_text = own_text || ' ' || {brief} WHERE customer_id = new.id;"
    )


def _index_sqlite(table: str) -> None:
    """Two line ends after each text let a trigram begin with its last letters as well."""
    name = f"{table}_search"
    op.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5("
        "search_text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')"
    )
    op.execute(f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)")
    op.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, 'instance')")
    put = f"INSERT INTO {name}(rowid, search_text) SELECT new.id, new.search_text || char(10, 10);"
    take = f"DELETE FROM {name} WHERE rowid = old.id;"
    op.execute(f"CREATE TRIGGER {name}_put AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {name}_take AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(
        f"CREATE TRIGGER {name}_swap AFTER UPDATE OF search_text ON {table} "
        f"WHEN old.search_text <> new.search_text BEGIN {take} {put} END"
    )


def _index_postgresql(tables: Sequence[str]) -> None:
    """Where the server offers it; search works without, slower."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            for table in tables:
                connection.exec_driver_sql(
                    f"CREATE INDEX ix_{table}_search ON {table} "
                    "USING gin (search_text gin_trgm_ops)"
                )
    except sa.exc.DBAPIError as error:
        if connection.invalidated:
            raise
        logging.getLogger(__name__).info("search works without an index: %s", error.orig)
