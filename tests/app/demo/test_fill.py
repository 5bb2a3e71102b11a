"""Demo data: real enough, the same every time, and only where nothing is."""

import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.access import PRESETS, SYSTEM, Permission
from app.core.contact import email_problem, normalise_email, phone_problem, website_problem
from app.core.engine import Database
from app.core.errors import Cancelled, Conflict, NotSignedIn, PermissionDenied
from app.core.folding import fold
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers import rules
from app.customers.drafts import ContactDraft, CustomerDraft, ProfileDraft
from app.customers.editing import profile_of
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.customers.schemas import HoldReason, Kind, Shelf, Status
from app.demo.service import BASE, DemoService
from app.demo.staff import NO_PASSWORD
from app.staff.gate import GateService
from app.staff.model import Role, StaffUser
from app.upkeep import checks
from app.upkeep.indexes import search_index
from app.upkeep.service import UpkeepService
from tests.bench.functions import release
from tests.conftest import administer

SHOWN = 280
COUNTERS = ("licenses", "active_licenses", "subscriptions", "active_subscriptions")
DERIVED = (
    "name", "name_key", "company_key", "city_key", "email_norm", "phone_digits", "phone_key",
    "website_domain", "verified", "search_text", "shelf",
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Iterator[dict[str, str]]:
    """Where the first filled database of each engine is kept for the others."""
    found = {"sqlite": str(tmp_path_factory.mktemp("filled") / "filled.db")}
    yield found
    if "server" in found:
        administer(found["server"], f"DROP DATABASE {found['postgresql']} WITH (FORCE)")


@pytest.fixture
def filled(desk_db, changes, engine_name, kept, request) -> Database:
    """A database with as many customers as a first look at the demo has; made once."""
    path, server = Path(kept["sqlite"]), ""
    name = desk_db.address.url.database
    if engine_name == "postgresql":
        server = kept["server"] = request.getfixturevalue("server")
    if is_first := not (path.exists() if engine_name == "sqlite" else "postgresql" in kept):
        DemoService(desk_db, SYSTEM, changes).fill(SHOWN)
    release(desk_db)
    if engine_name == "sqlite":
        shutil.copy(*((name, path) if is_first else (path, name)))
    elif is_first:
        kept["postgresql"] = f"filled_{uuid4().hex[:12]}"
        administer(server, f"CREATE DATABASE {kept['postgresql']} TEMPLATE {name}")
    else:
        administer(server, f"DROP DATABASE {name} WITH (FORCE)")
        administer(server, f"CREATE DATABASE {name} TEMPLATE {kept['postgresql']}")
    return desk_db


def everybody(db: Database) -> list[Customer]:
    return of_everybody(db, Customer)


def of_everybody(db: Database, kind):
    with db.reading(SYSTEM) as session:
        found = list(session.scalars(sa.select(kind).order_by(kind.id)))
        session.expunge_all()
    return found


def facts(db: Database) -> list[dict[str, object]]:
    """Every customer with all that belongs to it; keys differ by engine and are left out."""
    keys = {"id", "customer_id", "parent_id", "owner_id", "team_id"}
    found = []
    with db.reading(SYSTEM) as session:
        for kind in (Customer, Contact, PortalUser, CustomerHold):
            columns = [one for one in kind.__table__.columns if one.key not in keys]
            rows = session.execute(sa.select(*columns).order_by(kind.id)).mappings()
            found += [dict(row) for row in rows]
    return found


def test_as_many_customers_as_asked_for_are_made(filled, services):
    assert len(everybody(filled)) == SHOWN
    # Archived and deleted ones stand in lists of their own.
    assert 250 <= services.customers.count(ListQuery()) < SHOWN


def test_every_status_and_every_reason_is_there(filled):
    statuses = Counter(row.status for row in everybody(filled))
    holds = of_everybody(filled, CustomerHold)

    assert set(statuses) == set(Status)
    assert statuses[Status.ACTIVE] > SHOWN / 2
    assert {hold.reason for hold in holds} == set(HoldReason)
    assert any(hold.ends_at for hold in holds)
    assert any(hold.released_at for hold in holds)
    assert any(row.archived for row in everybody(filled))


def test_the_customers_are_a_mixed_lot(filled):
    rows = everybody(filled)
    business = sum(row.kind is Kind.BUSINESS for row in rows)

    assert 0.55 < business / SHOWN < 0.75
    assert len({row.country for row in rows}) >= 40
    assert len({row.annual_revenue_currency for row in rows}) >= 15
    assert any(row.name is None for row in rows)
    assert any(row.name and " " not in row.name for row in rows)
    assert max(len(row.name or "") for row in rows) >= 180
    assert any(row.parent_id for row in rows)
    assert any(row.verified for row in rows)
    assert any(row.owner_id is None for row in rows)
    assert not any(getattr(row, name) for row in rows for name in COUNTERS)


@pytest.mark.parametrize("script", ["ARABIC", "HEBREW", "CYRILLIC", "GREEK", "CJK", "HANGUL"])
def test_many_scripts_are_there(filled, script):
    letters = set("".join(f"{row.name} {row.city}" for row in everybody(filled)))

    assert any(unicodedata.name(letter, "").startswith(script) for letter in letters)


def test_nobody_real_is_written_to(filled):
    contacts, users = of_everybody(filled, Contact), of_everybody(filled, PortalUser)
    addresses = [row.email for row in (*everybody(filled), *contacts, *users)]

    assert all(one.endswith((".example.com", ".example.org", ".example.net")) for one in addresses)
    assert not any(email_problem(one) for one in addresses)
    assert [user.password_hash for user in users] == [None] * len(users)


def test_every_value_would_pass_the_forms(filled):
    with filled.reading(SYSTEM) as session:
        drafts = [(profile_of(row), row.email_norm) for row in session.scalars(sa.select(Customer))]
    for draft, norm in drafts:
        assert isinstance(draft, ProfileDraft)
        assert draft.problems() == {}
        assert draft.values()["company_name"] == draft.company_name
        assert normalise_email(draft.email).norm == norm
        assert phone_problem(draft.phone, draft.country) is None
        assert website_problem(draft.website) is None
    for row in of_everybody(filled, Contact):
        assert ContactDraft(row.name, row.phone, row.email, row.address, row.role).problems() == {}


def test_what_follows_from_facts_is_what_recomputing_gives(filled, clock):
    holds: dict[int, list[CustomerHold]] = {}
    for hold in of_everybody(filled, CustomerHold):
        holds.setdefault(hold.customer_id, []).append(hold)
    for row in everybody(filled):
        before = {name: getattr(row, name) for name in DERIVED}
        rules.derive(row, normalise_email(row.email).norm)
        assert {name: getattr(row, name) for name in DERIVED} == before
        assert rules.status_of(row.deleted_at, holds.get(row.id, []), clock.now()) == row.status


def test_dates_make_sense(filled, clock):
    for row in everybody(filled):
        assert BASE - timedelta(days=6 * 366) < row.created_at <= BASE
        assert row.created_at <= row.updated_at <= BASE
        assert row.last_activity_at is None or row.created_at <= row.last_activity_at <= BASE
        assert row.deleted_at is None or row.deleted_at <= clock.now() < row.purge_due_at
    by_code = [row.created_at.date() for row in everybody(filled)]
    assert by_code == sorted(by_code)


def test_companies_have_contacts_and_an_administrator(filled):
    contacts = Counter(row.customer_id for row in of_everybody(filled, Contact))
    primary = Counter(row.customer_id for row in of_everybody(filled, Contact) if row.is_primary)
    users = {row.customer_id: row for row in of_everybody(filled, PortalUser)}

    for row in everybody(filled):
        if row.kind is Kind.BUSINESS:
            assert 1 <= contacts[row.id] <= 3
            assert primary[row.id] == 1
            assert users[row.id].email == row.email
            assert users[row.id].active == (row.deleted_at is None)
        else:
            assert row.id not in users


def test_two_fills_are_alike(filled, make_address, clock, changes):
    other = Database(make_address(founded=True), clock)
    try:
        DemoService(other, SYSTEM, changes).fill(SHOWN)
        assert facts(other) == facts(filled)
    finally:
        other.close()


def test_every_preset_role_is_held_by_somebody(filled):
    with filled.reading(SYSTEM) as session:
        held = set(
            session.scalars(sa.select(Role.name).join(StaffUser, StaffUser.role_id == Role.id))
        )
        owners = set(session.scalars(sa.select(Customer.owner_id)))

    assert held == {preset.name for preset in PRESETS}
    assert len(owners) > 4


def test_nobody_signs_in_as_demo_staff_where_work_is_real(filled, changes):
    added = of_everybody(filled, StaffUser)[1:]

    assert {row.password_hash for row in added} == {NO_PASSWORD}
    with pytest.raises(NotSignedIn):
        GateService(filled, SYSTEM, changes).sign_in(added[0].email, NO_PASSWORD)


def test_search_overlooks_accents(filled, services):
    rows = [row for row in everybody(filled) if row.shelf is Shelf.CURRENT and row.name]
    accented = [
        row for row in rows if row.last_name and fold(row.last_name) != row.last_name.lower()
    ]
    assert len(accented) > 40
    for row in accented:
        found = services.customers.first(ListQuery(text=f"{fold(row.last_name)} {row.email}"), 50)
        assert row.id in {one.id for one in found}, row.last_name


def test_the_audit_trail_and_all_checks_are_whole(filled, changes, tmp_path, monkeypatch):
    monkeypatch.setenv("CUSTOMER_DESK_HOME", str(tmp_path))
    findings = UpkeepService(filled, SYSTEM, changes).check()

    assert [found.problem for found in findings] == [""] * len(findings)


def test_each_customer_says_in_its_history_how_it_came(filled, services):
    told = services.customers.history(everybody(filled)[0].id)

    assert {row.what for row in told} >= {"Customer created"}


def test_a_new_customer_gets_the_next_number(filled, services):
    assert {row.client_id for row in everybody(filled)} == {
        f"CUST-{number:06d}" for number in range(1, SHOWN + 1)
    }
    made = services.customers.create(CustomerDraft("next@example.org", "Nora", "Next"))
    assert services.customers.show(made).client_id == f"CUST-{SHOWN + 1:06d}"


def test_customers_that_are_there_are_left_alone(filled, services):
    before = facts(filled)

    with pytest.raises(Conflict) as refusal:
        services.demo.fill(10)

    assert "has customers already" in str(refusal.value)
    assert facts(filled) == before


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_numbers_that_make_no_sense_are_refused(services, number):
    with pytest.raises(Conflict):
        services.demo.fill(number)


def test_a_cancelled_fill_leaves_nothing(services, desk_db):
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        services.demo.fill(10, progress)

    assert services.demo.is_empty()
    assert len(of_everybody(desk_db, StaffUser)) == 1


def test_only_who_may_look_after_the_database_may_fill_it(desk_db, changes):
    actor = replace(SYSTEM, permissions=frozenset(Permission) - {Permission.UPKEEP})

    with pytest.raises(PermissionDenied):
        DemoService(desk_db, actor, changes).fill(10)


def test_a_clock_that_is_behind_is_no_hindrance(desk_db, clock, services):
    clock.at = datetime(2025, 3, 1, tzinfo=UTC)
    services.demo.fill(100)

    assert all(row.created_at <= clock.now() for row in everybody(desk_db))
    assert {row.status for row in everybody(desk_db)} == set(Status)


def test_lists_are_told_to_ask_again(services, changes):
    told = []
    changes.listen(told.append)

    services.demo.fill(10)

    assert {"customers": frozenset()} in told


def test_many_are_made_quickly_and_their_indexes_are_back(desk_db, services):
    indexes = sa.inspect(desk_db.engine).get_indexes("customers")
    services.demo.fill(12_000, each=0.2)

    assert sorted(one["name"] for one in sa.inspect(desk_db.engine).get_indexes("customers")) == (
        sorted(one["name"] for one in indexes)
    )
    emails = {row[0] for row in _emails(desk_db)}
    assert len(emails) == 12_000
    assert services.customers.first(ListQuery(text="wisniewski"), 10)
    with desk_db.reading(SYSTEM) as session:
        assert search_index(session) == checks.storage(session) == ""


def _emails(db: Database):
    with db.reading(SYSTEM) as session:
        return session.execute(sa.select(Customer.email_norm)).all()
