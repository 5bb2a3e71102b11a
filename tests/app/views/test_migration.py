"""A database from before saved views gets what filters compare, folded as the program folds."""

import sqlalchemy as sa

from app.core import bulk, migrations
from app.core.access import SYSTEM
from app.customers.model import Customer
from tests.app.customers import filter_rows
from tests.naughty import ACCEPTABLE

KEYS = (
    "email_key", "website_key", "client_key", "state_key", "postal_key", "notes_key",
    "legal_key", "description_key", "person_key", "address_key",
)  # fmt: skip


def test_what_was_typed_before_is_folded(desk_db):
    rows = filter_rows.rows(2100, seed=3)
    for row, text in zip(rows, ACCEPTABLE, strict=False):
        row["notes"] = row["description"] = text
        row["notes_key"] = row["description_key"] = filter_rows.fold(text) or None
    with desk_db.transaction(SYSTEM) as session:
        filter_rows.insert(session, rows)
    migrations.downgrade(desk_db, "0002")
    migrations.upgrade(desk_db)

    table = bulk.table_of(Customer)
    with desk_db.reading(SYSTEM) as session:
        statement = sa.select(*(table.c[key] for key in KEYS)).order_by(table.c.id)
        found = [tuple(row) for row in session.execute(statement)]
    assert found == [tuple(row[key] for key in KEYS) for row in rows]
