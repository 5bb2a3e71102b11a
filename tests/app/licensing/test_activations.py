"""Activating, verifying and giving back devices, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.core.errors import Invalid, NotFound, PermissionDenied
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.customers.drafts import HoldDraft
from app.licensing.activating import Refused
from app.licensing.activations_drafts import DeviceDraft, RecordDraft, address, fingerprint
from app.licensing.activations_queries import SORTS
from app.licensing.checks_facts import (
    CorrectKey,
    RaiseLimit,
    ReleaseDevice,
    Remedy,
    SetClock,
    WaitUntil,
)
from app.licensing.drafts import LicenseDraft
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState, DeviceKind

S = ActivationState
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def pc(number=1, **values):
    return DeviceDraft(f"HW-{number:04}", **values)


@pytest.fixture
def devices(services):
    return services.activations


@pytest.fixture
def license_row(desk_db, admin):
    """A function that gives a license as it is stored."""

    def read(license_id):
        with desk_db.reading(admin) as session:
            row = session.get_one(License, license_id)
            session.expunge_all()
        return row

    return read


@pytest.fixture
def change(desk_db, admin):
    """A function that changes a license past the services."""

    def write(license_id, **values):
        with desk_db.transaction(admin, "test") as session:
            session.execute(sa.update(License).where(License.id == license_id).values(**values))

    return write


def refused(act, *parts) -> tuple[Remedy, ...]:
    """The remedies of the refusal, which says all this."""
    with pytest.raises(Refused) as refusal:
        act()
    for part in parts:
        assert part in str(refusal.value)
    return refusal.value.verdict.failed[0].remedies if refusal.value.verdict.failed else ()


def the_row(services, activation_id):
    [row] = services.activations.rows([activation_id])
    return row


def test_activating_takes_a_seat_and_giving_it_back_frees_it(
    services, devices, license_row, a_license, jane
):
    key = services.licenses.reveal(license_id := a_license(jane))
    done = devices.activate(key, pc(1, label="Front desk", ip="192.0.2.7", platform="Windows 11"))

    assert (done.license_id, done.new, done.active, done.limit) == (license_id, True, 1, 2)
    row = the_row(services, done.id)
    assert (row.device, row.identifier, row.ip, row.state) == (
        "Front desk", "HW-0001", "192.0.2.7", S.ACTIVE,
    )  # fmt: skip
    assert row.key.endswith(key[-5:])
    assert (row.customer, row.activated_at, row.last_verified_at) == ("Jane Roe", NOON, NOON)
    before = license_row(license_id)
    assert devices.deactivate([done.id], "Sold").done == (done.id,)
    row = the_row(services, done.id)
    assert (row.state, row.ended_at, row.ended_why) == (S.DEACTIVATED, NOON, "Sold")
    after = license_row(license_id)
    # A device is no edit of the license: whoever has its window open can still save.
    assert (before.activations, after.activations, after.version) == (1, 0, before.version)


def test_the_same_device_is_verified_and_takes_no_further_seat(
    services, devices, a_license, jane, clock
):
    license_id = a_license(jane)
    first = devices.activate(license_id, pc())
    devices.activate(license_id, pc(2))
    clock.at += timedelta(days=3)

    again = devices.activate(license_id, DeviceDraft(" hw-0001 ", ip="2001:DB8:0:0::7"))
    assert (again.id, again.new, again.active) == (first.id, False, 2)
    row = the_row(services, first.id)
    assert (row.last_verified_at, row.ip) == (NOON + timedelta(days=3), "2001:db8::7")
    assert row.activated_at == NOON
    clock.at += timedelta(days=1)
    assert devices.verify(first.id).new is False
    key = services.licenses.reveal(license_id)
    assert devices.verify_device(key, pc()).id == first.id
    assert the_row(services, first.id).last_verified_at == clock.now()
    devices.deactivate([first.id])
    refused(lambda: devices.verify(first.id), "Activation failed", "not active", "Activate it")


def test_the_limit_names_the_stalest_devices(devices, a_license, jane, clock, license_row):
    license_id = a_license(jane)
    first = devices.activate(license_id, pc(1, label="Lab"))
    clock.at += timedelta(days=40)
    second = devices.activate(license_id, pc(2, label="Front desk"))
    clock.at += timedelta(days=5)

    found = refused(
        lambda: devices.activate(license_id, pc(3)),
        "Activation limit reached. Active devices: 2 of 2.",
        "Lab (45 days ago), Front desk (5 days ago)",
        "Deactivate one",
    )
    assert found == (ReleaseDevice((first.id, second.id)), RaiseLimit(license_id, 2))
    assert license_row(license_id).activations == 2

    devices.deactivate([first.id])
    assert devices.activate(license_id, pc(3)).active == 2


@pytest.mark.parametrize(
    ("overage", "percent", "fit", "over"),
    [(Overage.NONE, 50, 2, False), (Overage.PERCENT, 50, 3, True), (Overage.ALWAYS, 0, 6, True)],
)
def test_overage_lets_more_in(
    devices, a_license, jane, make_plan, product, license_row, overage, percent, fit, over
):
    plan = make_plan(product, "Team", overage=overage, overage_percent=percent)
    license_id = a_license(jane, plan_id=plan)
    for number in range(6):
        if number < fit:
            devices.activate(license_id, pc(number))
        else:
            refused(lambda one=number: devices.activate(license_id, pc(one)), "limit reached")
    row = license_row(license_id)
    assert (row.activations, row.over_limit) == (fit, over)


def test_what_a_license_is_worth_decides(services, devices, a_license, jane, change, clock):
    license_id = a_license(jane, starts_on=date(2026, 11, 20), expires_on=date(2026, 11, 30))
    mine = devices.activate(license_id, pc())
    life = services.license_life

    life.suspend([license_id], "Chargeback")
    failed = "Activation failed. "
    refused(lambda: devices.activate(license_id, pc(2)), f"{failed}The license is suspended (Char")
    refused(lambda: devices.verify(mine.id), f"{failed}The license is suspended", "Resume it")
    life.resume([license_id])
    services.lifecycle.hold(jane, HoldDraft())
    refused(lambda: devices.activate(license_id, pc(2)), f"{failed}Jane Roe is suspended.")
    services.lifecycle.activate(jane)
    life.revoke([license_id], "Fraud")
    refused(lambda: devices.activate(license_id, pc(2)), f"{failed}The license was revoked (Fraud)")
    life.reinstate([license_id], "Cleared")
    clock.at = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    devices.verify(mine.id)
    clock.at += timedelta(minutes=1)
    said = f"{failed}The license expired on 2026-11-30."
    refused(lambda: devices.activate(license_id, pc(2)), said, "Renew it")
    refused(lambda: devices.verify(mine.id), said)
    change(license_id, starts_on=date(2027, 3, 1), expires_on=None)
    found = refused(lambda: devices.activate(license_id, pc(2)), "begins on 2027-03-01")
    assert found == (WaitUntil(datetime(2027, 3, 1, tzinfo=UTC)),)
    life.cancel([license_id], "Over")
    refused(lambda: devices.activate(license_id, pc(2)), "was cancelled (Over)", "Issue another")


def test_nobodys_license_is_assigned_first(devices, a_license):
    refused(lambda: devices.activate(a_license(), pc()), "belongs to nobody", "Assign it")


def test_an_expired_license_that_is_maintained_keeps_its_devices(
    devices, a_license, jane, make_plan, product, clock
):
    plan = make_plan(product, "Team", on_expiry=OnExpiry.MAINTAIN, grace_days=5)
    license_id = a_license(jane, plan_id=plan, expires_on=date(2026, 11, 21))
    mine = devices.activate(license_id, pc())
    clock.at += timedelta(days=4)
    devices.activate(license_id, pc(2))  # in grace
    clock.at += timedelta(days=4)
    assert devices.verify(mine.id).active == 2
    devices.deactivate([mine.id])
    refused(lambda: devices.activate(license_id, pc()), "grace ended on 2026-11-26", "no new one")


def test_the_first_device_starts_a_license_that_waits_for_it(
    services, devices, jane, make_plan, product, a_license, license_row, clock
):
    plan = make_plan(product, "Team", expiry_basis=ExpiryBasis.FIRST_ACTIVATION, months=6)
    license_id = a_license(jane, plan_id=plan)
    assert license_row(license_id).expires_on is None
    clock.at += timedelta(days=10)
    assert devices.activate(license_id, pc()).expires_on == date(2027, 5, 30)
    clock.at += timedelta(days=10)
    assert devices.activate(license_id, pc(2)).expires_on == date(2027, 5, 30)
    row = license_row(license_id)
    assert (row.starts_on, row.months_to_run) == (date(2026, 11, 20), None)
    assert services.customers.rows([jane])[0].active_licenses == 1


def test_a_device_written_down_starts_it_when_it_was_activated(
    devices, jane, make_plan, product, a_license
):
    terms = {"expiry_basis": ExpiryBasis.FIRST_ACTIVATION, "months": 6}
    license_id = a_license(
        jane, plan_id=make_plan(product, "Team", **terms), starts_on=date(2026, 1, 1)
    )
    began = datetime(2026, 10, 5, tzinfo=UTC)
    done = devices.record(license_id, RecordDraft("OLD", activated_at=began))
    assert done.expires_on == date(2027, 4, 5)


def test_a_blocked_device_stays_out_until_it_is_unblocked(services, devices, a_license, jane):
    license_id = a_license(jane)
    mine = devices.activate(license_id, pc(1, label="Lab"))
    assert devices.block([mine.id], "Stolen").done == (mine.id,)
    refused(lambda: devices.activate(license_id, pc()), "is blocked for this license (Stolen)")
    refused(lambda: devices.verify(mine.id), "not active", "blocked")
    assert devices.block([mine.id]).refused == ((mine.id, "Lab is blocked already."),)
    assert devices.deactivate([mine.id]).refused == ((mine.id, "Lab is blocked already."),)
    assert devices.unblock([mine.id]).done == (mine.id,)
    assert devices.unblock([mine.id]).refused == ((mine.id, "Lab is not blocked."),)
    again = devices.activate(license_id, pc())
    assert again.new
    assert again.id != mine.id
    assert the_row(services, mine.id).state is S.DEACTIVATED


def test_customers_give_back_so_many_a_year(devices, a_license, jane, make_plan, product, clock):
    plan = make_plan(product, "Team", self_deactivations=1, activation_limit=5)
    license_id = a_license(jane, plan_id=plan, expires_on=date(2030, 1, 1))
    ids = [devices.activate(license_id, pc(number)).id for number in range(4)]
    found = devices.deactivate(ids[:2], by_customer=True)
    assert found.done == (ids[0],)
    [(refused_id, said)] = found.refused
    assert refused_id == ids[1]
    assert said == (
        "Devices given back this year: 1 of 1. Wait until 1 January, or have staff deactivate it."
    )
    assert devices.deactivate([ids[1]]).done == (ids[1],)
    clock.at = datetime(2027, 1, 1, tzinfo=UTC)
    assert devices.deactivate([ids[2]], by_customer=True).done == (ids[2],)


def test_a_key_that_nobody_has_says_what_is_wrong(services, devices, a_license, jane):
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    wrong = ("7" if key[2] != "7" else "8").join((key[:2], key[3:]))
    found = refused(lambda: devices.activate(wrong, pc()), "Activation failed. This key is mistyp")
    [remedy] = found
    assert isinstance(remedy, CorrectKey)
    assert remedy.license_id == license_id
    assert remedy.suggestion.endswith(key[-5:])
    for text in ("NO-SUCH-KEY", "", "x" * 500, "a\0b", "\ud800"):
        refused(lambda text=text: devices.activate(text, pc()), "No license has this key.")
    with pytest.raises(NotFound):
        devices.activate(10**9, pc())


def test_clocks_are_looked_at(devices, a_license, jane, clock):
    license_id = a_license(jane, starts_on=date(2026, 1, 1))
    behind = replace(pc(), clock=NOON - timedelta(days=400))
    found = refused(lambda: devices.activate(license_id, behind), "The device's clock says 2025-10")
    assert found == (SetClock(device=True),)
    devices.activate(license_id, replace(pc(), clock=NOON - timedelta(hours=3)))
    clock.at -= timedelta(days=30)
    found = refused(lambda: devices.activate(license_id, pc(2)), "This computer's clock says 2026")
    assert found == (SetClock(device=False),)


def test_offline_use_can_be_ruled_out(devices, a_license, jane, make_plan, product):
    license_id = a_license(jane, plan_id=make_plan(product, "Team", offline_allowed=False))
    refused(lambda: devices.activate(license_id, pc(offline=True)), "without a network", "online")
    assert devices.activate(license_id, pc()).new


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (DeviceDraft(""), "identifier"),
        (DeviceDraft("  \u200b\n"), "identifier"),
        (DeviceDraft("x" * 300), "identifier"),
        (DeviceDraft("not a domain", DeviceKind.DOMAIN), "identifier"),
        (DeviceDraft("pc", domain="a b"), "domain"),
        (DeviceDraft("pc", ip="192.0.2.256"), "ip"),
        (DeviceDraft("pc", ip="1"), "ip"),
        (DeviceDraft("pc", label="\x07"), "label"),
        (DeviceDraft("pc", clock=datetime(2026, 1, 1)), "clock"),  # noqa: DTZ001 - that is amiss
    ],
)
def test_what_is_no_device_is_refused(devices, a_license, jane, draft, field):
    license_id = a_license(jane)
    with pytest.raises(Invalid) as refusal:
        devices.activate(license_id, draft)
    assert refusal.value.fields[field].endswith(".")
    assert devices.count(ListQuery()) == 0


def test_a_domain_is_one_device_however_it_is_spelled(services, devices, a_license, jane):
    license_id = a_license(jane)
    first = devices.activate(
        license_id, DeviceDraft("https://Müller.example/shop", DeviceKind.DOMAIN)
    )
    again = devices.activate(license_id, DeviceDraft("xn--mller-kva.EXAMPLE.", DeviceKind.DOMAIN))
    assert again.id == first.id
    row = the_row(services, first.id)
    assert row.domain == row.identifier == "xn--mller-kva.example"
    assert fingerprint(DeviceKind.HARDWARE, " ab  CD ") == fingerprint(DeviceKind.HARDWARE, "Ab cd")
    assert [address(text) for text in ("[2001:DB8::1]", "fe80::1%eth0", "1.2.3", "٣.1.1.1")] == [
        "2001:db8::1", "fe80::1", None, None,
    ]  # fmt: skip


def test_what_is_known_of_a_device_is_written_down(devices, a_license, jane, services, license_row):
    license_id = a_license(jane, starts_on=date(2026, 1, 1))
    began = datetime(2026, 2, 1, tzinfo=UTC)
    draft = RecordDraft("OLD", activated_at=began, last_verified_at=began + timedelta(days=9))
    done = devices.record(license_id, draft)
    assert (the_row(services, done.id).activated_at, done.active) == (began, 1)
    over = replace(draft, state=S.DEACTIVATED, ended_at=began + timedelta(days=10))
    assert devices.record(license_id, over).active == 1
    refused(
        lambda: devices.record(license_id, RecordDraft("old")), "active on this license already"
    )
    for wrong, field in (
        (replace(draft, last_verified_at=began - timedelta(1)), "last_verified_at"),
        (replace(draft, activated_at=NOON + timedelta(1), last_verified_at=None), "activated_at"),
        (replace(draft, activated_at=datetime(2025, 5, 1, tzinfo=UTC)), "activated_at"),
        (replace(draft, ended_at=NOON), "ended_at"),
    ):
        with pytest.raises(Invalid) as refusal:
            devices.record(license_id, replace(wrong, identifier="NEW"))
        assert set(refusal.value.fields) == {field}
    devices.record(license_id, RecordDraft("TWO"))
    refused(lambda: devices.record(license_id, RecordDraft("THREE")), "Activation limit reached.")
    assert license_row(license_id).activations == devices.count(active()) == 2


def active(*more):
    return ListQuery(conditions=(Condition("state", Op.IN, (S.ACTIVE,)), *more))


def test_the_list_is_filtered_sorted_and_searched(
    services, devices, a_license, jane, john, make_plan, product, clock
):
    plan = make_plan(product, "Team", activation_limit=9, stale_days=10)
    janes, johns = a_license(jane, plan_id=plan), a_license(john)
    old = devices.activate(janes, pc(1, label="Lab", ip="192.0.2.1")).id
    gone = devices.activate(janes, pc(2, label="Gone")).id
    devices.deactivate([gone])
    clock.at += timedelta(days=10)
    site = devices.activate(johns, DeviceDraft("roe.example", DeviceKind.DOMAIN)).id
    off = devices.activate(johns, pc(4, label="Boat", offline=True)).id

    def ids(*conditions, **asked):
        found = list(devices.ids(ListQuery(conditions=conditions, **asked), Progress()))
        assert devices.count(ListQuery(conditions=conditions, **asked)) == len(found)
        first = devices.first(ListQuery(conditions=conditions, **asked), 10)
        assert [row.id for row in first] == found
        return found

    assert ids() == [off, site, gone, old]
    assert ids(Condition("stale", Op.IS, True)) == [old]
    assert ids(Condition("stale", Op.IS, False)) == [off, site, gone]
    assert the_row(services, old).stale
    detail = services.licenses.show(janes)
    services.licenses.edit(janes, detail.version, LicenseDraft(overrides={"stale_days": 11}))
    assert not the_row(services, old).stale
    assert ids(Condition("kind", Op.IN, (DeviceKind.DOMAIN,))) == [site]
    assert ids(Condition("offline", Op.IS, True)) == [off]
    assert ids(Condition("license_id", Op.IN, (janes,))) == [gone, old]
    assert ids(Condition("customer_id", Op.IN, (john,))) == [off, site]
    assert ids(Condition("product", Op.IN, (product,))) == [off, site, gone, old]
    assert ids(Condition("product", Op.IN, (product + 1,))) == []
    assert ids(Condition("activated_at", Op.LAST, 2)) == [off, site]
    for sort in SORTS:
        assert sorted(ids(sort=sort)) == sorted([off, site, gone, old])
    assert ids(sort="device") == [off, gone, old, site]
    assert ids(text="jane") == [gone, old]
    assert ids(text="roe.example lab") == [old]  # Jane's address
    assert ids(text="192.0.2.1") == [old]
    assert ids(text=services.licenses.reveal(janes).lower()) == [gone, old]
    assert [row.id for row in devices.rows([old, off, 10**6])] in ([old, off], [off, old])


def test_a_long_list_begins_as_all_of_it_does(devices, a_license, jane, make_plan, product, stored):
    plan = make_plan(product, "Team", activation_limit=None)
    license_id = a_license(jane, plan_id=plan)
    rng, rows = Random(7), []
    for number in range(240):
        seen = NOON - timedelta(minutes=rng.randrange(20_000))
        state = S.ACTIVE if number < 160 else S.DEACTIVATED
        ended = None if state is S.ACTIVE or number % 2 else seen
        rows.append(
            Activation(
                license_id=license_id, fingerprint=f"{number:064}", identifier=f"pc {number}",
                kind=DeviceKind.DOMAIN if number % 9 else DeviceKind.HARDWARE, state=state,
                offline=number % 5 == 0, activated_at=seen - timedelta(number),
                last_verified_at=seen, ended_at=ended, key_tail=f"{number % 7}",
                stale_at=seen + timedelta(days=7) if state is S.ACTIVE else None,
                product_id=product, product_key="modeller", device_key=f"pc {number}",
                customer_id=jane, customer_key=None if number % 3 else "jane",
            )
        )  # fmt: skip
    stored(*rows)
    for filters in (
        (Condition("stale", Op.IS, True),),
        (Condition("stale", Op.IS, False),),
        (Condition("state", Op.IN, (S.ACTIVE,)), Condition("offline", Op.IS, True)),
        (Condition("kind", Op.IN, (DeviceKind.HARDWARE,)),),
        (Condition("last_verified_at", Op.LAST, 5),),
    ):
        for sort in SORTS:
            for descending in (False, True):
                asked = ListQuery("", filters, sort, descending)
                every = list(devices.ids(asked, Progress()))
                assert len(every) > 4
                for limit in (1, 2, 240):
                    first = [row.id for row in devices.first(asked, limit)]
                    assert first == every[:limit], asked


def test_row_scope_holds_for_devices(services, devices, a_license, jane, acting):
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    mine = devices.activate(license_id, pc()).id
    stranger = acting("Support Staff", 99).activations
    assert stranger.count(ListQuery()) == 0
    assert stranger.rows([mine]) == []
    assert stranger.deactivate([mine]).done == ()
    refused(lambda: stranger.activate(key, pc(2)), "No license has this key.")
    for act in (lambda: stranger.activate(license_id, pc()), lambda: stranger.verify(mine)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(PermissionDenied):
        acting("Viewer").activations.activate(license_id, pc())
    assert acting("Viewer").activations.count(ListQuery()) == 1


def test_three_of_three_one_stale_device_goes_and_a_new_one_comes(
    devices, a_license, jane, make_plan, product, clock, services
):
    license_id = a_license(jane, plan_id=make_plan(product, "Team", activation_limit=3))
    ids = [devices.activate(license_id, pc(number)).id for number in range(3)]
    clock.at += timedelta(days=45)
    for one in ids[1:]:
        devices.verify(one)
    [row] = services.licenses.rows([license_id])
    assert (row.activations, row.limit) == (3, 3)
    [stale] = devices.first(active(Condition("stale", Op.IS, True)), 10)
    assert stale.id == ids[0]
    assert devices.deactivate([stale.id]).done == (ids[0],)
    [row] = services.licenses.rows([license_id])
    assert (row.activations, row.limit) == (2, 3)
    assert devices.activate(license_id, pc(9)).active == 3
