"""Undo and redo of steps from the Edit menu and by keys; what is typed comes first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.customers.drafts import CustomerDraft
from tests.ui.shell.places import HERE, PAGES, Calls
from ui.shell.navigator import ShellNavigator
from ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def engine_name():
    """The menu is the same on each engine."""
    return "sqlite"


@pytest.fixture
def window(qtbot, seat, admin, services):
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    services.lifecycle.archive([jane])
    desk = seat(admin)
    made = MainWindow(desk, ShellNavigator(desk.tasks), PAGES, HERE, Calls().outside())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    qtbot.waitUntil(made.commands.editing.undo.isEnabled)
    made.jane = jane
    return made


def texts(window):
    editing = window.commands.editing
    return [(one.text(), one.isEnabled()) for one in (editing.undo, editing.redo)]


def settled(qtbot, window, undo, redo):
    """Wait until the menu says so."""
    qtbot.waitUntil(lambda: [text for text, _able in texts(window)] == [undo, redo])


def test_the_menu_names_the_steps_and_keys_take_them(qtbot, window, services):
    assert texts(window) == [("Undo: Archive Jane Roe", True), ("Redo", False)]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    settled(qtbot, window, "Undo: Create Jane Roe", "Redo: Archive Jane Roe")
    assert not services.customers.show(window.jane).archived
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    settled(qtbot, window, "Undo: Archive Jane Roe", "Redo")
    assert services.customers.show(window.jane).archived


def test_pressed_twice_two_steps_are_undone(qtbot, window):
    window.commands.editing.undo.trigger()
    window.commands.editing.undo.trigger()
    settled(qtbot, window, "Undo", "Redo: Create Jane Roe")


def test_what_is_typed_is_undone_first(qtbot, window, services):
    line = QLineEdit(window)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_Z, CTRL)
    assert line.text() != "abc"
    assert services.customers.show(window.jane).archived
    while line.isUndoAvailable():
        QTest.keyClick(line, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(line, Qt.Key.Key_Z, CTRL)
    settled(qtbot, window, "Undo: Create Jane Roe", "Redo typing")
    assert not services.customers.show(window.jane).archived
