"""Devices without a network: asked, answered once, refreshed, given back; keys rotated."""

import base64
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from app.catalogue.terms import OnExpiry
from app.core.access import PRESETS, SYSTEM, Permission, Scope
from app.core.audit import AuditEvent
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.core.vault import NO_VAULT, Sealed
from app.licensing import keys
from app.licensing.activating import Refused
from app.licensing.activations_drafts import DeviceDraft, fingerprint
from app.licensing.model import Activation
from app.licensing.schemas import ActivationState, DeviceKind
from app.offline import envelope, requests
from app.offline.envelope import Unreadable
from app.offline.model import LicenseFile, OfflineRequest, SigningKey
from app.offline.schemas import FileKind, KeyState, RequestKind
from app.services import Services
from tests.app.offline.conftest import Box, module

OPENSSL = shutil.which("openssl") or "openssl"


def rows(desk_db, model):
    with desk_db.reading(SYSTEM) as session:
        found = list(session.scalars(sa.select(model).order_by(model.id)))
        session.expunge_all()
        return found


def test_a_device_is_activated_refreshed_and_given_back(services, licensed, box, clock, desk_db):
    asked = box.request()
    first = box.take(asked)
    assert first.kind is FileKind.LICENSE
    assert first.sentence == "The license file for Box is good through 2027-01-04."
    assert first.file_name == "modeller-Box-license.txt"
    shown = services.licenses.show(licensed)
    assert (shown.activations, box.said.license) == (1, shown.uid)
    [seat] = rows(desk_db, Activation)
    assert (seat.offline, seat.state, seat.hostname) == (True, ActivationState.ACTIVE, "box.lan")
    assert box.said.good
    assert box.said.fingerprint == fingerprint(DeviceKind.HARDWARE, "box-1") == seat.fingerprint
    assert (box.said.plan, box.said.customer, box.said.quotas) == (
        "Pro",
        "Jane Roe",
        {"projects": 10},
    )
    assert box.said.expires_at == shown.instant
    assert box.said.nonce == requests.read(asked).nonce

    clock.at += timedelta(days=40)
    assert box.ask("refresh").activation_id == first.activation_id
    assert box.said.valid_until == first.valid_until + timedelta(days=40)
    [seat] = rows(desk_db, Activation)
    assert seat.last_verified_at == clock.now()

    last = box.ask("deactivate")
    assert (last.kind, last.valid_until) == (FileKind.DEACTIVATION, None)
    assert not box.said.good
    assert "deactivated" in box.said.sentence
    [seat] = rows(desk_db, Activation)
    assert (seat.state, seat.self_ended) == (ActivationState.DEACTIVATED, True)
    assert services.licenses.show(licensed).activations == 0
    given = services.offline.files(licensed)
    assert [one.kind for one in given] == [FileKind.DEACTIVATION, *[FileKind.LICENSE] * 2]
    assert {one.device for one in given} == {"Box"}
    assert given[-1].expires_on == date(2027, 1, 4)
    answered = rows(desk_db, OfflineRequest)
    assert [one.kind for one in answered] == list(RequestKind)
    with desk_db.reading(SYSTEM) as session:
        told = sa.select(AuditEvent.entity).where(AuditEvent.subject_id == licensed)
        assert {"license_files", "offline_requests"} <= set(session.scalars(told))
    assert any("license file" in str(one).lower() for one in services.licenses.history(licensed))


def test_what_vendors_copy_asks_and_understands_the_answer(services, box, clock):
    make, verify = module("make_request"), module("verify_license")
    text, nonce = make["make_request"]("activate", box.key, "Box-1", "modeller", label="Ünit")
    asked = replace(requests.read(text), made_at=clock.now())
    response = services.offline.answer(asked.text())
    trusted = services.signing_keys.public().raw.split()
    found = verify["verify"](response.text, trusted, "box-1", "modeller", clock.now(), nonce)
    assert (found["plan"], found["quotas"]) == ("Pro", {"projects": 10})
    with pytest.raises(verify["NotLicensed"], match="another device"):
        verify["verify"](response.text, trusted, "box-2", "modeller", clock.now())
    with pytest.raises(verify["NotLicensed"], match="no longer good"):
        verify["verify"](response.text, trusted, "box-1", now=response.valid_until)


