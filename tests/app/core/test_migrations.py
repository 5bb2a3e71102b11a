"""The schema's history leads to the models, on both engines, and never loses a row."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import migrations as versions
from app.bootstrap import open_database
from app.core import migrations
from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.errors import Conflict, Unavailable
from app.customers.drafts import CustomerDraft, HoldDraft
from app.registry import Base
from migrations import GUARDS
from tests.app.upkeep.test_service import ACME


def test_migrated_schema_equals_the_models(db):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (
                        (kind == "table" and ("_search" in name or name == "alembic_version"))
                        or (kind == "index" and re.fullmatch(r"ix_\w+_search", name))
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


NEXT = '''"""One more migration."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{head}"

def upgrade():
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" and {rebuild} else "never"
    with op.batch_alter_table("customers", recreate=rebuild) as batch:
        batch.add_column(sa.Column("nickname", sa.String(20), server_default=""))
    {then}

def downgrade():
    pass
'''
AGAIN = """from importlib import util
    from pathlib import Path
    steps = []
    for name in (
        "0001_first_schema.py", "0006_search_at_a_million.py",
        "0008_products_licenses_subscriptions.py", "0009_orders_invoices_payments.py",
        "0010_tags_segments_interactions_attachments.py",
    ):
        spec = util.spec_from_file_location("step", Path(__file__).with_name(name))
        steps.append(util.module_from_spec(spec))
        spec.loader.exec_module(steps[-1])
    if op.get_bind().dialect.name == "sqlite":
        for name in ("customers_search", "customers_search_terms", "customers_search_aside"):
            op.execute(f"DROP TABLE {name}")
        steps[0].index_search_sqlite()
        steps[1].upgrade()
        for step in steps[2:]:
            step.tell_of_customers()
        steps[4].tag_sqlite()"""
STUCK = 'print("in the middle", flush=True); import sys; sys.stdin.read()'
UPGRADE = """
import sys
from pathlib import Path
from app.core import migrations
from app.core.engine import Address, Database
migrations.upgrade(Database(Address.parse(sys.argv[1])), scripts=Path(sys.argv[2]))
"""


@pytest.fixture
def scripts(tmp_path):
    """A function that gives a history with one more migration."""

    def make(then, *, rebuild=True):
        folder = tmp_path / "history"
        shutil.copytree(Path(versions.__file__).parent, folder, dirs_exist_ok=True)
        text = NEXT.format(head=versions.HEAD, rebuild=rebuild, then=then)
        (folder / "versions" / "9999_next.py").write_text(text)
        return folder

    return make


def everything(database):
    """Rows of customers, contacts and holds, what a search finds, and the guards missing."""
    with database.reading(SYSTEM) as session:
        tables = ("customers", "contacts", "portal_users", "customer_holds", "audit_events")
        counts = [session.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in tables]
        return counts, migrations.missing_guards(session.connection())


@pytest.fixture
def filled(services, desk_db):
    """A database with a company, its contact and its hold."""
    made = services.customers.create_company(ACME)
    services.lifecycle.hold(made.customer_id, HoldDraft())
    return desk_db


def test_guards_of_a_fresh_database_are_all_there_and_no_other(db):
    on_sqlite = db.address.is_sqlite
    with db.reading(SYSTEM) as session:
        names = session.scalars(
            sa.text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                if on_sqlite
                else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            )
        ).all()
    assert set(names) == GUARDS[db.engine.dialect.name]


def test_a_rebuilt_table_keeps_its_children_and_a_lost_trigger_is_refused(filled, scripts):
    before = everything(filled)
    assert before[0][:4] == [1, 1, 1, 1]

    if filled.address.is_sqlite:
        with pytest.raises(Conflict, match="customers_search_put"):
            migrations.upgrade(filled, scripts=scripts("pass"))
        assert migrations.revision(filled) == versions.HEAD
        assert everything(filled) == before

    migrations.upgrade(filled, scripts=scripts(AGAIN))
    assert migrations.revision(filled) == "9999"
    assert everything(filled) == before


def test_children_deleted_by_a_migration_are_noticed(filled, scripts):
    before = everything(filled)
    with pytest.raises(Conflict, match="contacts"):
        migrations.upgrade(
            filled, scripts=scripts('op.execute("DELETE FROM contacts")', rebuild=False)
        )
    assert (migrations.revision(filled), everything(filled)) == (versions.HEAD, before)


@pytest.mark.skipif(os.name != "posix", reason="Windows kills in another way")
def test_a_killed_migration_leaves_the_database_as_it_was(filled, services, scripts):
    before = everything(filled)
    address = filled.address.url.render_as_string(hide_password=False)
    worker = subprocess.Popen(
        [sys.executable, "-c", UPGRADE, address, str(scripts(STUCK))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    with worker:
        assert worker.stdout.readline() == "in the middle\n"
        worker.kill()

    assert (migrations.revision(filled), everything(filled)) == (versions.HEAD, before)
    services.customers.create(CustomerDraft("after@example.org", "A", "B"))
    migrations.upgrade(filled, scripts=scripts(AGAIN))
    assert everything(filled)[0][0] == 2


@pytest.mark.parametrize("found", ["0000", "gone"])
def test_a_schema_of_no_known_version_is_refused_before_anything_is_copied(
    make_address, found, tmp_path
):
    address = make_address(founded=True)
    database = Database(address)
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": found})
    database.close()
    with pytest.raises(Conflict, match=found):
        open_database(address, may_migrate=True)
    assert not list(tmp_path.glob("*before*"))


def test_tables_without_a_version_are_not_taken_for_an_empty_database(make_address):
    address = make_address(founded=True)
    database = Database(address)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    database.close()
    with pytest.raises(Unavailable, match="another program"):
        open_database(address)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_copy_never_replaces_an_earlier_one(db, clock):
    first = migrations.verified_backup(db, clock.now())
    second = migrations.verified_backup(db, clock.now())
    assert first != second
    assert first.read_bytes()
    assert second.read_bytes()
