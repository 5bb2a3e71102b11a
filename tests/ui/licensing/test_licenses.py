"""The licenses' page and tab: what they show, find, and let people do."""

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit

from app.core.listing import Condition, ListQuery, Op
from app.licensing.schemas import LicenseStatus
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.walk import faults
from ui.kit import secrecy
from ui.kit.dialogs import Answer
from ui.licensing.page import LicenseList


@pytest.fixture
def page_of(qtbot, desk):
    """A function that shows the page, or a customer's tab."""

    def make(customer_id=None, on=desk):
        page = LicenseList(on, customer_id)
        page.resize(1064, 700)
        with qtbot.waitSignal(page.counted):
            shown(qtbot, page, on)
        return page

    return make


def run(page, thing, *rows):
    """Choose rows and do something with them."""
    if rows:
        page.view.choose(rows, rows[0])
    action = page.findChild(QAction, f"action.{page.place}.{thing}")
    assert action.isEnabled(), thing
    action.trigger()


def dialog_of(qtbot, page, name, desk):
    """The dialog of that name over the page, once it is there."""

    def found():
        dialogs = page.findChildren(QDialog, name)
        return next((one for one in dialogs if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None)
    idle(qtbot, desk)
    return found()


def save(qtbot, dialog, desk):
    dialog.save.click()
    idle(qtbot, desk)


def test_the_page_shows_what_a_caller_asks_about(qtbot, page_of, person, sold):
    sold(person(), order_number="SO-7")
    sold(None)
    page = page_of()
    assert faults(page) == []
    assert sorted(column(page, "status")) == ["Active", "Available"]
    assert sorted(column(page, "customer")) == ["John Smith", "Unassigned"]
    assert column(page, "activations") == ["0 / 5", "0 / 5"]
    assert all(key.startswith("•••••") for key in column(page, "key"))
    assert "SO-7" in column(page, "order_number")
    # In a window of 1280 by 800, beside the navigation, nothing has to be moved sideways.
    page.resize(1064, 686)
    qtbot.waitUntil(lambda: page.view.width() < 1064)
    qtbot.waitUntil(lambda: page.view.horizontalScrollBar().maximum() == 0)


def test_a_status_explains_itself_and_never_is_a_word(page_of, person, sold):
    sold(person(), cycle=None, never_expires=True)
    page = page_of()
    number = next(n for n, spec in enumerate(page.model.columns) if spec.key == "status")
    assert "valid" in page.model.cell(0, number).hint
    assert column(page, "expires_on") == ["Never"]


def test_filters_and_views_narrow_the_list(qtbot, desk, page_of, person, sold):
    sold(person())
    sold(None)
    page = page_of()
    page.views.choose("available")
    qtbot.waitUntil(lambda: column(page, "status") == ["Available"])
    page.clear_filters()
    page.tools.filters.pick({"no_customer": False})
    page.ask()
    qtbot.waitUntil(lambda: column(page, "status") == ["Active"])
    page.tools.filters.pick({"expires_on": 30})
    assert page.query.conditions == (Condition("expires_on", Op.NEXT, 30),)
    page.tools.filters.pick({})
    page.tools.set_text("john@company.com")
    page.ask()
    qtbot.waitUntil(lambda: column(page, "customer") == ["John Smith"])
    idle(qtbot, desk)


def test_a_key_is_shown_and_copied_for_a_while(
    qtbot, desk, services, page_of, person, sold, monkeypatch
):
    monkeypatch.setattr(secrecy.copy_secret, "__defaults__", (0.4,))
    license_id = sold(person())
    page = page_of()
    run(page, "reveal", 0)
    dialog = dialog_of(qtbot, page, "licenseKey", desk)
    key = dialog.findChild(QLineEdit, "licenseKey.key").text()
    assert services.licenses.find(key) == license_id
    dialog.reject()
    run(page, "copyKey", 0)
    idle(qtbot, desk)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == key
    assert "clipboard" in said(desk)[-1]
    qtbot.waitUntil(lambda: clipboard.text() == "")
    seen = [row.what for row in services.licenses.history(license_id)]
    assert len(seen) > 1


def test_who_may_only_look_sees_no_keys(page_of, viewer_desk, person, sold):
    sold(person())
    page = page_of(on=viewer_desk)
    assert not page.findChild(QAction, "action.licenses.reveal").isVisible()
    assert not page.findChild(QAction, "action.licenses.new").isVisible()


def test_a_license_is_added_from_the_tab_with_its_key_shown_once(
    qtbot, desk, services, page_of, person, plan
):
    assert plan
    john = person()
    page = page_of(john)
    run(page, "new")
    dialog = dialog_of(qtbot, page, "licenseNew", desk)
    assert faults(dialog) == []
    assert "ends on" in dialog.panel.box("expires_on").help.text()
    dialog.panel.box("create_subscription").editor.write(True)
    save(qtbot, dialog, desk)
    shown_key = dialog_of(qtbot, page, "licenseKey", desk)
    assert shown_key.line.text()
    shown_key.reject()
    qtbot.waitUntil(lambda: column(page, "status") == ["Active"])
    assert services.subscriptions.count(ListQuery()) == 1
    assert services.customers.show(john).licenses == 1


def test_a_typed_key_is_judged_while_it_is_typed(qtbot, desk, page_of, plan):
    assert plan
    page = page_of()
    run(page, "new")
    dialog = dialog_of(qtbot, page, "licenseNew", desk)
    key = dialog.panel.box("key")
    key.editor.write("ABC")
    assert "at least" in key.help.text()
    key.editor.write("MY-OWN-KEY-2026")
    assert "own form" in key.help.text()
    dialog.panel.mark_clean()
    dialog.reject()


def test_an_unknown_email_is_asked_about_before_it_becomes_a_customer(
    qtbot, desk, services, page_of, sold, monkeypatch
):
    sold(None)
    asked = []
    answers = [Answer(False), Answer(True)]

    def confirm(_parent, title, *_more, **_words):
        asked.append(title)
        return answers.pop(0)

    monkeypatch.setattr("ui.licensing.whom.confirm", confirm)
    page = page_of()
    run(page, "assign", 0)
    dialog = dialog_of(qtbot, page, "licenseAssign", desk)
    dialog.panel.box("email").editor.write("new@email.com")
    save(qtbot, dialog, desk)
    assert services.customers.count(ListQuery()) == 0
    assert dialog.isVisible()
    save(qtbot, dialog, desk)
    qtbot.waitUntil(lambda: column(page, "status") == ["Active"])
    assert asked == ["No customer has new@email.com. Create one?"] * 2
    assert "New customer created." in said(desk)[-1]
    assert services.customers.count(ListQuery()) == 1
    desk.notices.history[-1].action[1]()
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: column(page, "status") == ["Available"])