def test_no_request_is_answered_twice(services, box, clock):
    text = box.request()
    assert services.offline.preview(text).allowed
    services.offline.answer(text)
    clock.at += timedelta(hours=3)
    seen = services.offline.preview(text)
    assert not seen.allowed
    with pytest.raises(Conflict, match=r"answered at 2026-11-20 12:00 UTC by Ada Admin") as told:
        services.offline.answer(text)
    assert str(told.value) == seen.sentence


def test_a_request_is_previewed_by_what_answering_it_asks(services, licensed, box):
    seen = services.offline.preview(box.request())
    assert (seen.kind, seen.device.label, seen.license_id) == (
        RequestKind.ACTIVATE,
        "Box",
        licensed,
    )
    assert (seen.allowed, seen.seat_taken, seen.activation_id) == (True, True, None)
    assert (seen.product, seen.customer, seen.key) == (
        "Modeller",
        "Jane Roe",
        keys.mask(box.key[-5:]),
    )
    assert services.offline.files(licensed) == []
    box.ask()
    seen = services.offline.preview(box.request())
    assert (seen.allowed, seen.seat_taken) == (True, False)
    assert seen.activation_id
    assert services.offline.preview(box.request("deactivate")).allowed
    services.license_life.suspend([licensed], "did not pay")
    seen = services.offline.preview(box.request("refresh"))
    assert not seen.allowed
    assert "suspended (did not pay)" in seen.sentence
    seen = services.offline.preview(box.request(key=box.key[:-1] + "#"))
    assert (seen.allowed, seen.license_id) == (False, None)
    assert "mistyped" in seen.sentence


def test_it_is_judged_as_with_a_network(services, box, clock, a_license, jane):
    boxes = [replace(box, name=f"box-{number}") for number in range(3)]
    boxes[0].ask()
    boxes[1].ask()
    with pytest.raises(Refused, match="Activation limit reached"):
        boxes[2].ask()
    boxes[0].ask()  # Its own seat is its own.
    none = services.licenses.reveal(a_license(jane, overrides={"offline_allowed": False}))
    with pytest.raises(Refused, match="without a network"):
        Box(services, clock, none).ask()
    with pytest.raises(Refused, match=r"No license has this key|mistyped"):
        Box(services, clock, "ABCDE-FGHJK").ask()
    by_digest = box.request(key="", key_digest=keys.digest(box.key))
    assert services.offline.preview(by_digest).license_id
    assert services.offline.preview(box.request(key="", key_digest="0" * 64)).license_id is None


def test_clocks_and_other_products_are_named(services, box):
    for text, why in (
        (
            box.request(ahead=timedelta(days=2)),
            "made at 2026-11-22 12:00 UTC, but it is 2026-11-20",
        ),
        (box.request(ahead=-timedelta(days=31)), "more than 30 days ago"),
        (box.request(product="Other"), "product “Other”, but the license is for “modeller”"),
    ):
        assert why in services.offline.preview(text).sentence
        with pytest.raises(Conflict, match=why):
            services.offline.answer(text)
    box.ask(product="MODELLER")
    with pytest.raises(Conflict, match="its clock was set back"):
        box.ask(ahead=-timedelta(days=3))


def test_a_seat_is_given_back_only_by_who_holds_its_file(services, licensed, box, a_license, jane):
    box.ask()
    thief = replace(box, file="somebody-elses")
    for kind in ("refresh", "deactivate"):
        with pytest.raises(Conflict, match="not given out for this device"):
            thief.ask(kind)
    other = replace(box, name="box-2")
    with pytest.raises(Conflict, match="not active on this license"):
        other.ask("refresh")
    a_license(jane)
    assert services.licenses.show(licensed).activations == 1


def test_a_customer_gives_back_so_often_a_year(services, clock, a_license, jane):
    found = a_license(jane, overrides={"self_deactivations": 1})
    box = Box(services, clock, services.licenses.reveal(found))
    box.ask()
    box.ask("deactivate")
    box.ask()
    assert not services.offline.preview(box.request("deactivate")).allowed
    with pytest.raises(Conflict, match="1 January"):
        box.ask("deactivate")
    assert services.licenses.show(found).activations == 1


