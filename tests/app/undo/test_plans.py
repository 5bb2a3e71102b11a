"""Looking for the next step reads a few entries, however long the trail is."""

import pytest
import sqlalchemy as sa

from app.core.listing import Selection
from app.customers.bulk_changes import Edit, EditFields
from app.customers.drafts import CustomerDraft


@pytest.fixture
def engine_name():
    """SQLite is the one that mistakes the index on subjects for a short cut."""
    return "sqlite"


@pytest.fixture
def asked(desk_db):
    """The statements on the trail that were run, with what was put into them."""
    found = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT") and "audit_events" in statement:
            found.append((statement, parameters))

    sa.event.listen(desk_db.engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(desk_db.engine, "before_cursor_execute", note)


def test_no_look_goes_through_the_whole_trail(services, desk_db, asked):
    drafts = [CustomerDraft(f"p{number}@example.org", "A", "B") for number in range(3)]
    ids = tuple(services.customers.create(draft) for draft in drafts)
    services.bulk.run(Selection(ids=ids), EditFields((Edit("city", value="Bern"),)))
    asked.clear()
    step = services.undo.steps().undo
    services.undo.preview(step.command)
    services.undo.undo(step.command)
    services.undo.steps()

    looked = list(asked)
    assert len(looked) > 10
    with desk_db.engine.connect() as connection:
        for statement, parameters in looked:
            explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = "\n".join(row[-1] for row in explained)
            assert "SCAN audit_events" not in plan, statement
            assert "(subject=?)" not in plan, statement
