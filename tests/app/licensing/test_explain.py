"""Explaining a refusal, now and in the past; and that what is explained is what happens."""

import os
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.core.errors import Invalid, NotFound
from app.customers.drafts import CustomerDraft, HoldDraft
from app.licensing import keys
from app.licensing.activating import Refused
from app.licensing.activations_drafts import DeviceDraft, fingerprint
from app.licensing.activations_facts import policy
from app.licensing.checks_facts import ReleaseDevice, Result
from app.licensing.explain_schemas import Asked
from app.licensing.model import Activation, License
from app.licensing.rules import derive
from app.licensing.schemas import ActivationState, DeviceKind, LicenseState, LicenseStatus

S = ActivationState
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# So many random states go through the real database; thousands when asked for.
STATES = int(os.environ.get("CUSTOMER_DESK_TEST_STATES", "120"))


@pytest.fixture
def explain(services):
    """A function that asks why."""

    def ask(**asked):
        return services.explain.explain(Asked(**asked))

    return ask


def results(one):
    return {check.name: check.result.value for check in one.verdict.checks}


def test_a_license_is_explained_check_by_check(services, explain, a_license, jane, clock):
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    for number in range(2):
        services.activations.activate(license_id, DeviceDraft(f"HW-{number}", label=f"PC {number}"))
    clock.at += timedelta(days=45)

    for asked in ({"key": key.lower()}, {"license_id": license_id}):
        found = explain(**asked, device="HW-9")
        [one] = found.found
        assert (one.license_id, one.product, one.plan, one.customer, one.customer_id) == (
            license_id, "Modeller", "Pro", "Jane Roe", jane,
        )  # fmt: skip
        assert (one.status, one.activations, one.limit) == (LicenseStatus.ACTIVE, 2, 2)
        assert one.key == keys.mask(key[-5:])
        assert not found.allowed
        assert found.message.startswith("Activation limit reached. Active devices: 2 of 2.")
        assert results(one) == {
            "key": "passed", "state": "passed", "customer": "passed", "started": "passed",
            "expiry": "passed", "blocked": "passed", "seat": "skipped", "limit": "failed",
            "offline": "skipped", "clock": "passed",
        }  # fmt: skip
        [failed] = one.verdict.failed
        assert "PC 0 (45 days ago)" in failed.evidence
        assert isinstance(failed.remedy, ReleaseDevice)
    seated = explain(key=key, device="hw-1")
    assert seated.allowed
    assert "active already" in seated.message
    asked = explain(license_id=license_id)  # no device in particular
    assert results(asked.found[0])["blocked"] == "skipped"
    assert not asked.allowed


def test_a_mistyped_key_leads_to_the_one_that_was_meant(services, explain, a_license, jane):
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    swapped = next(
        key[:at] + key[at + 1] + key[at] + key[at + 2 :]
        for at in range(len(key) - 1)
        if key[at] != key[at + 1] and "-" not in key[at : at + 2]
    )
    found = explain(key=swapped)
    assert found.message.startswith("Activation failed. This key is mistyped: no license has it.")
    assert f"Did you mean {keys.mask(key[-5:])}?" in found.message
    [failed] = found.found[0].verdict.failed
    assert (failed.remedy.license_id, failed.remedy.suggestion) == (license_id, keys.mask(key[-5:]))
    assert {check.result for check in found.found[0].verdict.checks[1:]} == {Result.SKIPPED}
    assert "No license has this key." in explain(key="SOME-OTHER-KEY").message


def test_an_email_gives_a_verdict_for_every_license(services, explain, a_license, jane, john):
    first, second = a_license(jane), a_license(jane)
    a_license(john)
    services.license_life.suspend([second], "Chargeback")
    found = explain(email=" Jane@ROE.example ")
    assert {one.license_id: one.verdict.allowed for one in found.found} == {
        first: True, second: False,
    }  # fmt: skip
    assert (found.total, found.message) == (2, "1 of 2 licenses can be activated.")
    nobody = explain(email="nobody@roe.example")
    assert (nobody.found, nobody.allowed) == ((), False)
    assert "No license belongs to nobody@roe.example." in nobody.message


