"""Runs migrations on the connection it is handed by `app.core.migrations`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, TypeDecorator

from app.registry import Base


def plain_type(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our column types as the ones they store, so history never imports the app."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def own_table(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out what full-text search keeps for itself."""
    return not (kind == "table" and name and "_search" in name)


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_type,
    include_name=own_table,
    compare_type=True,
    # The caller holds the transaction: nothing of a migration is kept unless all of it is.
    transactional_ddl=False,
)
with context.begin_transaction():
    context.run_migrations()
