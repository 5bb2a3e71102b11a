"""The staff page lists everybody and lets those who may manage them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from app.core.access import PRESETS, Permission
from app.core.errors import NotSignedIn
from app.staff.schemas import StaffDraft
from tests.conftest import PASSWORD
from tests.ui.staff.parts import actor_of, dialog_of, said, settle
from tests.ui.walk import faults
from ui.kit.dialogs import Answer
from ui.shell.catalogue import pages_for
from ui.staff import steps as steps_module


def shown(page):
    """What the list shows, row by row, without its buttons."""
    rows = range(page.model.rowCount())
    columns = range(len(page.model.columns) - 1)
    return [[page.model.index(row, column).data() for column in columns] for row in rows]


def act(page, thing):
    found = page.findChild(QAction, f"action.staff.{thing}")
    assert found is not None
    return found


def choose(page, staff_id):
    row = list(page.model.ids).index(staff_id)
    page.view.choose([row], row)


@pytest.fixture
def answers(monkeypatch):
    """What was asked before something that matters; everything is agreed to."""
    asked = []

    def confirm(_parent, title, consequences, verb, *, destructive=False):
        asked.append((title, consequences, verb, destructive))
        return Answer(agreed=True)

    monkeypatch.setattr(steps_module, "confirm", confirm)
    return asked


def test_everybody_is_listed_with_role_team_and_state(page, sam):
    assert shown(page) == [
        ["Ada Admin", "ada@example.org", "Super Admin", "", "Active", "Never"],
        ["Sam Seller", "sam@example.org", "Sales Manager", "North", "Active", "Never"],
    ]
    assert list(page.model.ids) == [1, sam]
    assert page.words.count(page.total) == "2 staff members"


def test_every_part_has_a_name(page):
    assert faults(page) == []
    for thing in ("staff.search", "staff.table", "staff.count", "staff.new", "staff.columns"):
        assert page.findChild(object, thing) is not None, thing


def test_only_those_who_manage_staff_have_the_page():
    seeing = {
        preset.name
        for preset in PRESETS
        if "staff" in [page.name for page in pages_for(actor_of(preset.name, 1))]
    }
    assert seeing == {"Super Admin", "CEO", "Admin"}
    assert seeing == {p.name for p in PRESETS if Permission.STAFF_MANAGE in p.permissions}


def test_a_sign_in_shows_its_day(qtbot, page, gate, sam):
    gate.sign_in("sam@example.org", PASSWORD)
    page.reload()
    settle(qtbot, page)
    assert shown(page)[1][-1] == "Nov 20, 2026"
    assert list(page.model.ids)[1] == sam


@pytest.mark.parametrize(
    ("typed", "count"), [("sel", 1), ("north", 1), ("EXAMPLE", 2), ("super", 1), ("nobody", 0)]
)
def test_the_search_finds_by_any_of_it(qtbot, page, typed, count):
    page.tools.search.setText(typed)
    qtbot.keyClick(page.tools.search, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.total == count


@pytest.mark.parametrize("key", ["name", "email", "role", "team", "active", "last_sign_in_at"])
def test_it_sorts_by_every_column_both_ways(qtbot, page, gate, key):
    gate.sign_in("sam@example.org", PASSWORD)
    for descending in (False, True):
        page.sort_by(key, descending=descending)
        settle(qtbot, page)
        assert page.model.rowCount() == 2
    if key in {"team", "last_sign_in_at"}:
        assert shown(page)[0][0] == "Sam Seller"  # blanks last


def test_filters_narrow_by_state_and_role(qtbot, page, staff, sam, role_ids):
    staff.deactivate(sam)
    page.tools.filters.pick({"active": (False,)})
    qtbot.waitUntil(lambda: [row[0] for row in shown(page)] == ["Sam Seller"])
    page.tools.filters.pick({"role_id": (role_ids["Super Admin"],)})
    qtbot.waitUntil(lambda: [row[0] for row in shown(page)] == ["Ada Admin"])
    assert page.tools.filters.chips() == [("role_id", "Role: Super Admin")]


def test_deactivating_names_the_consequences_and_can_be_undone(qtbot, page, answers, gate, sam):
    choose(page, sam)
    assert not act(page, "activate").isEnabled()
    act(page, "deactivate").trigger()
    qtbot.waitUntil(lambda: bool(said(page.desk)))

    [(title, consequences, verb, destructive)] = answers
    assert (title, verb, destructive) == ("Deactivate Sam Seller?", "Deactivate account", True)
    assert consequences.startswith("Sam Seller can no longer sign in.")
    assert "Customers they own stay theirs" in consequences
    assert said(page.desk) == ["Sam Seller can no longer sign in."]
    qtbot.waitUntil(lambda: shown(page)[1][4] == "Inactive")
    with pytest.raises(NotSignedIn):
        gate.sign_in("sam@example.org", PASSWORD)

    page.desk.notices.history[-1].action[1]()
    qtbot.waitUntil(lambda: shown(page)[1][4] == "Active")
    assert gate.sign_in("sam@example.org", PASSWORD).id == sam


def test_reactivating_asks_nothing(qtbot, page, answers, staff, sam):
    staff.deactivate(sam)
    qtbot.waitUntil(lambda: shown(page)[1][4] == "Inactive")
    choose(page, sam)
    assert not act(page, "deactivate").isEnabled()
    act(page, "activate").trigger()
    qtbot.waitUntil(lambda: shown(page)[1][4] == "Active")
    assert answers == []
    assert said(page.desk)[-1].startswith("Sam Seller can sign in again")


def test_thinking_better_of_it_changes_nothing(qtbot, page, monkeypatch, staff, sam):
    monkeypatch.setattr(steps_module, "confirm", lambda *_asked, **_how: Answer(agreed=False))
    page.steps.deactivate(sam)
    settle(qtbot, page)
    assert said(page.desk) == []
    assert all(row.active for row in staff.everyone())


def test_nobody_deactivates_themselves(qtbot, page, answers, staff):
    page.steps.deactivate(1)
    qtbot.waitUntil(lambda: bool(said(page.desk)))
    assert said(page.desk) == ["You cannot deactivate yourself. Ask another administrator."]
    assert len(answers) == 1
    assert staff.everyone()[0].active


@pytest.mark.usefixtures("answers")
def test_the_last_super_admin_stays(qtbot, open_page, make_desk, staff, role_ids):
    cleo = staff.add(StaffDraft("Cleo", "cleo@example.org", role_ids["CEO"]), PASSWORD)
    page = open_page(make_desk(actor_of("CEO", cleo)))
    page.steps.deactivate(1)
    qtbot.waitUntil(lambda: bool(said(page.desk)))
    assert said(page.desk) == [
        "Ada Admin is the last Super Admin. Make somebody else Super Admin first."
    ]


@pytest.mark.usefixtures("answers")
def test_an_admin_is_told_whom_they_may_not_manage(qtbot, open_page, make_desk, staff, role_ids):
    abe = staff.add(StaffDraft("Abe", "abe@example.org", role_ids["Admin"]), PASSWORD)
    page = open_page(make_desk(actor_of("Admin", abe)))
    page.steps.deactivate(1)
    qtbot.waitUntil(lambda: bool(said(page.desk)))
    assert said(page.desk) == ["Only Super Admin or CEO may give or manage the role Super Admin."]


def test_somebody_elses_change_shows_at_once(qtbot, page, staff, role_ids):
    staff.add(StaffDraft("Zoe", "zoe@example.org", role_ids["Viewer"]), PASSWORD)
    qtbot.waitUntil(lambda: page.total == 3)


def test_keys_open_the_forms(qtbot, page, sam):
    choose(page, sam)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, page)
    assert dialog.panel.box("name").read() == "Sam Seller"
    dialog.reject()
    page.findChild(QPushButton, "staff.new").click()
    assert dialog_of(qtbot, page).windowTitle() == "New staff member"


def test_a_second_press_opens_no_second_form(qtbot, page, sam):
    page.steps.edit(sam)
    dialog_of(qtbot, page)
    page.steps.new()
    page.steps.set_password(sam)
    settle(qtbot, page)
    assert len([d for d in page.findChildren(steps_module.FormDialog) if d.isVisible()]) == 1
