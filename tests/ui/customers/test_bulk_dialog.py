"""Many customers are changed by one dialog: what, what would happen, and it happens."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from app.core.access import PRESETS, SYSTEM, Actor, Permission
from app.core.listing import ListQuery, Selection
from app.customers import bulk_service
from app.customers.bulk_changes import Edit, EditFields, How
from app.customers.drafts import HoldDraft
from app.customers.model import Customer
from app.customers.schemas import HoldKind, Status
from app.services import Services
from app.staff.schemas import StaffDraft
from tests.app.customers.bulk_people import fill, stored
from tests.ui.customers.helpers import idle, said, shown
from tests.ui.walk import faults
from ui.customers import bulk_dialog
from ui.customers.bulk_dialog import BulkDialog
from ui.customers.bulk_look import Fate
from ui.customers.bulk_words import Doing
from ui.customers.page import CustomersPage


@pytest.fixture
def ids(desk_db, admin):
    return fill(desk_db, admin, 12, city=lambda number: "Bern" if number < 2 else "")


@pytest.fixture
def opened(qtbot, desk):
    """A function that opens the dialog and waits for what it looks up."""

    def make(doing, *ids, selection=None, at=desk):
        chosen = selection or Selection(ids=tuple(ids))
        dialog = BulkDialog(at, doing, chosen, len(ids) or 12)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        settled(qtbot, dialog)
        return dialog

    return make


def settled(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.is_settled and dialog.desk.tasks.is_idle)


def fill_in(qtbot, dialog, field, value, how=How.SET, find="", row=0):
    line = dialog.panel.rows[row]
    line.fields.write(field)
    line.hows.write(how)
    if find:
        line.sought.write(find)
    if value:
        line.value.write(value)
    settled(qtbot, dialog)


def run(qtbot, dialog):
    with qtbot.waitSignal(dialog.accepted):
        dialog.run.click()
    idle(qtbot, dialog.desk)


def undo(qtbot, desk):
    title, call = desk.notices.history[-1].action
    assert title == "Undo"
    call()
    idle(qtbot, desk)


def listed(page):
    """The texts of a list of the dialog."""
    return [
        [page.model.cell(row, column).text for column in range(page.model.columnCount())]
        for row in range(page.model.rowCount())
    ]


def cities(db):
    return [row["city"] for row in stored(db)["customers"].values()]


def test_fields_are_changed_as_shown_and_undone(qtbot, opened, desk, desk_db, ids):
    dialog = opened(Doing.EDIT, *ids)
    assert (dialog.run.text(), dialog.run.isEnabled()) == ("Change 12 customers", False)
    assert dialog.look.unknown.isVisible()
    fill_in(qtbot, dialog, "city", "Bern")
    assert dialog.look.summary.text() == "10 customers will change. 2 are so already."
    assert dialog.run.text() == "Change 10 customers"
    assert listed(dialog.look.changes)[0] == ["Pat Number 2", "City", "(empty)", "Bern"]
    run(qtbot, dialog)
    assert cities(desk_db) == ["Bern"] * 12
    assert said(desk)[-1] == "10 customers changed."
    undo(qtbot, desk)
    assert cities(desk_db) == ["Bern"] * 2 + [""] * 10
    assert said(desk)[-1] == "Undone: Edit 10 customers."


def test_what_cannot_be_is_said_where_it_was_typed(qtbot, opened, ids):
    dialog = opened(Doing.EDIT, *ids)
    row = dialog.panel.rows[0]
    # Nobody typed yet, so nothing is wrong yet.
    assert row.error.text() == ""
    fill_in(qtbot, dialog, "city", "x" * 101)
    assert "100 characters at most" in row.error.text()
    assert not dialog.run.isEnabled()
    assert dialog.look.unknown.isVisible()
    fill_in(qtbot, dialog, "country", "")
    row.value.combo.setEditText("Atlantis")
    settled(qtbot, dialog)
    assert "Choose one from the list" in row.error.text()
    fill_in(qtbot, dialog, "country", "CH")
    assert row.error.text() == ""
    assert dialog.run.isEnabled()


def test_several_fields_and_ways(qtbot, opened, desk_db, ids):
    dialog = opened(Doing.EDIT, *ids)
    fill_in(qtbot, dialog, "city", "Zürich", How.REPLACE, "bern")
    assert dialog.found.changing == 2
    dialog.panel.rows[0].match_case.setChecked(True)
    settled(qtbot, dialog)
    assert dialog.found.changing == 0
    assert not dialog.run.isEnabled()
    dialog.panel.rows[0].match_case.setChecked(False)
    dialog.panel.add.click()
    fill_in(qtbot, dialog, "notes", "Moved", How.ADD, row=1)
    dialog.panel.add.click()
    fill_in(qtbot, dialog, "country", "", How.CLEAR, row=2)
    assert [row.field.key for row in dialog.panel.rows] == ["city", "notes", "country"]
    dialog.panel.rows[2].remove.click()
    settled(qtbot, dialog)
    run(qtbot, dialog)
    rows = list(stored(desk_db)["customers"].values())
    assert [row["city"] for row in rows][:3] == ["Zürich", "Zürich", ""]
    assert {row["notes"] for row in rows} == {"Moved"}
    assert {row["country"] for row in rows} == {"DE"}


def test_who_stays_is_named_with_the_reason(qtbot, opened, services, desk, ids):
    services.lifecycle.hold(ids[0], HoldDraft(HoldKind.BLOCKED))
    services.lifecycle.delete([ids[1]])
    services.lifecycle.hold(ids[2], HoldDraft(HoldKind.SUSPENDED))
    dialog = opened(Doing.SUSPEND, *ids)
    assert dialog.look.summary.text() == (
        "9 customers will change. 1 is so already. 2 stay as they are."
    )
    dialog.look.buttons[Fate.STAYS].click()
    assert {tuple(row) for row in listed(dialog.look.stays)} == {
        ("Pat Number 0", "This customer is blocked. Activate it before you make it suspended."),
        ("Pat Number 1", "This customer is deleted. Restore it first."),
    }
    assert "1 · This customer is deleted. Restore it first." in dialog.look.reasons.text()
    dialog.panel.form.box("note").editor.write("Late")
    settled(qtbot, dialog)
    run(qtbot, dialog)
    assert services.customers.show(ids[5]).holds[0].note == "Late"
    assert said(desk)[-1] == "9 customers suspended. 2 customers stayed as they were."


def test_an_end_in_the_past_is_said_by_its_field(qtbot, opened, clock, ids):
    dialog = opened(Doing.BLOCK, *ids)
    dialog.panel.form.box("ends_at").editor.write(clock.now() - timedelta(days=1))
    settled(qtbot, dialog)
    assert dialog.panel.form.box("ends_at").problem == "Choose an end in the future, or none."
    assert not dialog.run.isEnabled()


def test_customers_get_another_owner_or_none(qtbot, opened, services, ids):
    sam = services.staff.add(StaffDraft("Sam Öz", "sam@example.org", 1), "Correct-horse-9")
    dialog = opened(Doing.OWNER, *ids)
    assert not dialog.run.isEnabled()
    dialog.panel.owner.write(sam)
    settled(qtbot, dialog)
    assert listed(dialog.look.changes)[0] == ["Pat Number 0", "Owner", "Ada Admin", "Sam Öz"]
    run(qtbot, dialog)
    assert {row.owner for row in services.customers.rows(ids)} == {"Sam Öz"}
    dialog = opened(Doing.OWNER, *ids)
    dialog.panel.owner.write(0)
    settled(qtbot, dialog)
    run(qtbot, dialog)
    assert {row.owner for row in services.customers.rows(ids)} == {""}


def test_deleting_says_what_follows_and_is_undone(qtbot, opened, desk, desk_db, services, ids):
    with desk_db.transaction(SYSTEM, "test") as session:
        licensed = sa.update(Customer).where(Customer.id == ids[3])
        session.execute(licensed.values(active_licenses=2))
    dialog = opened(Doing.DELETE, *ids)
    assert "After 30 days" in dialog.notes.text()
    assert dialog.focusWidget() is dialog.cancel
    assert dialog.run.text() == "Delete 11 customers"
    assert listed(dialog.look.stays) == [
        ["Pat Number 3", "It has 2 active licenses. Transfer, revoke or cancel them first."]
    ]
    run(qtbot, dialog)
    assert [row.id for row in services.customers.first(ListQuery(), 20)] == [ids[3]]
    undo(qtbot, desk)
    assert services.customers.count(ListQuery()) == 12


def test_who_was_changed_meanwhile_is_told(qtbot, opened, desk, ben, ids):
    dialog = opened(Doing.EDIT, *ids)
    fill_in(qtbot, dialog, "city", "Bern")
    ben.bulk.run(Selection(ids=(ids[5],)), EditFields((Edit("state", value="BE"),)))
    run(qtbot, dialog)
    assert said(desk)[-2] == "9 customers changed."
    assert said(desk)[-1].startswith(
        "1 customer stayed as it was. Somebody changed it after the preview."
    )
    assert "Pat Number 5" in said(desk)[-1]


@contextmanager
def busy(db):
    """Somebody is writing, so others wait."""
    with db.transaction(SYSTEM, "test") as session:
        session.connection()
        yield


def test_a_run_can_be_stopped(qtbot, opened, desk_db, ids):
    dialog = opened(Doing.EDIT, *ids)
    fill_in(qtbot, dialog, "city", "Basel")
    with busy(desk_db):
        dialog.run.click()
        assert (dialog.cancel.text(), dialog.panel.isEnabled()) == ("Stop", False)
        dialog.reject()
        assert dialog.isVisible()
    settled(qtbot, dialog)
    assert dialog.bar.text.text() == "Stopped. Nothing was changed."
    assert cities(desk_db) == ["Bern"] * 2 + [""] * 10
    # What was seen still holds, so it can be done after all.
    run(qtbot, dialog)
    assert set(cities(desk_db)) == {"Basel"}


def test_what_goes_wrong_is_said_and_can_be_tried_again(qtbot, opened, desk, services, ids):
    sam = services.staff.add(StaffDraft("Sam Öz", "sam@example.org", 1), "Correct-horse-9")
    dialog = opened(Doing.OWNER, *ids)
    services.staff.deactivate(sam)
    dialog.panel.owner.write(sam)
    settled(qtbot, dialog)
    assert dialog.panel.error.text() == "Choose somebody who works here."
    assert not dialog.run.isEnabled()
    assert said(desk) == []


def test_parts_are_offered_for_very_many_and_undone_together(
    qtbot, opened, desk, desk_db, ben, ids, monkeypatch
):
    monkeypatch.setattr(bulk_dialog, "MANY", 5)
    monkeypatch.setattr(bulk_service, "PART", 5)
    dialog = opened(Doing.EDIT, *ids)
    fill_in(qtbot, dialog, "city", "Basel")
    assert dialog.parts.isVisible()
    dialog.parts.setChecked(True)
    run(qtbot, dialog)
    assert said(desk)[-1] == "12 customers changed. Done in 3 of 3 parts."
    again = desk.notices.history[-1]
    undo(qtbot, desk)
    assert said(desk)[-1] == "Undone for 12 customers."
    assert cities(desk_db) == ["Bern"] * 2 + [""] * 10
    again.action[1]()
    idle(qtbot, desk)
    assert said(desk)[-1].startswith("Undone for 0 of 3 parts.")

    dialog = opened(Doing.EDIT, *ids)
    fill_in(qtbot, dialog, "city", "Basel")
    dialog.parts.setChecked(True)
    run(qtbot, dialog)
    ben.bulk.run(Selection(ids=(ids[0],)), EditFields((Edit("city", value="Chur"),)))
    undo(qtbot, desk)
    assert said(desk)[-1].startswith("Undone for 2 of 3 parts.")
    assert "Pat Number 0" in said(desk)[-1]
    assert cities(desk_db) == ["Chur"] + ["Basel"] * 4 + [""] * 7


def test_the_keyboard_does_it_all(qtbot, opened, desk_db, ids):
    dialog = opened(Doing.EDIT, *ids)
    row = dialog.panel.rows[0]
    assert dialog.focusWidget() is row.fields.input
    row.fields.write("city")
    row.value.input.setFocus()
    qtbot.keyClicks(row.value.input, "Basel")
    # Enter in a field must not change anybody by the way.
    qtbot.keyClick(row.value.input, Qt.Key.Key_Return)
    settled(qtbot, dialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert set(cities(desk_db)) == {"Basel"}
    dialog = opened(Doing.EDIT, *ids)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("doing", list(Doing))
def test_every_part_has_a_name(qtbot, opened, ids, doing):
    dialog = opened(doing, *ids)
    if doing is Doing.EDIT:
        dialog.panel.add.click()
        fill_in(qtbot, dialog, "city", "x", How.REPLACE, "y", row=1)
    assert faults(dialog) == []


@pytest.fixture
def page_of(qtbot):
    def make(desk):
        page = CustomersPage(desk)
        page.resize(1280, 700)
        with qtbot.waitSignal(page.counted):
            shown(qtbot, page, desk)
        return page

    return make


def dialog_of(page):
    return page.findChild(BulkDialog)


def action(page, thing):
    return page.findChild(QAction, f"action.customers.{thing}")


@pytest.mark.usefixtures("ids")
def test_all_of_the_list_is_whatever_the_list_asks_for(qtbot, page_of, desk, desk_db, admin):
    page = page_of(desk)
    page.tools.set_text("number 1")
    with qtbot.waitSignal(page.counted):
        page.ask()
    page.view.selectAll()
    action(page, "editMany").trigger()
    dialog = dialog_of(page)
    assert dialog.windowTitle() == "Edit fields of 3 customers"
    assert dialog.whom.text() == "Every customer of the list: 3."
    fill(desk_db, admin, 1, client_id="new", email="n@n.org", email_norm="n@n.org",
         last_name="Number 1b")  # fmt: skip
    fill_in(qtbot, dialog, "city", "Basel")
    assert dialog.windowTitle() == "Edit fields of 4 customers"
    assert "number 1" in dialog.whom.text()
    run(qtbot, dialog)
    assert cities(desk_db).count("Basel") == 4


def test_chosen_rows_are_what_it_is_about(qtbot, page_of, desk, ids):
    page = page_of(desk)
    page.view.choose([0, 2], 0)
    action(page, "delete").trigger()
    dialog = dialog_of(page)
    settled(qtbot, dialog)
    assert dialog.whom.text() == "2 customers are chosen."
    run(qtbot, dialog)
    qtbot.waitUntil(lambda: page.total == 10)
    assert set(page.model.ids) == set(ids) - {ids[11], ids[9]}


def test_the_bar_groups_what_is_about_the_status(page_of, desk, services, ids):
    services.lifecycle.hold(ids[0], HoldDraft(HoldKind.SUSPENDED))
    page = page_of(desk)
    page.view.choose(range(len(ids)), 0)
    names = [
        button.objectName().rpartition(".")[2]
        for button in page.bar.findChildren(QPushButton)
        if button.isVisibleTo(page.bar)
    ]
    assert names == ["editMany", "owner", "tags", "status", "archive", "delete"]
    menu = page.bar.findChild(QMenu, "customers.selectionBar.status.menu")
    assert [action.text() for action in menu.actions() if action.isEnabled()] == [
        "Activate", "Suspend…", "Deactivate…", "Block…", "Verify…",
    ]  # fmt: skip
    active = [place for place, key in enumerate(page.model.ids) if key != ids[0]]
    page.view.choose(active, active[0])
    assert [action.text() for action in menu.actions() if action.isVisible()] == [
        "Suspend…", "Deactivate…", "Block…", "Verify…",
    ]  # fmt: skip
    assert faults(page.bar) == []


def test_only_what_the_role_may_do_is_offered_for_many(page_of, seat, desk_db, changes, ids):
    preset = next(preset for preset in PRESETS if preset.name == "Admin")
    actor = Actor(1, "Eve", preset.permissions - {Permission.CUSTOMERS_BULK}, preset.scope)
    page = page_of(seat(actor, Services.build(desk_db, actor, changes)))
    page.view.choose(range(len(ids)), 0)
    things = ("editMany", "owner", "suspend", "block", "archive", "delete")
    assert not any(action(page, thing).isEnabled() for thing in things)
    page.view.choose([0], 0)
    assert action(page, "archive").isEnabled()
    assert page.desk.services.customers.rows(ids[:1])[0].status is Status.ACTIVE