def test_a_device_is_found_wherever_it_is_active_or_blocked(services, explain, a_license, jane):
    ids = [a_license(jane) for _number in range(3)]
    rows = [services.activations.activate(one, DeviceDraft("HW-1")).id for one in ids]
    services.activations.block([rows[1]], "Stolen")
    services.activations.deactivate([rows[2]])
    found = explain(device="hw-1")
    assert {one.license_id: one.verdict.allowed for one in found.found} == {
        ids[0]: True, ids[1]: False,
    }  # fmt: skip
    assert "neither active nor blocked" in explain(device="HW-2").message


def test_what_cannot_be_asked_is_said(explain, a_license):
    for field, asked in (
        ("key", {}),
        ("email", {"email": "no address"}),
        ("device", {"device": "no domain", "kind": DeviceKind.DOMAIN}),
        ("at", {"license_id": a_license(), "at": NOON + timedelta(1)}),
    ):
        with pytest.raises(Invalid) as refusal:
            explain(**asked)
        assert set(refusal.value.fields) == {field}
    with pytest.raises(NotFound):
        explain(license_id=10**9)


def test_nobody_is_told_of_licenses_outside_their_scope(services, acting, a_license, jane):
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    services.activations.activate(license_id, DeviceDraft("HW-1"))
    stranger = acting("Support Staff", 99).explain
    assert "No license has this key." in stranger.explain(Asked(key=key)).message
    wrong = stranger.explain(Asked(key=key[1] + key[0] + key[2:]))
    assert all(not check.remedies for check in wrong.found[0].verdict.checks)
    assert stranger.explain(Asked(email="jane@roe.example")).found == ()
    assert stranger.explain(Asked(device="HW-1")).found == ()
    with pytest.raises(NotFound):
        stranger.explain(Asked(license_id=license_id))


def test_the_past_is_judged_by_what_was_true_then(services, explain, a_license, jane, clock):
    clock.at = NOON
    license_id = a_license(jane, expires_on=date(2026, 12, 31))
    issued = clock.at
    clock.at += timedelta(days=1)
    mine = services.activations.activate(license_id, DeviceDraft("HW-1")).id
    services.activations.activate(license_id, DeviceDraft("HW-2"))
    full = clock.at
    clock.at += timedelta(days=1)
    services.activations.deactivate([mine])
    services.license_life.suspend([license_id], "Chargeback")
    suspended = clock.at
    clock.at += timedelta(days=1)
    services.license_life.resume([license_id])
    services.lifecycle.hold(jane, HoldDraft())
    held = clock.at
    clock.at += timedelta(days=1)
    services.lifecycle.activate(jane)
    services.license_life.extend([license_id], date(2027, 6, 30))
    clock.at += timedelta(days=90)  # February

    def then(at):
        found = explain(license_id=license_id, device="HW-3", at=at)
        assert found.notes or at is None
        return found.found[0].activations, [one.name for one in found.found[0].verdict.failed]

    assert then(issued + timedelta(minutes=1)) == (0, [])
    assert then(full + timedelta(minutes=1)) == (2, ["limit"])
    assert then(suspended + timedelta(minutes=1)) == (1, ["state"])
    assert then(held + timedelta(minutes=1)) == (1, ["customer"])
    assert then(None) == (1, [])
    before = explain(license_id=license_id, at=issued - timedelta(days=1))
    assert "issued later, on 2026-11-20. Ask about a later day." in before.message
    assert explain(device="HW-1", at=full + timedelta(minutes=1)).found[0].verdict.allowed