def test_damaged_and_foolish_requests_are_refused(services, box):
    text = box.request()
    body = envelope.disarmed(text)[1]
    for place in range(len(body)):
        broken = bytearray(body)
        broken[place] ^= 1
        with pytest.raises(Unreadable, match="damaged on the way"):
            requests.read(envelope.armoured(FileKind.REQUEST, bytes(broken)))
    told = dict(envelope.requested(text))
    for values, why in (
        ({"version": 2}, "format"),
        ({"type": "destroy"}, "type"),
        ({"nonce": "short"}, "nonce"),
        ({"key": ""}, "(key)"),
        ({"key": 7}, "(key)"),
        ({"key_digest": "a" * 64}, "(key)"),
        ({"key": "", "key_digest": "xyz"}, "key_digest"),
        ({"made_at": "now"}, "made_at"),
        ({"device_id": ""}, "hardware ID"),
        ({"device_kind": "fridge"}, "device_kind"),
        ({"surprise": "x"}, "surprise"),
        ({"\x1b[2J": "x"}, "(?)"),
        ({"product": "a\nb"}, "(product)"),
        ({"label": "a\x07b"}, "invisible control character"),
        ({"hostname": "x" * 300}, "253"),
        ({"type": "refresh"}, "Activate it instead"),
    ):
        with pytest.raises(Unreadable) as refused:
            requests.read(envelope.checked({**told, **values}))
        assert why in str(refused.value)
    response = box.ask()
    with pytest.raises(Unreadable, match="This is a license file, not a request"):
        services.offline.answer(response.text)
    with pytest.raises(Unreadable, match="request of a device"):
        services.offline.look_at(text)


def test_files_without_a_request(services, licensed, device, desk_db):
    device(licensed, 2)
    seat = rows(desk_db, Activation)[0]
    mine = services.offline.issue_file(licensed, seat.id, days=7)
    assert "pc0 is good through 2026-11-27" in mine.sentence
    anywhere = services.offline.look_at(services.offline.issue_file(licensed).text)
    assert (anywhere.good, anywhere.fingerprint, anywhere.nonce) == (True, "", "")
    with pytest.raises(Refused, match="limit reached"):
        services.offline.issue_file(licensed, DeviceDraft("new", offline=True))
    for days in (0, 3661):
        with pytest.raises(Invalid, match="1 to 3660"):
            services.offline.issue_file(licensed, None, days)
    with pytest.raises(Conflict, match="not active on this license"):
        services.offline.issue_file(licensed, 999)
    with pytest.raises(NotFound):
        services.offline.issue_file(999)
    services.license_life.revoke([licensed], "fraud")
    with pytest.raises(Refused, match="revoked"):
        services.offline.issue_file(licensed)


def test_a_file_ends_with_its_license_and_its_grace(services, a_license, jane):
    short = {"cycle": None, "starts_on": date(2026, 11, 1), "expires_on": date(2026, 11, 25)}
    grace = a_license(jane, **short, overrides={"grace_days": 3})
    file = services.offline.look_at(services.offline.issue_file(grace).text)
    assert (file.expires_at.date(), file.valid_until.date()) == (
        date(2026, 11, 26),
        date(2026, 11, 29),
    )
    kept = a_license(jane, **short, overrides={"on_expiry": OnExpiry.MAINTAIN.value})
    file = services.offline.look_at(services.offline.issue_file(kept, days=100).text)
    assert file.valid_until.date() == date(2027, 3, 1)


