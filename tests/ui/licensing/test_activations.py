"""The list of activations, as a page and as a tab, and what is done to devices there."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication

from app.core.listing import Condition, ListQuery, Op
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.schemas import ActivationState
from tests.ui.licensing.devices import dialog, idle, part, put_on, sell, shown, three_seats
from tests.ui.walk import faults
from ui.kit.cells import Kind
from ui.kit.icons import Icon
from ui.kit.list_memory import show_asked
from ui.licensing.activations import ActivationList
from ui.licensing.activations_form import record_form

FIVE, HOURS, OLD = timedelta(minutes=5), timedelta(hours=2), timedelta(days=45)


@pytest.fixture
def time(monkeypatch, clock):
    monkeypatch.setattr("ui.licensing.activations_looks.right_now", clock.now)
    return clock


@pytest.fixture
def whose(person):
    return person()


@pytest.fixture
def full(services, time, product, whose):
    """A license whose three seats are taken; its id, and its devices' by name."""
    license_id = sell(services, product, three_seats(services, product), whose)
    return license_id, put_on(services, time, license_id, fresh=FIVE, lately=HOURS, old=OLD)


@pytest.fixture
def show(qtbot, desk):
    def make(customer_id=None):
        page = ActivationList(desk, customer_id)
        qtbot.addWidget(page)
        page.resize(1200, 600)
        page.show()
        qtbot.waitUntil(lambda: page.total is not None, timeout=10_000)
        idle(qtbot, desk)
        return page

    return make


def choose(page, key):
    """Choose the row of an activation."""
    place = list(page.model.ids).index(key)
    page.view.choose([place], place)


def trigger(page, thing):
    """What is done from a menu."""
    name = f"action.{page.place}.{thing}"
    [action] = [one for one in page.actions() if one.objectName() == name]
    assert action.isEnabled()
    action.trigger()


def test_ages_are_relative_and_stale_devices_stand_out(show, full, time):
    page = show()
    by_device = {row["device"]: row for row in shown(page)}
    assert by_device["fresh"]["last_verified_at"] == "5 minutes ago"
    assert by_device["lately"]["last_verified_at"] == "2 hours ago"
    assert by_device["old"]["last_verified_at"] == "45 days ago"
    assert by_device["old"]["key"].startswith("\u2022")
    place = list(page.model.ids).index(full[1]["old"])
    at = next(n for n, spec in enumerate(page.model.columns) if spec.key == "last_verified_at")
    cell = page.model.cell(place, at)
    assert (cell.kind, cell.icon) == (Kind.ALERT, Icon.ALERT)
    assert "Not seen for 45 days" in cell.hint
    assert "Oct 6, 2026" in cell.hint
    assert faults(page) == []
    time.at += timedelta(minutes=3)
    page.freshen()
    assert {row["device"]: row for row in shown(page)}["fresh"]["last_verified_at"] == (
        "8 minutes ago"
    )


def test_a_tab_has_its_own_customers_devices_alone(qtbot, show, full, sold, person, services):
    other = sold(person("else@example.org"))
    services.activations.activate(other, DeviceDraft("FOREIGN"))
    page = show(full and services.licenses.show(full[0]).customer_id)
    assert {row["device"] for row in shown(page)} == {"fresh", "lately", "old"}
    assert "customer" not in {spec.key for spec in page.model.columns}
    trigger(page, "viewAll")
    qtbot.waitUntil(lambda: page.desk.navigator.lists != [])
    assert page.desk.navigator.lists[0][0] == "activations"


def test_deactivating_says_what_it_frees_and_frees_it(qtbot, show, full, services, desk):
    license_id, ids = full
    page = show()
    choose(page, ids["old"])
    trigger(page, "deactivate")
    asked = dialog(qtbot, "activationEnd")
    assert "Frees a seat: 3 of 3 becomes 2 of 3." in " ".join(
        one.text() for one in asked.findChildren(type(asked.bar.text))
    )
    assert faults(asked) == []
    asked.panel.box("reason").editor.write("Scrapped")
    asked.save.click()
    qtbot.waitUntil(lambda: services.licenses.rows([license_id])[0].activations == 2)
    row = services.activations.rows([ids["old"]])[0]
    assert (row.state, row.ended_why) == (ActivationState.DEACTIVATED, "Scrapped")
    qtbot.waitUntil(lambda: bool(desk.notices.history))
    assert "1 device deactivated." in desk.notices.history[-1].message


