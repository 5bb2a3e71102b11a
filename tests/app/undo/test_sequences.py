"""Whatever was done, in any order: undone in reverse it leaves no trace, redone all of it."""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Database
from app.core.progress import Progress
from app.core.verify import verify
from app.services import Services
from app.staff.schemas import StaffDraft
from tests.app.undo.acts import ACTS, People, dump

# More for the record: each example makes a database.
EXAMPLES = 8 * int(os.environ.get("CUSTOMER_DESK_TEST_SCALE", "1"))
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def office(make_address, clock, admin):
    """A function that gives the services of a new database with two people."""
    opened = []

    def make():
        opened.append(Database(make_address(founded=True), clock))
        services = Services.build(opened[-1], admin, Changes())
        services.staff.add(StaffDraft("Sam", "sam@example.org", 1, team="North"), "Correct-horse-9")
        return services

    yield make
    for database in opened:
        database.close()


@settings(max_examples=EXAMPLES, suppress_health_check=SLOW)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=14), seed=st.integers(0, 2**32))
def test_undone_in_reverse_nothing_is_left_and_redone_all(office, tmp_path, acts, seed):
    services = office()
    people, db = People(services, tmp_path, Random(seed)), services.customers.db
    for _each in range(3):
        people.did("create_company")
    states, commands = [dump(db)], []
    for act in acts:
        if command := people.did(act):
            commands.append(command)
            states.append(dump(db))

    for place in reversed(range(len(commands))):
        services.undo.undo(commands[place])
        assert dump(db) == states[place]
    for place, command in enumerate(commands):
        services.undo.redo(command)
        assert dump(db) == states[place + 1]
    with db.reading(SYSTEM) as session:
        assert verify(session, None, Progress()).whole
    db.close()
