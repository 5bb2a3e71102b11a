"""Staff accounts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import PRESETS, SYSTEM, Actor, Permission
from app.core.audit import HIDDEN, AuditPayload
from app.core.errors import Conflict, Invalid, NotFound, NotSignedIn, PermissionDenied
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.staff.schemas import StaffDraft, TeamDraft
from tests.conftest import PASSWORD


@pytest.fixture
def sam(staff, role_ids):
    """The id of a viewer."""
    return staff.add(StaffDraft(" Sam Ö ", " Sam@Example.org ", role_ids["Viewer"]), PASSWORD)


def row(staff, staff_id):
    return next(found for found in staff.everyone() if found.id == staff_id)


def acting(staff, role, staff_id=99):
    preset = next(preset for preset in PRESETS if preset.name == role)
    return replace(staff, actor=Actor(staff_id, role, preset.permissions, role=role))


def test_an_added_person_can_sign_in_and_is_listed(staff, gate, sam):
    assert gate.sign_in("sam@example.org", PASSWORD).id == sam
    found = row(staff, sam)
    assert (found.name, found.email, found.role, found.active) == (
        "Sam Ö", "Sam@Example.org", "Viewer", True,
    )  # fmt: skip
    assert [person.name for person in staff.choices()] == ["Ada Admin", "Sam Ö"]


def test_everything_wrong_is_said_at_once(staff, role_ids):
    with pytest.raises(Invalid) as refused:
        staff.add(StaffDraft(" ", "nowhere", role_ids["Viewer"]), "short")

    assert set(refused.value.fields) == {"name", "email", "password"}


def test_an_address_belongs_to_one_person(staff, sam, role_ids):
    draft = StaffDraft("Other", "SAM@example.ORG", role_ids["Viewer"])
    with pytest.raises(Invalid) as refused:
        staff.add(draft, PASSWORD)
    assert list(refused.value.fields) == ["email"]
    with pytest.raises(Invalid):
        staff.edit(sam, 1, replace(draft, email="ada@example.org"))


def test_the_password_rules_are_the_organizations(services, staff, role_ids):
    settings = services.organization.settings()
    services.organization.save(replace(settings, password_length=20, password_special=False))

    with pytest.raises(Invalid, match="at least 20 characters"):
        staff.add(StaffDraft("Bo", "bo@example.org", role_ids["Viewer"]), PASSWORD)
    staff.add(StaffDraft("Bo", "bo@example.org", role_ids["Viewer"]), "Correcthorse9Correcthorse")


def test_a_stale_edit_never_overwrites(staff, sam, role_ids):
    staff.edit(sam, 1, StaffDraft("Samuel", "sam@example.org", role_ids["Operator"]))

    with pytest.raises(Conflict, match="Ada Admin changed this account"):
        staff.edit(sam, 1, StaffDraft("Sammy", "sam@example.org", role_ids["Viewer"]))

    assert (row(staff, sam).name, row(staff, sam).role) == ("Samuel", "Operator")


def test_deactivated_people_stay_listed_but_out(staff, gate, sam):
    staff.deactivate(sam)

    assert not row(staff, sam).active
    assert [person.name for person in staff.choices()] == ["Ada Admin"]
    with pytest.raises(NotSignedIn):
        gate.sign_in("sam@example.org", PASSWORD)
    staff.activate(sam)
    assert gate.sign_in("sam@example.org", PASSWORD).id == sam


def test_nobody_deactivates_themselves(staff):
    with pytest.raises(Conflict, match="cannot deactivate yourself"):
        staff.deactivate(1)


def test_the_last_super_admin_stays(staff, role_ids):
    ceo = acting(staff, "CEO")
    with pytest.raises(Conflict, match="last Super Admin"):
        ceo.deactivate(1)
    with pytest.raises(Conflict, match="last Super Admin"):
        ceo.edit(1, 1, StaffDraft("Ada", "ada@example.org", role_ids["Viewer"]))

    second = staff.add(StaffDraft("Bo", "bo@example.org", role_ids["Super Admin"]), PASSWORD)
    ceo.deactivate(1)
    with pytest.raises(Conflict, match="last Super Admin"):
        ceo.deactivate(second)


def test_two_super_admins_cannot_remove_each_other_at_once(staff, role_ids):
    second = staff.add(StaffDraft("Bo", "bo@example.org", role_ids["Super Admin"]), PASSWORD)
    ceo = acting(staff, "CEO")

    def remove(staff_id):
        try:
            ceo.deactivate(staff_id)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(remove, (1, second)))

    assert said == ["done", "refused"]


@pytest.mark.parametrize("role", ["Super Admin", "CEO", "Admin"])
def test_an_admin_neither_makes_nor_manages_those_above(staff, role_ids, role):
    admin = acting(staff, "Admin")
    draft = StaffDraft("Bo", "bo@example.org", role_ids[role])
    with pytest.raises(PermissionDenied, match=f"the role {role}"):
        admin.add(draft, PASSWORD)

    bo = staff.add(draft, PASSWORD)

    for forbidden in (
        lambda: admin.deactivate(bo),
        lambda: admin.activate(bo),
        lambda: admin.set_password(bo, "Another#2026"),
        lambda: admin.edit(bo, 1, replace(draft, role_id=role_ids["Viewer"])),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()
    admin.add(StaffDraft("Vi", "vi@example.org", role_ids["Manager"]), PASSWORD)


def test_viewers_manage_nobody_but_may_pick_owners(staff, sam):
    viewer = acting(staff, "Viewer", sam)

    with pytest.raises(PermissionDenied):
        viewer.everyone()
    with pytest.raises(PermissionDenied):
        viewer.set_password(1, "Another#2026")
    assert [person.name for person in viewer.choices()] == ["Ada Admin", "Sam Ö"]


def test_a_new_password_replaces_the_old(staff, gate, sam):
    staff.set_password(sam, "Another#2026")

    with pytest.raises(NotSignedIn):
        gate.sign_in("sam@example.org", PASSWORD)
    assert gate.sign_in("sam@example.org", "Another#2026").id == sam
    with pytest.raises(NotFound):
        staff.set_password(4711, "Another#2026")


def test_the_own_password_needs_the_current_one(staff, gate, sam):
    own = replace(staff, actor=gate.sign_in("sam@example.org", PASSWORD))
    with pytest.raises(Invalid) as refused:
        own.change_own_password("wrong", "Another#2026")
    assert list(refused.value.fields) == ["current"]
    with pytest.raises(Invalid) as refused:
        own.change_own_password(PASSWORD, "short")
    assert list(refused.value.fields) == ["new"]

    own.change_own_password(PASSWORD, "Another#2026")

    assert gate.sign_in("sam@example.org", "Another#2026").id == sam


def test_passwords_are_masked_in_the_history(staff, sam, desk_db):
    staff.set_password(sam, "Another#2026")

    with desk_db.reading(SYSTEM) as session:
        said = " ".join(session.scalars(sa.select(AuditPayload.body)))
    assert "argon2" not in said
    assert HIDDEN in said


def test_teams_have_names_of_their_own(staff):
    team = staff.add_team(TeamDraft(" North "))

    assert [(found.id, found.name) for found in staff.teams()] == [(team, "North")]
    with pytest.raises(Invalid, match="already"):
        staff.add_team(TeamDraft("North"))
    with pytest.raises(Invalid):
        staff.add_team(TeamDraft(" "))


def test_a_team_that_is_named_is_found_or_added(staff, role_ids):
    draft = StaffDraft("Bo", "bo@example.org", role_ids["Viewer"], team=" North ")
    bo = staff.add(draft, PASSWORD)
    [north] = staff.teams()
    assert row(staff, bo).team == "North"

    staff.add(replace(draft, email="cy@example.org", team="NORTH"), PASSWORD)
    with pytest.raises(Invalid):
        staff.add(replace(draft, team="South"), PASSWORD)
    assert staff.teams() == (north,)

    staff.edit(bo, row(staff, bo).version, replace(draft, team=""))
    assert row(staff, bo).team_id is None


def test_the_same_new_team_named_twice_at_once_is_one_team(staff, role_ids):
    def add(number):
        email = f"p{number}@example.org"
        return staff.add(StaffDraft("P", email, role_ids["Viewer"], team="North"), PASSWORD)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(add, range(4)))) == 4
    assert [team.name for team in staff.teams()] == ["North"]


def test_roles_and_teams_must_exist(staff, role_ids):
    with pytest.raises(NotFound, match="role is gone"):
        staff.add(StaffDraft("Bo", "bo@example.org", 4711), PASSWORD)
    with pytest.raises(NotFound, match="team is gone"):
        staff.add(StaffDraft("Bo", "bo@example.org", role_ids["Viewer"], 4711), PASSWORD)


def test_presets_are_listed_with_what_they_allow(staff):
    roles = {row.name: row for row in staff.roles()}

    assert list(roles) == [preset.name for preset in PRESETS]
    reading = {Permission.SIGN_IN, Permission.CUSTOMERS_READ, Permission.LICENSES_READ}
    reading |= {Permission.ORDERS_READ, Permission.BILLING_READ}
    assert roles["Viewer"].permissions == reading
    assert all(row.givable for row in staff.roles())
    refused = {row.name for row in acting(staff, "Admin").roles() if not row.givable}
    assert refused == {"Super Admin", "CEO", "Admin"}


def test_customers_follow_their_owners_name_and_team(services, staff, role_ids, desk_db):
    made = services.customers.create(
        CustomerDraft(email="c@example.org", first_name="C", last_name="D", phone="+49 30 12345678")
    )
    team = staff.add_team(TeamDraft("North"))
    [ada] = [row for row in staff.everyone() if row.id == 1]

    staff.edit(
        1, ada.version, StaffDraft("Zeta Neu", "ada@example.org", role_ids["Super Admin"], team)
    )

    with desk_db.reading(SYSTEM) as session:
        found = session.get_one(Customer, made)
        assert (found.owner_key, found.team_id, found.version) == ("zeta neu", team, 1)