def test_suspending_asks_why_and_can_be_undone(qtbot, desk, services, page_of, person, sold):
    license_id = sold(person())
    page = page_of()
    run(page, "suspend", 0)
    dialog = dialog_of(qtbot, page, "licenseReason", desk)
    dialog.panel.box("reason").editor.write("Unpaid")
    save(qtbot, dialog, desk)
    assert services.licenses.show(license_id).state_reason == "Unpaid"
    notice = desk.notices.history[-1]
    assert notice.action is not None
    notice.action[1]()
    idle(qtbot, desk)
    assert services.licenses.show(license_id).status is LicenseStatus.ACTIVE


def test_unassigning_gives_back_on_undo(qtbot, desk, services, page_of, person, sold):
    john = person()
    license_id = sold(john)
    page = page_of()
    run(page, "unassign", 0)
    idle(qtbot, desk)
    assert services.licenses.show(license_id).customer_id is None
    desk.notices.history[-1].action[1]()
    idle(qtbot, desk)
    assert services.licenses.show(license_id).customer_id == john


def test_revoking_may_take_it_from_the_customer(qtbot, desk, services, page_of, person, sold):
    john = person()
    license_id = sold(john)
    page = page_of()
    run(page, "revoke", 0)
    dialog = dialog_of(qtbot, page, "licenseReason", desk)
    assert faults(dialog) == []
    dialog.panel.box("unassign").editor.write(True)
    save(qtbot, dialog, desk)
    found = services.licenses.show(license_id)
    assert (found.status, found.customer_id) == (LicenseStatus.REVOKED, None)
    assert services.customers.show(john).licenses == 0


