"""The schema's history leads to the models, on both engines, and never loses a row."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.core import migrations
from app.core.access import SYSTEM
from app.core.engine import Database
from app.registry import Base


def test_migrated_schema_equals_the_models(db):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (
                        (
                            kind == "table"
                            and name.startswith(("customers_search", "alembic_version"))
                        )
                        or (kind == "index" and name == "ix_customers_search")
                    )
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_up_down_up(make_address):
    database = Database(make_address(migrated=False))
    assert migrations.revision(database) == migrations.EMPTY
    migrations.upgrade(database)
    assert migrations.revision(database) == migrations.HEAD
    migrations.downgrade(database, "base")
    assert migrations.revision(database) == migrations.EMPTY
    migrations.upgrade(database)
    with database.reading(SYSTEM) as session:
        assert session.scalar(sa.text("SELECT count(*) FROM audit_head")) == 1
    database.close()
