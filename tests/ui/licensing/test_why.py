"""Why a license will not activate: asked, answered, remedied, and asked again."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from app.core.listing import Condition, ListQuery, Op
from app.customers.drafts import HoldDraft
from app.licensing.explain_schemas import Asked
from tests.ui.licensing.devices import dialog, idle, part, put_on, sell, three_seats
from tests.ui.walk import faults
from ui.kit.dialogs import Answer
from ui.licensing.page import LicenseList
from ui.licensing.why import why

FIVE, HOURS, OLD = timedelta(minutes=5), timedelta(hours=2), timedelta(days=45)


@pytest.fixture
def full(services, clock, product, person, monkeypatch):
    """A license whose three seats are taken; its id."""
    monkeypatch.setattr("ui.licensing.activations_looks.right_now", clock.now)
    monkeypatch.setattr("ui.kit.format.today", lambda: clock.now().date())
    license_id = sell(services, product, three_seats(services, product), person())
    put_on(services, clock, license_id, fresh=FIVE, lately=HOURS, old=OLD)
    return license_id


@pytest.fixture
def ask(qtbot, desk, host):
    def make(**known):
        asked = why(desk, host, **known)
        idle(qtbot, desk)
        return asked

    return make


def verdict(asked):
    return asked.answer.verdict.text()


def told(qtbot, asked, begin):
    """Wait for a verdict."""
    qtbot.waitUntil(lambda: verdict(asked).startswith(begin), timeout=10_000)


def test_a_full_license_is_freed_of_its_stalest_device(qtbot, ask, full, services, desk):
    """WFL-05: 3 of 3, the device of 45 days ago goes, 2 of 3, and the new one is admitted."""
    asked = ask(license_id=full, device="NEW-PC")
    told(qtbot, asked, "Activation limit reached. Active devices: 3 of 3.")
    assert "old (45 days ago)" in verdict(asked)
    names = [one.name for one in services.explain.explain(Asked(license_id=full)).found[0].verdict
             .checks]  # fmt: skip
    assert [part(asked, f"why.check.{name}").isVisible() for name in names] == [True] * 10
    assert faults(asked) == []
    part(asked, "why.release").click()
    form = dialog(qtbot, "activationRelease")
    assert form.panel.box("device").editor.combo.currentText() == "old (last verified 45 days ago)"
    assert faults(form) == []
    form.save.click()
    told(qtbot, asked, "This license can be activated on this device.")
    assert services.licenses.rows([full])[0].activations == 2
    part(asked, "why.activate").click()
    told(qtbot, asked, "This device is active already")
    assert services.licenses.rows([full])[0].activations == 3
    assert any("NEW-PC is activated." in one.message for one in desk.notices.history)


def test_the_limit_is_raised_for_this_license_alone(qtbot, ask, full, services):
    asked = ask(license_id=full)
    told(qtbot, asked, "Activation limit reached")
    part(asked, "why.raiseLimit").click()
    form = dialog(qtbot, "licenseLimit")
    assert form.panel.box("limit").editor.read() == 4
    form.save.click()
    told(qtbot, asked, "This license can be activated")
    found = services.licenses.show(full)
    assert (found.limit, found.overrides) == (4, ("activation_limit",))


def test_a_suspended_license_is_resumed_and_an_inactive_customer_made_active(
    qtbot, ask, full, services, monkeypatch
):
    customer = services.licenses.show(full).customer_id
    services.license_life.suspend([full], "Unpaid")
    services.lifecycle.hold(customer, HoldDraft())
    services.activations.deactivate(list(_devices(services, full)))
    asked = ask(license_id=full)
    told(qtbot, asked, "Activation failed. The license is suspended (Unpaid).")
    part(asked, "why.resume").click()
    told(qtbot, asked, "Activation failed. John Smith is")
    monkeypatch.setattr("ui.licensing.why_remedies.confirm", lambda *_a, **_k: Answer(True))
    part(asked, "why.activateCustomer").click()
    told(qtbot, asked, "This license can be activated")


def _devices(services, license_id):
    asked = ListQuery(conditions=(Condition("license_id", Op.IN, (license_id,)),))
    return [row.id for row in services.activations.first(asked, 10)]


def test_a_blocked_device_is_unblocked(qtbot, ask, full, services):
    ids = _devices(services, full)
    services.activations.block(ids, "Stolen")
    asked = ask(license_id=full, device="old")
    told(qtbot, asked, "Activation failed. old is blocked")
    part(asked, "why.unblock").click()
    told(qtbot, asked, "This license can be activated on this device.")


def test_an_email_gives_each_license_its_verdict(qtbot, ask, full, sold, services):
    customer = services.licenses.show(full).customer_id
    sold(customer)
    asked = ask(email="john@company.com")
    told(qtbot, asked, "1 of 2 licenses can be activated.")
    listed = asked.answer.licenses
    assert listed.isVisible()
    assert listed.count() == 2
    said = {listed.item(row).text().split(" \u2014 ")[1] for row in range(2)}
    assert any(one == "can be activated" for one in said)
    row = next(n for n in range(2) if "can be" not in listed.item(n).text())
    listed.setCurrentRow(row)
    assert part(asked, "why.release").isVisible()


def test_a_mistyped_key_is_corrected(qtbot, ask, full, services):
    key = services.licenses.reveal(full)
    place = len(key) // 2
    wrong = key[:place] + ("2" if key[place] != "2" else "3") + key[place + 1 :]
    asked = ask(key=wrong)
    told(qtbot, asked, "Activation failed. This key is mistyped")
    part(asked, "why.correct").click()
    told(qtbot, asked, "Activation limit reached")
    assert key[-5:] in asked.whose.text()


def test_nothing_unknown_and_the_future_say_what_to_do(qtbot, ask):
    asked = ask()
    assert asked.empty.isVisible()
    asked.ask.click()
    qtbot.waitUntil(lambda: "license key, an e-mail" in asked.panel.box("key").problem)
    asked.panel.box("email").editor.write("nobody@example.org")
    asked.ask.click()
    told(qtbot, asked, "No license belongs to nobody@example.org")
    asked.panel.box("on").editor.write(date(2030, 1, 1))
    asked.ask.click()
    qtbot.waitUntil(lambda: "lies ahead" in asked.panel.box("on").problem)


def test_the_past_is_told_of_without_remedies(qtbot, ask, full, clock):
    asked = ask(license_id=full)
    told(qtbot, asked, "Activation limit reached")
    asked.panel.box("on").editor.write(clock.now().date() - timedelta(days=2))
    asked.ask.click()
    told(qtbot, asked, "Activation failed. The license was issued later")
    assert "as the history has them" in asked.answer.note.text()
    assert asked.findChild(type(asked.ask), "why.release") is None


def test_it_is_worked_by_keyboard_alone(qtbot, ask, full):
    asked = ask(license_id=full, device="x")
    told(qtbot, asked, "Activation limit reached")
    asked.activateWindow()
    qtbot.waitUntil(asked.isActiveWindow)
    met = set()
    for _step in range(30):
        focus = asked.focusWidget()
        met.add(focus.objectName() if focus else "")
        qtbot.keyClick(focus or asked, Qt.Key.Key_Tab)
    assert {"why.device", "why.on", "why.ask", "why.release", "why.raiseLimit", "why.close"} <= met
    with qtbot.waitSignal(asked.finished):
        qtbot.keyClick(asked, Qt.Key.Key_Escape)


def test_who_may_only_look_sees_the_checks_without_buttons(qtbot, viewer_desk, host, full):
    asked = why(viewer_desk, host, license_id=full)
    told(qtbot, asked, "Activation limit reached")
    for name in ("release", "raiseLimit", "activate"):
        assert asked.findChild(type(asked.ask), f"why.{name}") is None


@pytest.mark.usefixtures("full")
def test_a_row_of_the_licenses_leads_here(qtbot, desk, host):
    page = LicenseList(desk)
    page.setParent(host)
    page.show()
    qtbot.waitUntil(lambda: page.total == 1, timeout=10_000)
    page.view.choose([0], 0)
    [action] = [one for one in page.actions() if one.objectName() == "action.licenses.why"]
    action.trigger()
    asked = dialog(qtbot, "why")
    told(qtbot, asked, "Activation limit reached")
    idle(qtbot, desk)