def test_renewing_shows_what_becomes_of_each(qtbot, desk, services, page_of, person, sold):
    john = person()
    first, second = sold(john), sold(john, cycle=None, never_expires=True)
    old = services.licenses.show(first).expires_on
    page = page_of(john)
    page.view.selectAll()
    run(page, "renew")
    dialog = dialog_of(qtbot, page, "licenseRenew", desk)
    preview = dialog.findChild(object, "licenseRenew.preview")
    qtbot.waitUntil(lambda: "never expires" in preview.said)
    save(qtbot, dialog, desk)
    assert services.licenses.show(first).expires_on == old.replace(year=old.year + 1)
    assert services.licenses.show(second).expires_on is None
    assert any("1 license renewed." in one for one in said(desk))


def test_every_license_moves_to_another_email(
    qtbot, desk, services, page_of, person, sold, monkeypatch
):
    old = person("old@email.com")
    for _each in range(3):
        sold(old)
    monkeypatch.setattr("ui.licensing.whom.confirm", lambda *_a, **_k: Answer(True))
    page = page_of(old)
    run(page, "transfer")
    dialog = dialog_of(qtbot, page, "licenseTransfer", desk)
    dialog.panel.box("email").editor.write("new@email.com")
    preview = dialog.findChild(object, "licenseTransfer.preview")
    qtbot.waitUntil(lambda: "(a new customer)" in preview.said)
    assert "3" in preview.said
    assert "old@email.com" in preview.said
    dialog.panel.box("notify").editor.write(True)
    save(qtbot, dialog, desk)
    new = services.customers.find("new@email.com")
    assert services.customers.show(new).licenses == 3
    assert services.customers.show(old).licenses == 0
    assert "2 messages are waiting" in desk.notices.history[-1].message
    desk.notices.history[-1].action[1]()
    assert desk.navigator.customers == [new]


def test_a_pool_is_generated_in_the_background(qtbot, desk, services, page_of, plan):
    assert plan
    page = page_of()
    run(page, "generate")
    dialog = dialog_of(qtbot, page, "licensePool", desk)
    dialog.panel.box("count").editor.write(3)
    save(qtbot, dialog, desk)
    qtbot.waitUntil(lambda: services.licenses.count(ListQuery()) == 3)
    qtbot.waitUntil(lambda: column(page, "status") == ["Available"] * 3)
    idle(qtbot, desk)


def test_what_was_agreed_for_one_license_is_edited_and_marked(
    qtbot, desk, services, page_of, person, sold
):
    license_id = sold(person())
    page = page_of()
    run(page, "edit", 0)
    dialog = dialog_of(qtbot, page, "licenseEdit", desk)
    assert faults(dialog) == []
    dialog.panel.box("activation_limit").editor.write("unlimited")
    dialog.panel.box("grace_days").editor.write("x")
    save(qtbot, dialog, desk)
    assert "whole number" in dialog.panel.box("grace_days").problem
    dialog.panel.box("grace_days").editor.write("14")
    save(qtbot, dialog, desk)
    found = services.licenses.show(license_id)
    assert found.overrides == ("activation_limit", "grace_days")
    assert (found.limit, found.policy.grace_days) == (None, 14)
    page.steps.show(license_id)
    card = dialog_of(qtbot, page, "licenseCard", desk)
    assert faults(card) == []
    limit = card.findChild(object, "licenseCard.activation_limit").text()
    assert limit == "Unlimited (agreed for this license)"
    card.reject()
