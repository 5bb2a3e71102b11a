"""The staff forms say what a role means, keep what was typed, and show a password once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app.core.access import PRESETS, Permission
from app.core.errors import NotSignedIn
from app.core.text import _
from app.staff.schemas import StaffDraft
from tests.conftest import PASSWORD
from tests.ui.staff.parts import (
    actor_of,
    dialog_of,
    fill,
    handover_of,
    problem,
    said,
    settle,
    texts,
)
from tests.ui.walk import faults
from ui.kit.secrecy import copy_secret
from ui.staff.facts import gather
from ui.staff.forms import edit_form
from ui.staff.roles import ALLOWS, NOT_A_WALL, RoleEditor


@pytest.fixture
def new(qtbot, page):
    page.steps.new()
    return dialog_of(qtbot, page)


def summary_of(dialog):
    """The scope, and what is ticked."""
    summary = dialog.panel.box("role_id").editor.summary
    return summary.scope.text(), {key for key, line in summary.lines.items() if line.allowed}


def offered(dialog):
    combo = dialog.panel.box("role_id").editor.combo
    return [combo.itemText(place) for place in range(combo.count())]


def test_every_permission_has_words():
    assert set(ALLOWS) == set(Permission) - {Permission.SIGN_IN}


def test_every_part_has_a_name(qtbot, page, sam, new):
    assert faults(new) == []
    new.reject()
    for step in (page.steps.edit, page.steps.set_password):
        step(sam)
        dialog = dialog_of(qtbot, page)
        assert faults(dialog) == []
        dialog.reject()


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("Super Admin", "Sees the customers of everybody."),
        (
            "Sales Manager",
            "Sees the customers of their team and their own; without a team, only their own.",
        ),
        ("Support Staff", "Sees only the customers they own."),
        ("Viewer", "Sees the customers of everybody."),
    ],
)
def test_the_form_says_what_a_role_allows(new, role_ids, role, scope):
    assert summary_of(new) == ("Choose a role to see more.", set())
    fill(new, role_id=role_ids[role])
    told, ticked = summary_of(new)
    assert told == scope
    [preset] = [one for one in PRESETS if one.name == role]
    # Whoever has an account may sign in, so that is not said.
    assert len(ticked) == len(preset.permissions) - 1
    names = [label.accessibleName() for label in new.findChildren(object) if hasattr(label, "text")]
    assert "See customers: allowed" in names


def test_a_file_says_it_is_no_wall_and_a_server_does_not(qtbot, page, desk, sam, new):
    assert NOT_A_WALL in texts(new)
    facts = replace(gather(desk), shared=True)
    on_server = edit_form(desk, facts, facts.person(sam), page)
    assert NOT_A_WALL not in texts(on_server)
    qtbot.addWidget(on_server)


def test_a_new_person_signs_in_with_what_is_shown_once(qtbot, page, gate, staff, role_ids, new):
    fill(new, name=" Zoé Åberg ", email="zoe@example.org", role_id=role_ids["Viewer"])
    fill(new, team="South")
    editor = new.panel.box("password").editor
    editor.generate.click()
    password = editor.read()
    assert editor.checklist.unmet == []
    new.save.click()

    shown = handover_of(qtbot, page)
    assert faults(shown) == []
    assert "Zoé Åberg can sign in now" in texts(shown)
    assert (shown.email.text(), shown.password.text()) == ("zoe@example.org", password)
    assert gate.sign_in("zoe@example.org", password).name == "Zoé Åberg"
    [zoe] = [row for row in staff.everyone() if row.email == "zoe@example.org"]
    assert (zoe.role, zoe.team) == ("Viewer", "South")

    shown.findChild(QToolButton, "staffHandover.password.copy").click()
    assert QGuiApplication.clipboard().text() == password
    assert "Password copied." in shown.said.text()
    QTest.keyClick(shown, Qt.Key.Key_Return)  # copies, does not close
    assert shown.isVisible()
    assert QGuiApplication.clipboard().text() == (
        f"Sign-in e-mail: zoe@example.org\nPassword: {password}"
    )
    line = shown.password
    shown.accept()
    assert line.text() == ""
    qtbot.waitUntil(lambda: page.total == 3)


def test_everything_wrong_is_said_at_once_and_nothing_is_lost(new, staff):
    fill(new, email="nowhere", password="short")
    new.save.click()
    assert problem(new, "name") == "Enter the name."
    assert problem(new, "email") != ""
    assert problem(new, "role_id") == "Fill in: Role."
    assert problem(new, "password").startswith("The password still needs: at least 8 characters")
    assert new.panel.box("email").read() == "nowhere"
    assert len(staff.everyone()) == 2


def test_an_email_that_is_taken_is_refused_at_its_field(qtbot, page, staff, role_ids, new):
    fill(new, name="Other", email=" SAM@example.org ", role_id=role_ids["Viewer"], team="South")
    fill(new, password=PASSWORD)
    new.save.click()
    qtbot.waitUntil(lambda: bool(problem(new, "email")))
    assert problem(new, "email") == "Somebody here already uses this e-mail. Choose another."
    assert new.panel.box("name").read() == "Other"
    assert [team.name for team in staff.teams()] == ["North"]

    fill(new, email="other@example.org")
    new.save.click()
    handover_of(qtbot, page).accept()
    assert [team.name for team in staff.teams()] == ["North", "South"]


def test_a_team_is_chosen_or_typed(qtbot, page, staff, sam):
    page.steps.edit(sam)
    dialog = dialog_of(qtbot, page)
    combo = dialog.panel.box("team").editor.combo
    assert combo.currentText() == "North"
    assert not dialog.panel.is_dirty
    combo.lineEdit().selectAll()
    QTest.keyClicks(combo.lineEdit(), "West")
    assert dialog.panel.is_dirty
    dialog.save.click()
    qtbot.waitUntil(lambda: said(page.desk) == ["The account of Sam Seller was saved."])
    assert staff.everyone()[1].team == "West"

    settle(qtbot, page)
    page.steps.edit(sam)
    dialog = dialog_of(qtbot, page)
    editor = dialog.panel.box("team").editor
    assert [editor.combo.itemText(n) for n in range(editor.combo.count())] == ["North", "West"]
    fill(dialog, team="")
    dialog.save.click()
    qtbot.waitUntil(lambda: staff.everyone()[1].team == "")


def test_the_last_super_admin_cannot_step_down(qtbot, page, role_ids):
    page.steps.edit(1)
    dialog = dialog_of(qtbot, page)
    fill(dialog, role_id=role_ids["Viewer"])
    dialog.save.click()
    qtbot.waitUntil(dialog.bar.isVisible)
    assert dialog.bar.text.text() == (
        "Ada Admin is the last Super Admin. Make somebody else Super Admin first."
    )
    assert dialog.panel.box("role_id").read() == role_ids["Viewer"]
    fill(dialog, role_id=role_ids["Super Admin"])
    dialog.reject()


def test_a_change_by_somebody_else_is_not_overwritten(qtbot, page, staff, sam, role_ids):
    page.steps.edit(sam)
    dialog = dialog_of(qtbot, page)
    staff.edit(sam, 1, StaffDraft("Samuel", "sam@example.org", role_ids["Viewer"]))
    fill(dialog, name="Sammy")
    dialog.save.click()
    qtbot.waitUntil(dialog.bar.isVisible)
    assert dialog.bar.text.text().startswith("Ada Admin changed this account meanwhile.")
    assert staff.everyone()[1].name == "Samuel"
    dialog.panel.mark_clean()


def test_only_roles_one_may_give_are_offered(qtbot, open_page, make_desk, staff, role_ids):
    abe = staff.add(StaffDraft("Abe", "abe@example.org", role_ids["Admin"]), PASSWORD)
    page = open_page(make_desk(actor_of("Admin", abe)))
    page.steps.new()
    dialog = dialog_of(qtbot, page)
    assert offered(dialog) == ["Manager", "Sales Manager", "Support Staff", "Operator", "Viewer"]
    dialog.reject()
    page.steps.edit(1)
    dialog = dialog_of(qtbot, page)
    assert offered(dialog)[0] == "Super Admin"
    assert dialog.panel.box("role_id").read() == role_ids["Super Admin"]


def test_another_password_replaces_the_old_one(qtbot, page, gate, sam):
    page.steps.set_password(sam)
    dialog = dialog_of(qtbot, page)
    assert dialog.windowTitle() == "Set a password for Sam Seller"
    fill(dialog, password="Another#2026")
    dialog.save.click()
    shown = handover_of(qtbot, page)
    assert shown.password.text() == "Another#2026"
    shown.accept()
    assert gate.sign_in("sam@example.org", "Another#2026").id == sam
    with pytest.raises(NotSignedIn):
        gate.sign_in("sam@example.org", PASSWORD)


def test_names_that_look_like_markup_are_shown_as_typed(qtbot, page, staff, role_ids):
    odd = staff.add(
        StaffDraft("<b>Bo</b> & " + "x" * 150, "bo@example.org", role_ids["Viewer"]), PASSWORD
    )
    page.steps.set_password(odd)
    dialog = dialog_of(qtbot, page)
    fill(dialog, password=PASSWORD)
    dialog.save.click()
    shown = handover_of(qtbot, page)
    title = next(text for text in texts(shown) if "has a new password" in text)
    assert title.startswith("<b>Bo</b> & xxx")
    assert len(title) < 90
    labels = shown.findChildren(type(shown.said))
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}


def test_the_clipboard_forgets_a_secret_unless_it_holds_something_else(qtbot):
    clipboard = QGuiApplication.clipboard()
    copy_secret("Secret#1", seconds=0.05)
    assert clipboard.mimeData().hasFormat("x-kde-passwordManagerHint")
    qtbot.waitUntil(lambda: clipboard.text() == "")

    copy_secret("Secret#2", seconds=0.05)
    clipboard.setText("mine")
    timer = QTimer(singleShot=True, interval=100)
    with qtbot.waitSignal(timer.timeout):
        timer.start()
    assert clipboard.text() == "mine"


def test_the_role_is_read_by_its_id(qtbot, desk):
    facts = gather(desk)
    editor = RoleEditor(facts.roles, shared=False)
    qtbot.addWidget(editor.widget)
    assert editor.read() is None
    editor.combo.setCurrentText(_("Viewer"))
    assert editor.read() == next(role.id for role in facts.roles if role.name == "Viewer")