def test_many_are_blocked_and_unblocked_at_once(qtbot, show, full, services):
    license_id, ids = full
    page = show()
    page.view.selectAll()
    trigger(page, "block")
    asked = dialog(qtbot, "activationEnd")
    assert "3 devices" in asked.windowTitle()
    asked.save.click()
    blocked = ActivationState.BLOCKED
    states = lambda: {row.state for row in services.activations.rows(list(ids.values()))}  # noqa: E731
    qtbot.waitUntil(lambda: states() == {blocked})
    assert services.licenses.rows([license_id])[0].activations == 0
    idle(qtbot, page.desk)
    qtbot.waitUntil(lambda: {row["state"] for row in shown(page)} == {"Blocked"})
    page.view.selectAll()
    trigger(page, "unblock")
    qtbot.waitUntil(lambda: blocked not in states())


def test_shipped_views_find_stale_and_blocked_devices(qtbot, show, full, services):
    _license_id, ids = full
    services.activations.block([ids["fresh"]], "Stolen")
    page = show()
    for view, found in (("stale", {"old"}), ("blocked", {"fresh"}), ("active", {"lately", "old"})):
        page.views.choose(view)
        qtbot.waitUntil(lambda found=found: {row["device"] for row in shown(page)} == found)


def test_identifier_is_copied_and_a_card_shows_the_rest(qtbot, show, full):
    _license_id, ids = full
    page = show()
    choose(page, ids["old"])
    trigger(page, "copyIdentifier")
    assert QGuiApplication.clipboard().text() == "OLD"
    page.opened.emit(ids["old"])
    card = dialog(qtbot, "activationCard")
    assert part(card, "activationCard.seats").text() == "3 / 3"
    assert part(card, "activationCard.verified").text().startswith("45 days ago")
    assert faults(card) == []
    card.reject()


def test_recording_by_hand_finds_the_license_by_its_customer(
    qtbot, desk, host, sold, whose, services
):
    license_id = sold(whose)
    form = record_form(desk, host)
    form.show()
    form.activateWindow()
    editor = form.panel.box("license_id").editor
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "John")
    qtbot.waitUntil(lambda: editor.words.rowCount() == 1, timeout=10_000)
    editor.popup.activated.emit(editor.words.stringList()[0])
    form.panel.box("ip").editor.write("nonsense")
    form.panel.box("identifier").editor.write("PC-77")
    form.save.click()
    assert "192.0.2.7" in form.panel.box("ip").problem
    form.panel.box("ip").editor.write("2001:DB8::7")
    with qtbot.waitSignal(form.saved):
        form.save.click()
    asked = ListQuery(conditions=(Condition("license_id", Op.IN, (license_id,)),))
    [row] = services.activations.first(asked, 5)
    assert (row.identifier, row.ip) == ("PC-77", "2001:db8::7")


@pytest.mark.usefixtures("full")
def test_recording_beyond_the_limit_is_refused_with_the_reason(qtbot, desk, host, whose):
    form = record_form(desk, host, whose)
    form.show()
    editor = form.panel.box("license_id").editor
    qtbot.waitUntil(lambda: editor.line.text() != "", timeout=10_000)
    form.panel.box("identifier").editor.write("FOURTH")
    form.save.click()
    qtbot.waitUntil(lambda: form.bar.text.text().startswith("Activation limit reached"))
    assert "old (45 days ago)" in form.bar.text.text()


@pytest.mark.usefixtures("full")
def test_who_may_only_look_is_offered_no_change(qtbot, viewer_desk):
    page = ActivationList(viewer_desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.total is not None)
    idle(qtbot, viewer_desk)
    offered = {one.objectName() for one in page.actions() if one.isVisible()}
    assert "action.activations.whyAny" in offered
    for thing in ("new", "deactivate", "block", "unblock", "verify", "licenseFile"):
        assert f"action.activations.{thing}" not in offered


def test_a_question_from_elsewhere_is_asked_and_can_be_taken_off(qtbot, show, full, sold, whose):
    other = sold(whose)
    page = show()
    asked = ListQuery(conditions=(Condition("license_id", Op.IN, (other,)),))
    show_asked(page, asked, {"license_id": [(other, "another")]})
    qtbot.waitUntil(lambda: page.total == 0, timeout=10_000)
    page.clear_filters()
    qtbot.waitUntil(lambda: page.total == len(full[1]), timeout=10_000)
