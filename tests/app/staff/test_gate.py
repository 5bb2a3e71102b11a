"""The first run, and signing in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from statistics import median
from threading import Barrier
from time import perf_counter

import pytest
import sqlalchemy as sa

from app.core.access import ANONYMOUS, PRESETS, SYSTEM, Permission, Scope
from app.core.audit import AuditEvent, AuditPayload
from app.core.changes import Changes
from app.core.engine import Database
from app.core.errors import Conflict, Invalid, NotSignedIn
from app.core.numbers import NumberSeries, take
from app.core.passwords import Hasher
from app.organization.model import Organization
from app.staff import throttle
from app.staff.gate import GateService
from app.staff.model import Role, SignIn, SignInThrottle, StaffUser
from app.staff.schemas import SetupDraft, StaffDraft, TeamDraft
from tests.app.staff.conftest import QUICK
from tests.conftest import PASSWORD

SETUP = SetupDraft("  Acmé & Söhne ", " Zoë Å ", " Zoe@Example.ORG ", "Secret#2026", "", "")
WRONG = "E-mail or password is not right"


@pytest.fixture
def new_gate(db):
    """The door of a database nobody has used yet."""
    return GateService(db, ANONYMOUS, Changes(), hasher=QUICK)


def refusal(gate, email, password="wrong"):  # noqa: S107 - a wrong one
    with pytest.raises(NotSignedIn) as refused:
        gate.sign_in(email, password, "box")
    return str(refused.value)


def test_a_new_database_asks_for_the_first_run(new_gate):
    assert new_gate.state().needs_setup

    new_gate.initialise(SETUP)

    state = new_gate.state()
    assert (state.needs_setup, state.organization, state.demo) == (False, "Acmé & Söhne", False)
    actor = new_gate.sign_in("ZOE@example.org ", "Secret#2026", "box")
    assert actor.permissions == frozenset(Permission)
    assert (actor.name, actor.email, actor.role) == ("Zoë Å", "Zoe@Example.ORG", "Super Admin")


def test_the_first_run_leaves_roles_numbers_and_a_history(new_gate, db):
    new_gate.initialise(SETUP)

    with db.reading(SYSTEM) as session:
        roles = session.scalars(sa.select(Role).order_by(Role.id)).all()
        organization = session.scalars(sa.select(Organization)).one()
        series = session.get_one(NumberSeries, "customers")
        events = session.scalars(sa.select(AuditEvent)).all()
        said = " ".join(session.scalars(sa.select(AuditPayload.body)))
        session.expunge_all()
    assert [role.name for role in roles] == [preset.name for preset in PRESETS]
    assert {role.name for role in roles if role.is_admin} == {
        "Super Admin", "Admin", "CEO", "Manager",
    }  # fmt: skip
    assert (len(organization.uid), series.prefix, series.next_value) == (36, "CUST-", 1)
    assert {event.actor_name for event in events} == {"Zoë Å"}
    assert {event.use_case for event in events} == {"gate.initialise"}
    assert "argon2" not in said
    with db.transaction(SYSTEM) as session:
        assert take(session, "customers", 2) == ["CUST-000001", "CUST-000002"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organization": " "}, "organization"),
        ({"organization": "x" * 201}, "organization"),
        ({"name": "\t"}, "name"),
        ({"name": "A\0b"}, "name"),
        ({"email": "zoe"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "nodigits#Here"}, "password"),
        ({"time_zone": "Moon/Sea"}, "time_zone"),
        ({"currency": "XXY"}, "currency"),
    ],
)
def test_what_is_wrong_in_the_first_run_is_said_by_field(change, field):
    assert list(replace(SETUP, **change).problems()) == [field]


def test_a_wrong_first_run_writes_nothing(new_gate):
    with pytest.raises(Invalid):
        new_gate.initialise(replace(SETUP, email="zoe"))

    assert new_gate.state().needs_setup


def test_a_second_first_run_is_refused(gate):
    with pytest.raises(Conflict, match="already belongs to Test firm"):
        gate.initialise(SETUP)


def test_of_two_first_runs_at_once_one_wins(address):
    databases = [Database(address), Database(address)]
    gates = [GateService(db, ANONYMOUS, Changes(), hasher=QUICK) for db in databases]

    def attempt(gate):
        try:
            gate.initialise(SETUP)
        except Conflict as refused:
            return str(refused)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, gates))

    assert said[1] == "done"
    assert "already belongs to Acmé & Söhne" in said[0]
    with databases[0].reading(SYSTEM) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(StaffUser)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Role)) == 8
    for database in databases:
        database.close()


def test_signing_in_is_recorded_but_is_no_edit(gate, desk_db, clock):
    gate.sign_in("ada@example.org", PASSWORD, "box")

    with desk_db.reading(SYSTEM) as session:
        row = session.scalars(sa.select(StaffUser)).one()
        entry = session.scalars(sa.select(SignIn)).one()
        session.expunge_all()
    assert (row.last_sign_in_at, row.version) == (clock.now(), 1)
    assert (entry.staff_id, entry.machine, entry.outcome) == (row.id, "box", "let in")


def test_unknown_wrong_and_inactive_are_refused_in_the_same_words(gate, staff, role_ids):
    gone = staff.add(StaffDraft("Gone", "gone@example.org", role_ids["Viewer"]), PASSWORD)
    staff.deactivate(gone)

    wrong = refusal(gate, "ada@example.org")

    assert wrong.startswith(WRONG)
    assert refusal(gate, "nobody@example.org") == wrong
    assert refusal(gate, "gone@example.org", PASSWORD) == wrong
    assert refusal(gate, "no address at all", PASSWORD) == wrong
    assert refusal(gate, "", "") == wrong


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "not an address"])
def test_five_failures_lock_for_a_growing_time(gate, clock, email):
    for _try in range(4):
        assert refusal(gate, email).endswith("try again.")
    assert refusal(gate, email).endswith("please wait 15 seconds.")

    assert refusal(gate, email, PASSWORD) == (
        "There were too many failed attempts. Try again in 15 seconds."
    )
    clock.at += timedelta(seconds=14)
    assert "Try again in 1 second." in refusal(gate, email, PASSWORD)
    clock.at += timedelta(seconds=1)
    assert refusal(gate, email).endswith("please wait 30 seconds.")
    for wait in (60, 120, 240, 480, 900, 900):
        clock.at += timedelta(minutes=15)
        assert refusal(gate, email).endswith(f"please wait {wait // 60} minute{'s'[: wait > 60]}.")


def test_success_after_the_wait_forgets_the_failures(gate, clock, desk_db):
    for _try in range(5):
        refusal(gate, "ada@example.org")
    clock.at += timedelta(seconds=15)

    assert gate.sign_in("Ada@Example.org", PASSWORD).name == "Ada Admin"

    with desk_db.reading(SYSTEM) as session:
        assert session.scalars(sa.select(SignInThrottle.failures)).all() == [0]
    assert refusal(gate, "ada@example.org").endswith("try again.")


def test_the_counter_outlives_the_program_and_holds_no_address(gate, desk_db, changes):
    for _try in range(5):
        refusal(gate, " ADA@EXAMPLE.ORG")
    again = Database(desk_db.address, desk_db.clock)

    assert "too many" in refusal(
        GateService(again, ANONYMOUS, changes, hasher=QUICK), "ada@example.org"
    )

    with again.reading(SYSTEM) as session:
        [subject] = session.scalars(sa.select(SignInThrottle.subject))
    assert len(subject) == 64
    again.close()


def test_failures_at_the_same_time_are_all_counted(desk_db, gate):
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: refusal(gate, "ada@example.org"), range(12)))

    assert sum(words.startswith(WRONG) for words in said) == 5
    with desk_db.reading(SYSTEM) as session:
        assert session.scalars(sa.select(SignInThrottle.failures)).all() == [5]
        outcomes = list(session.scalars(sa.select(SignIn.outcome)))
    assert (outcomes.count("wrong"), outcomes.count("locked")) == (5, 7)


def test_an_answer_takes_as_long_for_an_unknown_address(desk_db, changes):
    slow = GateService(desk_db, ANONYMOUS, changes)

    def took(email):
        times = []
        for number in range(4):
            start = perf_counter()
            refusal(slow, email.replace("#", str(number)))
            times.append(perf_counter() - start)
        return median(times)

    assert 0.4 < took("ada@example.org") / took("nobody#@example.org") < 2.5


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(gate, desk_db):
    def stored():
        with desk_db.reading(SYSTEM) as session:
            return session.scalars(sa.select(StaffUser.password_hash)).one()

    before = stored()
    stronger = replace(gate, hasher=Hasher(memory_kib=128, time_cost=1))
    stronger.sign_in("ada@example.org", PASSWORD)

    assert stored() != before
    assert "m=128,t=1" in stored()
    assert stronger.sign_in("ada@example.org", PASSWORD).id == 1


class _Meeting(Hasher):
    """Renews a hash only once everybody at the door has verified the old one."""

    def __init__(self, guests):
        super().__init__(memory_kib=128, time_cost=1)
        self._door = Barrier(guests, timeout=30)

    def hash(self, password):
        self._door.wait()
        return super().hash(password)


def test_several_at_once_are_let_in_while_their_hash_is_renewed(gate):
    door = replace(gate, hasher=_Meeting(3))

    with ThreadPoolExecutor(3) as people:
        came = [people.submit(door.sign_in, "ada@example.org", PASSWORD) for _one in range(3)]

    assert [one.result().id for one in came] == [1, 1, 1]


def test_the_actor_carries_role_scope_and_team(gate, staff, role_ids):
    team = staff.add_team(TeamDraft("North"))
    staff.add(StaffDraft("Sam", "sam@example.org", role_ids["Sales Manager"], team), PASSWORD)

    actor = gate.sign_in("sam@example.org", PASSWORD)

    assert (actor.role, actor.scope, actor.team_id) == ("Sales Manager", Scope.TEAM, team)
    assert actor.can(Permission.CUSTOMERS_EDIT)
    assert not actor.can(Permission.CUSTOMERS_DELETE)


def test_unlocking_needs_the_own_password_and_gives_todays_rights(gate, staff, role_ids):
    sam = staff.add(StaffDraft("Sam", "sam@example.org", role_ids["Viewer"]), PASSWORD)
    actor = gate.sign_in("sam@example.org", PASSWORD)
    staff.edit(sam, 1, StaffDraft("Sam", "sam2@example.org", role_ids["Operator"]))

    assert gate.unlock(actor, PASSWORD).role == "Operator"
    with pytest.raises(NotSignedIn, match=WRONG):
        gate.unlock(actor, "wrong")
    staff.deactivate(sam)
    with pytest.raises(NotSignedIn, match=WRONG):
        gate.unlock(actor, PASSWORD)


def test_only_a_demo_lets_in_without_a_password(gate, new_gate):
    with pytest.raises(NotSignedIn, match="not a demo"):
        gate.enter_demo()
    with pytest.raises(NotSignedIn):
        new_gate.enter_demo()

    new_gate.initialise(replace(SETUP, demo=True))

    assert new_gate.enter_demo().role == "Super Admin"
    assert new_gate.state().demo


def test_a_day_of_guessing_gives_about_a_hundred_guesses():
    spent, guesses = timedelta(), 0
    while spent < timedelta(days=1):
        guesses += 1
        spent += throttle.lock_after(guesses) or timedelta()

    assert guesses <= 110
