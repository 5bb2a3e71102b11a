"""Licenses live by their table of transitions: alone or many at once, refusals named."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.catalogue.model import Plan
from app.catalogue.terms import Cycle
from app.core.errors import Conflict, Invalid, NotFound
from app.licensing.model import Activation, License
from app.licensing.rules import status_of
from app.licensing.schemas import ActivationState, LicenseState, LicenseStatus
from app.licensing.states import TRANSITIONS, From
from tests.app.licensing.conftest import TODAY


@pytest.fixture
def life(services):
    return services.license_life


def one(services, license_id):
    return services.licenses.show(license_id)


def devices(desk_db, admin, license_id):
    with desk_db.reading(admin) as session:
        rows = session.scalars(sa.select(Activation).where(Activation.license_id == license_id))
        found = list(rows)
        session.expunge_all()
        return found


def why(outcome):
    assert outcome.done == ()
    return outcome.refused[0][1]


def test_suspended_and_resumed(services, life, a_license, jane):
    found, other = a_license(jane), a_license(jane)
    outcome = life.suspend([found, 99, other], "did not pay")
    assert outcome.done == (found, other)
    assert [key for key, _why in outcome.refused] == [99]
    shown = one(services, found)
    assert (shown.status, shown.state_reason) == (LicenseStatus.SUSPENDED, "did not pay")
    assert services.customers.show(jane).active_licenses == 0
    assert "is suspended already" in why(life.suspend([found]))
    life.resume([found, other])
    assert services.customers.show(jane).active_licenses == 2
    assert "is not suspended" in why(life.resume([found]))
    with pytest.raises(Invalid):
        life.suspend([found], "x" * 501)


def test_revoked_and_reinstated(services, life, a_license, jane, device):
    found, pool = a_license(jane), a_license()
    life.revoke([found, pool], "fraud")
    shown = one(services, found)
    assert (shown.status, shown.customer_id) == (LicenseStatus.REVOKED, jane)
    assert services.customers.show(jane).licenses == 1
    assert "Reinstate it first" in why(life.suspend([found]))
    assert "Reinstate it first" in why(life.renew([found], Cycle.YEARLY))
    with pytest.raises(Conflict, match="Reinstate"):
        life.rotate(found)
    with pytest.raises(Invalid, match="Say why"):
        life.reinstate([found], " ")
    device(found)
    life.reinstate([found, pool], "a mistake")
    assert one(services, found).state is LicenseState.ACTIVE
    assert one(services, pool).state is LicenseState.AVAILABLE
    assert one(services, found).activations == 1
    life.revoke([found], unassign=True)
    assert services.customers.show(jane).licenses == 0
    # Whoever gets it next does not get the devices of who had it.
    life.reinstate([found], "sold again")
    shown = one(services, found)
    assert (shown.state, shown.activations) == (LicenseState.AVAILABLE, 0)


@pytest.mark.parametrize("unassign", [False, True])
def test_cancelled_for_good(services, desk_db, admin, life, a_license, jane, device, unassign):
    found = a_license(jane)
    device(found, 2)
    life.cancel([found], "sold back", unassign=unassign)
    shown = one(services, found)
    assert (shown.status, shown.activations) == (LicenseStatus.CANCELLED, 0)
    assert services.customers.show(jane).licenses == (0 if unassign else 1)
    for row in devices(desk_db, admin, found):
        assert (row.state, row.ended_by) == (ActivationState.DEACTIVATED, "Ada Admin")
        assert row.customer_id == (None if unassign else jane)
    for refused in (
        life.resume([found]), life.revoke([found]), life.extend([found], None),
        services.assignment.assign([found], email="jane@roe.example"),
    ):  # fmt: skip
        assert "cancelled" in why(refused) or "not suspended" in why(refused)


def test_renewed_from_expiry_or_from_today(services, life, a_license, jane):
    found = a_license(jane, starts_on=date(2026, 8, 31), expires_on=date(2026, 9, 30))
    assert one(services, found).status is LicenseStatus.EXPIRED
    preview = life.renew_preview([found], 1)
    assert [(row.old, row.new) for row in preview.rows] == [(date(2026, 9, 30), date(2026, 10, 31))]
    life.renew([found], Cycle.MONTHLY)
    assert one(services, found).expires_on == date(2026, 10, 31)
    life.renew([found], Cycle.MONTHLY, From.TODAY)
    assert one(services, found).expires_on == date(2026, 12, 20)
    assert services.customers.show(jane).active_licenses == 1
    life.renew([found], Cycle.YEARLY)
    said = why(life.renew([found], Cycle.YEARLY, From.TODAY))
    assert "lasts until 2027-12-20 already" in said
    forever = a_license(jane, never_expires=True)
    assert "never expires" in why(life.renew([forever], 1))
    assert "never expires" in life.renew_preview([forever], 1).refused[0][1]
    for months in (0, 1201):
        with pytest.raises(Invalid, match="months"):
            life.renew([found], months)
    assert "after 2999" in why(life.renew([a_license(jane, expires_on=date(2999, 6, 1))], 12))


def test_extended(services, life, a_license, jane):
    found = a_license(jane)
    assert "Choose a later day" in why(life.extend([found], TODAY))
    life.extend([found], date(2030, 1, 1))
    assert one(services, found).expires_on == date(2030, 1, 1)
    life.extend([found], None)
    assert one(services, found).expires_on is None
    assert "never expires" in why(life.extend([found], date(2031, 1, 1)))
    with pytest.raises(Invalid):
        life.extend([found], date(3500, 1, 1))


def test_another_plan(services, life, a_license, jane, product, make_plan, make_product, device):
    found = a_license(jane)
    device(found, 2)
    small = make_plan(product, "Small", activation_limit=1, stale_days=10)
    foreign = make_plan(make_product("Viewer"), "Other")
    preview = life.change_plan_preview([found], small)
    [row] = preview.rows
    assert (row.old_plan, row.new_plan, row.over_limit) == ("Pro", "Small", True)
    assert ("Activation limit", "2", "1") in row.changes
    assert one(services, found).plan == "Pro"
    assert "another product" in why(life.change_plan([found], foreign))
    life.change_plan([found], small)
    shown = one(services, found)
    assert (shown.plan, shown.limit, shown.over_limit) == ("Small", 1, True)
    assert "already" in why(life.change_plan([found], small))


def test_terms_that_change_leave_what_was_sold(
    services, life, desk_db, admin, a_license, jane, plan, product, make_plan
):
    found = a_license(jane)
    newer = make_plan(product, "Draft", activation_limit=9)
    with desk_db.transaction(admin, "test") as session:
        terms_id = session.get_one(Plan, newer).terms_id
        session.get_one(Plan, plan).terms_id = terms_id
    assert one(services, found).limit == 2
    life.change_plan([found], plan)
    assert one(services, found).limit == 9


def test_a_rotated_key_keeps_devices(services, life, desk_db, admin, a_license, jane, device):
    found = a_license(jane, key="OLD-KEY-1")
    device(found)
    new = life.rotate(found)
    assert services.licenses.reveal(found) == new
    assert services.licenses.find(new) == found
    with pytest.raises(NotFound):
        services.licenses.find("OLD-KEY-1")
    [row] = devices(desk_db, admin, found)
    assert (row.state, row.key_tail) == (ActivationState.ACTIVE, new[-5:])


def test_time_passes(services, desk_db, admin, clock, a_license, jane, make_plan, product):
    grace = make_plan(product, "Grace", grace_days=5)
    found = a_license(jane, plan_id=grace, expires_on=TODAY)
    coming = a_license(jane, starts_on=TODAY + timedelta(days=1))
    assert one(services, coming).status is LicenseStatus.NOT_STARTED
    assert services.customers.show(jane).active_licenses == 1
    seen = []
    for _day in range(8):
        services.upkeep.run_due()
        seen.append(one(services, found).status)
        with desk_db.reading(admin) as session:
            row = session.get_one(License, found)
            assert (
                row.status
                is status_of(row.state, row.starts_on, row.expires_on, 5, clock.now(), "UTC")[0]
            )
        clock.at += timedelta(days=1)
    assert seen[0] is LicenseStatus.ACTIVE
    assert set(seen[1:6]) == {LicenseStatus.GRACE}
    assert seen[6] is LicenseStatus.EXPIRED
    assert services.customers.show(jane).active_licenses == 1
    assert one(services, coming).status is LicenseStatus.ACTIVE


def test_the_table_says_what_the_documents_say():
    assert set(TRANSITIONS) == set(LicenseState)
    assert all(
        LicenseState.CANCELLED in after
        for state, after in TRANSITIONS.items()
        if state is not LicenseState.CANCELLED
    )