def random_license(rng, number, places, now):
    """A license in a random state, of one of these customers or of nobody."""
    today = now.date()
    limit = rng.choice((None, 0, 1, 2, 3))
    overrides = {
        "activation_limit": limit,
        "overage": rng.choice(list(Overage)).value,
        "overage_percent": rng.choice((0, 34, 50)),
        "on_expiry": rng.choice(list(OnExpiry)).value,
        "expiry_basis": rng.choice(list(ExpiryBasis)).value,
        "grace_days": rng.choice((0, 3)),
        "offline_allowed": rng.random() < 0.8,
    }
    state = rng.choice((LicenseState.ACTIVE,) * 6 + tuple(LicenseState))
    return License(
        uid=str(uuid4()), key_digest=f"{number:064d}", key_sealed=b"", key_tail="ABCDE",
        product_id=places["product"], plan_id=places["plan"], terms_id=places["terms"],
        customer_id=None if state is LicenseState.AVAILABLE else rng.choice(places["customers"]),
        state=state, state_reason="", product_key="modeller",
        starts_on=rng.choice((None, today, today + timedelta(1))),
        expires_on=rng.choice((None, *(today + timedelta(days) for days in (-4, -2, -1, 0, 9)))),
        months_to_run=rng.choice((None, None, 12)), overrides=overrides, activations=0,
    )  # fmt: skip


def random_devices(rng, license_id, places, now):
    """Devices of which the first may ask, in random states."""
    for number in range(rng.choice((0, 1, 1, 2, 3))):
        state = rng.choice((S.ACTIVE, S.ACTIVE, S.ACTIVE, S.DEACTIVATED, S.BLOCKED))
        seen = now + rng.choice((timedelta(0), -timedelta(60), -timedelta(1)))
        if rng.random() < 0.02:
            seen = now + timedelta(days=2)
        yield Activation(
            license_id=license_id, identifier=f"pc {number}", kind=DeviceKind.HARDWARE,
            fingerprint=fingerprint(DeviceKind.HARDWARE, f"pc {number}"), state=state,
            activated_at=now - timedelta(70), last_verified_at=seen,
            ended_at=None if state is S.ACTIVE else now - timedelta(1), key_tail="ABCDE",
            product_id=places["product"], product_key="modeller", device_key=f"pc {number}",
        )  # fmt: skip


@pytest.fixture
def random_states(services, desk_db, admin, product, plan, clock):
    """A function that fills the database with licenses in random states; their ids."""

    def fill(rng):
        customers = [
            services.customers.create(CustomerDraft(f"{kind}@x.example", kind, "X"))
            for kind in ("active", "suspended", "deleted")
        ]
        services.lifecycle.hold(customers[1], HoldDraft())
        services.lifecycle.delete([customers[2]])
        customers += [None] + [customers[0]] * 5
        with desk_db.transaction(admin, "test") as session:
            terms = session.scalar(sa.text("SELECT max(id) FROM plan_terms"))
            places = {"product": product, "plan": plan, "terms": terms, "customers": customers}
            rows = [random_license(rng, n, places, clock.now()) for n in range(STATES)]
            for row in rows:
                derive(row, policy(session, row), clock.now(), "UTC")
            session.add_all(rows)
            session.flush()
            for row in rows:
                devices = list(random_devices(rng, row.id, places, clock.now()))
                row.activations = sum(one.state is S.ACTIVE for one in devices)
                session.add_all(devices)
            return [row.id for row in rows]

    return fill


def test_what_is_explained_is_what_activating_does(services, desk_db, admin, random_states):
    rng = Random(4)
    seen = {True: 0, False: 0}
    for license_id in random_states(rng):
        name, offline = rng.choice(("pc 0", "PC  0", "pc 9")), rng.random() < 0.2
        told = services.explain.explain(Asked(license_id=license_id, device=name, offline=offline))
        [one] = told.found
        asking = DeviceDraft(name, offline=offline)
        if one.verdict.allowed:
            done = services.activations.activate(license_id, asking)
            assert done.active == one.activations + done.new
            assert done.new is (results(one)["seat"] != "passed")
        else:
            with pytest.raises(Refused) as refusal:
                services.activations.activate(license_id, asking)
            assert refusal.value.verdict == one.verdict
            assert str(refusal.value) == told.message
        seen[one.verdict.allowed] += 1
    assert min(seen.values()) > STATES // 10
    with desk_db.reading(admin) as session:
        wrong = sa.select(License.id).where(
            License.activations
            != sa.select(sa.func.count())
            .where(Activation.license_id == License.id, Activation.state == S.ACTIVE)
            .correlate(License)
            .scalar_subquery()
        )
        assert session.scalars(wrong).all() == []
