"""search at a million

Revision ID: 0006
Revises: 0005

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = '0006'
down_revision: Union[str, Sequence[str], None] = '0005'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """What SQLite needs to count a million hits at once, and to find one letter or two."""
    if op.get_bind().dialect.name == "sqlite":
        put_again("|| char(10, 10)")
        op.execute(
            "CREATE VIRTUAL TABLE customers_search_terms "
            "USING fts5vocab(customers_search, 'instance')"
        )
        set_aside()


def downgrade() -> None:
    """Only the texts as they are."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("put", "enter", "swap", "take"):
            op.execute(f"DROP TRIGGER customers_search_aside_{trigger}")
        op.execute("DROP TABLE customers_search_aside")
        op.execute("DROP TABLE customers_search_terms")
        put_again("")


def put_again(ending: str) -> None:
    """Fill the index anew; whoever fills it in one pass does as its first trigger says.

    Two line ends after each text let a trigram begin with its last letters as well.
    """
    put = "INSERT INTO customers_search(rowid, search_text) SELECT new.id, new.search_text"
    take = "DELETE FROM customers_search WHERE rowid = old.id;"
    op.execute("DROP TRIGGER customers_search_put")
    op.execute("DROP TRIGGER customers_search_swap")
    op.execute(
        f"CREATE TRIGGER customers_search_put AFTER INSERT ON customers BEGIN {put} {ending}; END"
    )
    op.execute(
        "CREATE TRIGGER customers_search_swap AFTER UPDATE OF search_text ON customers "
        f"WHEN old.search_text <> new.search_text BEGIN {take} {put} {ending}; END"
    )
    op.execute("INSERT INTO customers_search(customers_search) VALUES ('delete-all')")
    op.execute(f"{put} {ending} FROM customers AS new ORDER BY new.id")


def set_aside() -> None:
    """A second index over the few who are archived or deleted: all hits but theirs are current.

    It costs a change of the shelf one insertion. Marks within the large index would cost
    taking a row out of it and putting it in again, five times as much.
    """
    op.execute(
        "CREATE VIRTUAL TABLE customers_search_aside USING fts5("
        "search_text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')"
    )
    table = "customers_search_aside"
    op.execute(f"INSERT INTO {table}({table}, rank) VALUES('secure-delete', 1)")
    put = f"INSERT INTO {table}(rowid, search_text) SELECT new.id, new.search_text"
    take = f"DELETE FROM {table} WHERE rowid = old.id;"
    here, gone = "old.shelf = 'current'", "new.shelf <> 'current'"
    changed = "(old.search_text <> new.search_text OR new.shelf = 'current')"
    for name, when, does in (
        ("put", f"INSERT ON customers WHEN {gone}", f"{put};"),
        ("enter", f"UPDATE OF shelf ON customers WHEN {here} AND {gone}", f"{put};"),
        ("swap", f"UPDATE OF shelf, search_text ON customers WHEN NOT {here} AND {changed}",
         f"{take} {put} WHERE {gone};"),
        ("take", f"DELETE ON customers WHEN NOT {here}", take),
    ):  # fmt: skip
        op.execute(f"CREATE TRIGGER {table}_{name} AFTER {when} BEGIN {does} END")
    op.execute(f"{put} FROM customers AS new WHERE {gone} ORDER BY new.id")
