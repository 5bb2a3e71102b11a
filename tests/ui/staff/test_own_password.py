"""Everybody may change their own password, whatever their role."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.core.errors import NotSignedIn
from tests.conftest import PASSWORD
from tests.ui.staff.parts import actor_of, dialog_of, fill, problem, said
from tests.ui.walk import faults
from ui.shell.navigation import Place
from ui.shell.navigator import ShellNavigator
from ui.shell.window import MainWindow, Outside
from ui.staff.own_password import OwnPasswordDialog, open_own_password

NEW = "Another#2026"


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(qtbot, make_desk, owner, sam):
    """Sam's dialog; Sam may do little else."""
    desk = make_desk(actor_of("Viewer", sam))
    open_own_password(desk, owner)
    made = dialog_of(qtbot, owner)
    made.desk = desk
    return made


def test_every_part_has_a_name(dialog):
    assert faults(dialog) == []


def test_the_new_password_counts_and_the_old_one_no_longer(qtbot, dialog, gate, sam):
    QTest.keyClicks(dialog.panel.box("current").editor.input, PASSWORD)
    QTest.keyClick(dialog.panel.box("current").editor.input, Qt.Key.Key_Tab)
    editor = dialog.panel.box("new").editor
    QTest.keyClicks(editor.input, NEW)
    assert editor.checklist.unmet == []
    desk = dialog.desk
    with qtbot.waitSignal(dialog.saved):
        QTest.keyClick(editor.input, Qt.Key.Key_Return)
    assert said(desk) == ["Your password was changed. Use the new one from the next sign-in on."]
    assert gate.sign_in("sam@example.org", NEW).id == sam
    with pytest.raises(NotSignedIn):
        gate.sign_in("sam@example.org", PASSWORD)


def test_a_wrong_current_password_is_refused_at_its_field(qtbot, dialog, gate, sam):
    fill(dialog, current="Wrong#2026", new=NEW)
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(problem(dialog, "current")))
    assert problem(dialog, "current") == "This is not your current password. Type it again."
    assert gate.sign_in("sam@example.org", PASSWORD).id == sam
    dialog.panel.mark_clean()


def test_a_weak_new_password_is_refused_before_anything_is_asked(dialog):
    fill(dialog, current=PASSWORD, new="short")
    dialog.save.click()
    assert problem(dialog, "new").startswith("The password still needs")
    assert not dialog.saver.busy
    dialog.panel.mark_clean()


def test_it_opens_once(qtbot, make_desk, owner, admin):
    desk = make_desk(admin)
    open_own_password(desk, owner)
    open_own_password(desk, owner)
    dialog_of(qtbot, owner)
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    assert len(owner.findChildren(OwnPasswordDialog)) == 1


def test_the_users_menu_offers_it_to_everybody(qtbot, make_desk, sam):
    desk = make_desk(actor_of("Viewer", sam))
    nothing = Outside(*(lambda *_given: None for _field in range(7)))
    place = Place("customers.db", "On this computer")
    window = MainWindow(desk, ShellNavigator(desk.tasks), (), place, nothing)
    qtbot.addWidget(window)
    window.show()
    [action] = [
        action for action in window.top.user.menu().actions() if "password" in action.text()
    ]
    assert action.text() == "Change my password…"
    action.trigger()
    assert dialog_of(qtbot, window).windowTitle() == "Change my password"
