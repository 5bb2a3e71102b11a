"""Renewals, histories, other plans and new keys of licenses, as people see them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from app.catalogue.drafts import PlanDraft
from app.core.listing import ListQuery
from app.core.money import Money
from app.licensing.drafts import LicenseDraft
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.walk import faults
from ui.kit.conflict_rows import Side
from ui.kit.dialogs import Answer
from ui.licensing.history import HistoryDialog
from ui.licensing.page import LicenseList
from ui.licensing.renewals import RenewalsDialog


@pytest.fixture
def page(qtbot, desk, person, sold):
    """The page with one license of a customer."""
    sold(person())
    made = LicenseList(desk)
    with qtbot.waitSignal(made.counted):
        shown(qtbot, made, desk)
    return made


def dialog_of(qtbot, page, name, desk):
    def found():
        dialogs = page.findChildren(QDialog, name)
        return next((one for one in dialogs if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None)
    idle(qtbot, desk)
    return found()


def test_renewals_are_listed_by_priority_and_saved(
    qtbot, desk, clock, person, sold, tmp_path, monkeypatch
):
    today = clock.now().date()
    high, low = person("high@example.com"), person("low@example.com")
    for _each in range(5):
        sold(high, cycle=None, expires_on=today + timedelta(days=9))
    sold(low, cycle=None, expires_on=today + timedelta(days=50))
    dialog = RenewalsDialog(desk, None)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: column(dialog.list, "priority") == ["High", "Low"])
    idle(qtbot, desk)
    assert faults(dialog) == []
    assert column(dialog.list, "count") == ["5", "1"]
    target = tmp_path / "out.csv"
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_: target)
    dialog.save()
    idle(qtbot, desk)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["high@example.com", "low@example.com"]
    assert "2 rows saved" in said(desk)[-1]
    dialog.list.opened.emit(high)
    assert desk.navigator.customers == [high]
    dialog.resize(1180, 600)
    qtbot.waitUntil(lambda: dialog.list.view.horizontalScrollBar().maximum() == 0)
    dialog.list.view.choose([0], 0)
    dialog.list.findChild(QAction, "action.renewals.mark").trigger()
    qtbot.waitUntil(lambda: column(dialog.list, "priority") == ["Low", "High"])
    assert "1 customer is marked as renewed." in said(desk)
    assert column(dialog.list, "renewed_on")[0] == ""
    desk.notices.history[-1].action[1]()
    qtbot.waitUntil(lambda: column(dialog.list, "priority") == ["High", "Low"])


def test_somebody_elses_edit_is_asked_about(qtbot, desk, services, page):
    [license_id] = page.model.ids
    page.changing.edit(license_id)
    dialog = dialog_of(qtbot, page, "licenseEdit", desk)
    dialog.panel.box("activation_limit").editor.write("unlimited")
    dialog.panel.box("order_number").editor.write("SO-1")
    found = services.licenses.show(license_id)
    base = LicenseDraft("", found.starts_on, found.expires_on, {}, "")
    theirs = replace(base, note="Called twice", overrides={"activation_limit": 9})
    services.licenses.edit(license_id, found.version, theirs, base)
    dialog.save.click()
    asking = dialog_of(qtbot, dialog, "conflict", desk)
    [row] = asking.rows
    assert (row.row.title, row.row.texts) == (
        "Activation limit", ("As the plan says", "9", "unlimited"),
    )  # fmt: skip
    row.choose(Side.MINE)
    with qtbot.waitSignal(dialog.saved):
        asking.save.click()
    found = services.licenses.show(license_id)
    assert (found.limit, found.order_number, found.note) == (None, "SO-1", "Called twice")


def test_another_plan_is_shown_before_it_is_taken(qtbot, desk, services, page, product):
    services.plans.create(
        product, PlanDraft(name="Team", yearly=Money(59_900, "EUR"), activation_limit=25)
    )
    page.changing.change_plan([page.model.ids[0]])
    dialog = dialog_of(qtbot, page, "licensePlan", desk)
    assert faults(dialog) == []
    preview = dialog.findChild(QWidget, "licensePlan.preview")
    qtbot.waitUntil(lambda: "5 \u2192 25" in preview.said)
    dialog.save.click()
    idle(qtbot, desk)
    assert services.licenses.show(page.model.ids[0]).limit == 25


def test_a_plan_without_another_is_refused_with_the_way_out(qtbot, desk, page):
    page.changing.change_plan([page.model.ids[0]])
    idle(qtbot, desk)
    assert said(desk)[-1].startswith("Modeller has no other plan on sale.")


def test_a_new_key_is_shown_and_the_old_one_is_nobodys(qtbot, desk, services, page, monkeypatch):
    [license_id] = page.model.ids
    old = services.licenses.reveal(license_id)
    monkeypatch.setattr("ui.licensing.steps.confirm", lambda *_a, **_k: Answer(True))
    page.steps.rotate(license_id)
    dialog = dialog_of(qtbot, page, "licenseKey", desk)
    assert dialog.windowTitle() == "The new license key"
    assert dialog.line.text() != old
    assert services.licenses.find(dialog.line.text()) == license_id
    dialog.reject()


def test_extending_wants_a_day_or_never(qtbot, desk, services, page):
    [license_id] = page.model.ids
    page.changing.extend([license_id])
    dialog = dialog_of(qtbot, page, "licenseExtend", desk)
    dialog.save.click()
    assert "Choose a day" in dialog.panel.box("to").problem
    dialog.panel.box("never").editor.write(True)
    dialog.save.click()
    idle(qtbot, desk)
    assert services.licenses.show(license_id).expires_on is None
    qtbot.waitUntil(lambda: column(page, "expires_on") == ["Never"])


def test_the_history_tells_of_every_step(qtbot, desk, services, page):
    [license_id] = page.model.ids
    services.license_life.suspend([license_id], "Unpaid")
    dialog = HistoryDialog(desk, license_id, None)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.total is not None)
    idle(qtbot, desk)
    assert faults(dialog) == []
    assert "suspended" in " ".join(column(dialog.list, "new")).lower()


def test_without_a_product_it_is_said_where_to_add_one(qtbot, desk):
    page = LicenseList(desk)
    with qtbot.waitSignal(page.counted):
        shown(qtbot, page, desk)
    page.giving.issue(None)
    page.giving.generate()
    idle(qtbot, desk)
    assert [one.startswith("There is no product on sale yet.") for one in said(desk)] == [True] * 2


def test_a_tab_leads_to_the_page_with_only_its_customer(qtbot, desk, services, person, sold):
    john = person("john@example.com")
    sold(john)
    tab = LicenseList(desk, john)
    with qtbot.waitSignal(tab.counted):
        shown(qtbot, tab, desk)
    tab.findChild(QWidget, "detail.licenses.viewAll").click()
    idle(qtbot, desk)
    [(name, asked, named)] = desk.navigator.lists
    assert (name, named) == ("licenses", {"customer_id": [(john, "John Smith")]})
    assert services.licenses.count(asked) == 1 == services.licenses.count(ListQuery())
