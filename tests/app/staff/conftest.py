"""A door whose hashing is quick."""

from dataclasses import replace

import pytest

from app.core.access import ANONYMOUS
from app.core.passwords import Hasher
from app.staff.gate import GateService

QUICK = Hasher(memory_kib=64, time_cost=1)


@pytest.fixture
def gate(desk_db, changes):
    """The door of an organization whose administrator is Ada."""
    return GateService(desk_db, ANONYMOUS, changes, hasher=QUICK)


@pytest.fixture
def staff(services):
    """Staff accounts, as the first administrator."""
    return replace(services.staff, hasher=QUICK)


@pytest.fixture
def role_ids(staff):
    """Role ids by name."""
    return {row.name: row.id for row in staff.roles()}
