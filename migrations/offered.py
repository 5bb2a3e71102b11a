"""Brings what customers may download into the store all files share, and back.

Before, each content was one value in a table of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

_PIECE = 1024 * 1024
_TIED = "fk_product_files_sha256"
_OLD = sa.table("file_contents", sa.column("sha256"), sa.column("content"))
_PARTS = sa.table("content_parts", sa.column("sha256"), sa.column("position"), sa.column("piece"))


def move_contents() -> None:
    """Move every content, in pieces; a release whose content was lost keeps its line."""
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO contents (sha256, size, place, added_at) "
            "SELECT sha256, max(size), 'database', min(created_at) "
            "FROM product_files GROUP BY sha256"
        )
    )
    longest = connection.scalar(sa.select(sa.func.max(sa.func.length(_OLD.c.content)))) or 0
    for position in range(-(-longest // _PIECE)):
        connection.execute(_cut(position))
    op.drop_table("file_contents")
    op.create_index("ix_product_files_sha256", "product_files", ["sha256"])
    _tie()


def move_contents_back() -> None:
    """Put each content together again; those in a folder have to be moved here before."""
    connection = op.get_bind()
    outside = sa.text(
        "SELECT 1 FROM contents WHERE place <> 'database' "
        "AND sha256 IN (SELECT sha256 FROM product_files)"
    )
    if connection.scalar(outside) is not None:
        raise RuntimeError("move all files into the database first")
    _untie()
    op.drop_index("ix_product_files_sha256", table_name="product_files")
    op.create_table(
        "file_contents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_contents")),
    )
    sizes = sa.text("SELECT sha256, max(size) FROM product_files GROUP BY sha256")
    for sha256, size in connection.execute(sizes).all():
        pieces = sa.select(_PARTS.c.piece).where(_PARTS.c.sha256 == sha256)
        whole = b"".join(connection.scalars(pieces.order_by(_PARTS.c.position)))
        if len(whole) == size:  # What was lost stays so.
            connection.execute(sa.insert(_OLD).values(sha256=sha256, content=whole))


def _cut(position: int) -> sa.Insert:
    """Every content's piece at this position, of those that reach so far."""
    start = position * _PIECE
    begin, length = sa.literal(start + 1, sa.Integer), sa.literal(_PIECE, sa.Integer)
    piece = sa.func.substr(_OLD.c.content, begin, length)
    used = sa.exists().where(sa.table("contents", sa.column("sha256")).c.sha256 == _OLD.c.sha256)
    found = sa.select(_OLD.c.sha256, sa.literal(position, sa.Integer), piece).where(
        sa.func.length(_OLD.c.content) > start, used
    )
    return sa.insert(_PARTS).from_select(["sha256", "position", "piece"], found)


def _tie() -> None:
    """Let no content go that a release still has."""
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(_TIED, "product_files", "contents", ["sha256"], ["sha256"])
        return
    with _rebuilt() as table:
        table.create_foreign_key(_TIED, "contents", ["sha256"], ["sha256"])


def _untie() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(_TIED, "product_files", type_="foreignkey")
        return
    with _rebuilt() as table:
        table.drop_constraint(_TIED, type_="foreignkey")


@contextmanager
def _rebuilt() -> Iterator[BatchOperations]:
    """SQLite alters no keys: the table is made anew, and gives no number away again."""
    sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    this = sequence.c.name == "product_files"
    last = op.get_bind().scalar(sa.select(sequence.c.seq).where(this))
    with op.batch_alter_table(
        "product_files", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as table:
        yield table
    if last is not None:
        op.execute(sa.delete(sequence).where(this))
        op.execute(sa.insert(sequence).values(name="product_files", seq=last))
