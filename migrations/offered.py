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
_OLD = sa.table("file_contents", sa.column("sha256"), sa.column("content", sa.LargeBinary))
_PARTS = sa.table(
    "content_parts", sa.column("sha256"), sa.column("position"), sa.column("piece", sa.LargeBinary)
)


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
    for sha256 in connection.scalars(sa.text("SELECT sha256 FROM contents")).all():
        # One at a time, each read once: they have up to 50 MB.
        found = sa.select(_OLD.c.content).where(_OLD.c.sha256 == sha256)
        content = connection.scalar(found) or b""
        for position, start in enumerate(range(0, len(content), _PIECE)):
            piece = content[start : start + _PIECE]
            row = {"sha256": sha256, "position": position, "piece": piece}
            connection.execute(sa.insert(_PARTS), row)
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
