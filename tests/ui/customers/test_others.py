"""What other programs save appears in the list by itself, and the view does not jump."""

from dataclasses import replace

import pytest

from app.bootstrap import open_database
from app.customers.drafts import CustomerDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.services import Services
from tests.ui.customers.helpers import idle, shown
from ui.customers.page import CustomersPage
from ui.shell.watch import Watch


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request):
    """Each engine has its own way of telling."""
    return request.param


@pytest.fixture
def elsewhere(desk_db, admin):
    """The services of another program on the same database."""
    opened = open_database(desk_db.address)
    yield Services.build(opened.db, replace(admin, name="Grace"), opened.changes)
    opened.close()


@pytest.fixture
def page(qtbot, qapp, desk_db, desk, changes, person):
    for number in range(60):
        person(f"Person {number:02}")
    made = CustomersPage(desk)
    made.resize(1064, 400)
    with qtbot.waitSignal(made.counted):
        shown(qtbot, made, desk)
    opened = open_database(desk_db.address)
    watch = Watch(desk.tasks, opened.hear, qapp)
    # This program's own ear, at the database its services use.
    opened.changes.listen(changes.publish)
    idle(qtbot, desk)
    yield made
    watch.stop()
    idle(qtbot, desk)
    opened.close()


def test_a_new_row_does_not_move_the_others(qtbot, page, elsewhere):
    page.view.verticalScrollBar().setValue(20 * page.view.row_height())
    top = page.model.ids[page.view.seen()[0]]
    page.view.choose([22], 22)
    chosen = list(page.chosen_ids())
    with qtbot.waitSignal(page.counted, timeout=10_000):
        elsewhere.customers.create(CustomerDraft("new@example.org", "New", "Comer"))
    assert page.total == 61
    assert page.model.ids[page.view.seen()[0]] == top
    assert list(page.chosen_ids()) == chosen


def test_a_changed_row_changes_where_it_stands(qtbot, page, elsewhere):
    key = page.model.ids[3]
    with elsewhere.customers.db.reading(elsewhere.customers.actor) as session:
        base = profile_of(session.get_one(Customer, key))
    elsewhere.customers.edit(key, 1, base, replace(base, first_name="Changed"))
    qtbot.waitUntil(lambda: page.model.row(3).name == "Changed Roe", timeout=10_000)
    assert page.model.ids[3] == key
