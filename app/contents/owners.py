"""Who refers to contents: one that no owner refers to any more is taken away."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.contents.model import Content
from app.core.query import Where


def _owner(table: str, name: str) -> sa.TableClause:
    columns = (sa.column("sha256", sa.String), sa.column("size", sa.BigInteger))
    return sa.table(table, *columns, sa.column(name, sa.String))


# Named by their tables, not by their models: what a model owns that nobody has imported so
# far must not look unwanted. Each column a foreign key ties to a content is among them.
OWNERS = (
    (_owner("attachments", "name"), "name"),
    (_owner("product_files", "file_name"), "file_name"),
)


def owned() -> Where:
    """Whether anything refers to a content."""
    return sa.or_(*(sa.exists().where(owner.c.sha256 == Content.sha256) for owner, _name in OWNERS))


def name_of(session: Session, sha256: str) -> str:
    """What a file with this content is called; the beginning of the hash if there is none."""
    names = sa.union_all(
        *(
            sa.select(owner.c[name].label("name")).where(owner.c.sha256 == sha256)
            for owner, name in OWNERS
        )
    ).subquery()
    return session.scalar(sa.select(sa.func.min(names.c.name))) or sha256[:12]


def of_other_sizes(session: Session) -> list[str]:
    """The contents of files that say another size than their content has."""
    found = (
        sa.select(Content.sha256)
        .join(owner, owner.c.sha256 == Content.sha256)
        .where(owner.c.size != Content.size)
        for owner, _name in OWNERS
    )
    return list(session.scalars(sa.union(*found)))
