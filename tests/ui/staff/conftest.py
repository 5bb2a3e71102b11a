"""A desk of a real organization in a file, and the staff page on it."""

from dataclasses import replace

import pytest
from shiboken6 import delete

from app.core.access import ANONYMOUS
from app.core.passwords import Hasher
from app.services import Services
from app.staff.gate import GateService
from app.staff.schemas import StaffDraft
from tests.conftest import PASSWORD
from ui.staff.page import StaffPage

QUICK = Hasher(memory_kib=64, time_cost=1)


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine."""
    return "sqlite"


@pytest.fixture
def gate(desk_db, changes):
    return GateService(desk_db, ANONYMOUS, changes, hasher=QUICK)


@pytest.fixture
def make_desk(seat, desk_db, changes):
    """A function that sits somebody down at a desk where passwords are checked quickly."""

    def make(actor):
        services = Services.build(desk_db, actor, changes)
        services.staff = replace(services.staff, hasher=QUICK)
        return seat(actor, services)

    return make


@pytest.fixture
def desk(make_desk, admin):
    """Ada's desk, the only Super Admin's."""
    return make_desk(admin)


@pytest.fixture
def staff(desk):
    """Staff accounts, as Ada."""
    return desk.services.staff


@pytest.fixture
def role_ids(staff):
    """Role ids by name."""
    return {row.name: row.id for row in staff.roles()}


@pytest.fixture
def sam(staff, role_ids):
    """The id of a sales manager in the team North."""
    draft = StaffDraft("Sam Seller", "sam@example.org", role_ids["Sales Manager"], team="North")
    return staff.add(draft, PASSWORD)


@pytest.fixture
def open_page(qtbot):
    """A function that opens the staff page at a desk."""
    made = []

    def make(desk):
        page = StaffPage(desk)
        made.append(page)
        page.resize(1200, 700)
        page.show()
        qtbot.waitUntil(lambda: desk.tasks.is_idle and not page.asker.is_busy)
        return page

    yield make
    # Before its desk: a list that heard of a change would ask once more.
    for page in made:
        delete(page)


@pytest.fixture
def page(open_page, desk, sam):  # noqa: ARG001 - Sam is on the page
    """The page with Ada and Sam."""
    return open_page(desk)