def test_keys_rotate_and_old_ones_still_verify(services, licensed, desk_db, tmp_path):
    assert services.signing_keys.all() == []
    with pytest.raises(NotFound, match="Create one first"):
        services.signing_keys.public()
    first = services.signing_keys.create()
    old = services.offline.issue_file(licensed).text
    # The next one is prepared, so that products know it before it signs.
    second = services.signing_keys.create()
    assert services.offline.look_at(services.offline.issue_file(licensed).text).key_id == first
    with pytest.raises(Conflict, match="prepared already"):
        services.signing_keys.create()
    states = [(one.key_id, one.state) for one in services.signing_keys.all()]
    assert states == [(second, KeyState.PREPARED), (first, KeyState.SIGNS)]
    assert services.signing_keys.rotate() == second
    new = services.offline.issue_file(licensed).text
    states = [(one.key_id, one.state) for one in services.signing_keys.all()]
    assert states == [(second, KeyState.SIGNS), (first, KeyState.RETIRED)]
    assert [services.offline.look_at(text).key_id for text in (old, new)] == [first, second]
    public = services.signing_keys.public(first)
    assert envelope.key_id(base64.b64decode(public.raw)) == first
    pem = tmp_path / "public.pem"
    pem.write_text(public.pem)
    said = subprocess.run(
        [OPENSSL, "pkey", "-pubin", "-in", str(pem), "-text", "-noout"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "ED25519" in said.stdout.upper()
    assert services.signing_keys.public().key_ids == (second, first)
    # The private part is sealed for its row; nothing of it is in the trail.
    stored = rows(desk_db, SigningKey)
    with desk_db.reading(SYSTEM) as session:
        sealed = list(session.scalars(sa.select(SigningKey.private_sealed)))
    assert len(set(sealed)) == len(stored) == 2
    assert min(map(len, sealed)) == 12 + 32 + 16
    with desk_db.transaction(SYSTEM, "test") as session:
        for row in session.scalars(sa.select(SigningKey)):
            row.private_sealed = sealed[0]
    with pytest.raises(Sealed):
        services.offline.issue_file(licensed)
    third = services.signing_keys.rotate()  # At once, when an old one was given away.
    assert services.offline.look_at(services.offline.issue_file(licensed).text).key_id == third


def test_who_may_sign(services, licensed, box, acting, desk_db, admin, changes):
    sales, viewer = acting("Sales Manager", 2, 9), acting("Viewer")
    with pytest.raises(PermissionDenied):
        sales.signing_keys.create()
    with pytest.raises(PermissionDenied):
        viewer.offline.answer(box.request())
    with pytest.raises(PermissionDenied):
        acting("Operator").offline.issue_file(licensed)
    only_edits = replace(admin, permissions=admin.permissions - {Permission.LICENSES_SIGN})
    editor = Services.build(desk_db, only_edits, changes)
    with pytest.raises(Conflict, match="no signing key yet"):
        editor.offline.issue_file(licensed)
    services.signing_keys.create()
    assert editor.offline.issue_file(licensed).text
    keyless = Services.build(desk_db, replace(admin, vault=NO_VAULT), changes)
    with pytest.raises(Sealed):
        keyless.offline.answer(box.request())
    seatless = replace(admin, permissions=admin.permissions - {Permission.ACTIVATIONS_EDIT})
    with pytest.raises(PermissionDenied):
        Services.build(desk_db, seatless, changes).offline.answer(box.request())
    assert services.licenses.show(licensed).activations == 0
    assert sales.offline.preview(box.request()).license_id is None
    helper = next(preset for preset in PRESETS if preset.name == "Operator")
    only_helps = replace(admin, permissions=helper.permissions)
    assert Services.build(desk_db, only_helps, changes).offline.answer(box.request()).activation_id
    stranger = replace(only_helps, id=99, scope=Scope.OWN)
    with pytest.raises(Refused):
        Services.build(desk_db, stranger, changes).offline.answer(box.request())


def test_nothing_is_half_done(services, licensed, box, desk_db, admin, changes):
    services.signing_keys.create()
    keyless = Services.build(desk_db, replace(admin, vault=NO_VAULT), changes)
    text = box.request()
    with pytest.raises(Sealed):
        keyless.offline.answer(text)
    assert (
        rows(desk_db, Activation)
        == rows(desk_db, OfflineRequest)
        == rows(desk_db, LicenseFile)
        == []
    )
    assert services.licenses.show(licensed).activations == 0
    assert services.offline.answer(text).activation_id


def test_an_answer_fits_a_qr_code(box):
    code = box.ask().qr()
    assert len(code.modules) == len(code.modules[0]) <= 177
    assert code.svg.startswith(b"<?xml")
    huge = replace(box.ask(), text="x" * 4000)
    assert huge.qr() is None


def at_once(asks):
    """What each gave or was refused with, run at the same time."""

    def run(ask):
        try:
            return ask()
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(run, asks))


def test_many_answer_at_once(services, licensed, box):
    services.signing_keys.create()
    text, answer = box.request(), services.offline.answer
    found = at_once([lambda: answer(text)] * 6)
    refused = [one for one in found if isinstance(one, Conflict)]
    assert len(refused) == 5
    assert all("answered at" in str(one) for one in refused)
    texts = [replace(box, name=f"box-{number}").request() for number in range(2, 8)]
    found = at_once([partial(answer, text) for text in texts])
    refused = [one for one in found if isinstance(one, Conflict)]
    assert len(refused) == 5
    assert all("limit reached" in str(one) for one in refused)
    assert services.licenses.show(licensed).activations == 2
