"""The demo makes itself whatever is missing, once."""

import time

import pytest
import sqlalchemy as sa

from app.core.access import ANONYMOUS, SYSTEM
from app.core.errors import NotSignedIn
from app.customers.model import Customer
from app.demo import founding
from app.demo.empty import DEFAULT
from app.demo.founding import open_demo
from app.staff.gate import GateService
from app.staff.schemas import SetupDraft


def how_many(db) -> int:
    with db.reading(SYSTEM) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Customer))


def test_a_first_start_is_quick_and_signs_in(db, changes):
    started = time.monotonic()

    actor = open_demo(db, changes)

    # Two seconds on a machine of its own; tests share theirs.
    assert time.monotonic() - started < 10
    assert (actor.name, actor.role) == (founding.ADMINISTRATOR, "Super Admin")
    assert how_many(db) == DEFAULT
    state = GateService(db, ANONYMOUS, changes).state()
    assert (state.demo, state.organization) == (True, founding.ORGANIZATION)


def test_a_second_start_finds_what_the_first_made(db, changes):
    first = open_demo(db, changes, 20)

    assert open_demo(db, changes) == first
    assert how_many(db) == 20


def test_an_interrupted_first_start_is_taken_up(db, changes):
    gate = GateService(db, ANONYMOUS, changes)
    gate.initialise(SetupDraft("Half", "Hal", "hal@example.org", founding.PASSWORD, demo=True))

    assert open_demo(db, changes, 20).name == "Hal"
    assert how_many(db) == 20


def test_a_real_database_is_left_alone(desk_db, changes):
    with pytest.raises(NotSignedIn):
        open_demo(desk_db, changes)

    assert how_many(desk_db) == 0


def test_demo_staff_share_the_published_password(db, changes):
    open_demo(db, changes, 20)

    actor = GateService(db, ANONYMOUS, changes).sign_in(
        "amelie.fournier@alderfinch.example.com", founding.PASSWORD
    )

    assert actor.role == "Sales Manager"
