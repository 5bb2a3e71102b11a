"""The main window shows what a role may see, and everything is reachable by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.access import Permission
from app.core.errors import Unavailable
from tests.ui.desks import ADA
from tests.ui.shell.places import HERE, make_window
from tests.ui.walk import faults
from ui.kit.memory import Memory
from ui.shell.navigation import Place
from ui.shell.palette import Hit, Palette, rank
from ui.shell.shortcuts import ShortcutOverview


@pytest.fixture
def window(qtbot, qapp, tmp_path):
    made = make_window(qtbot, qapp, tmp_path)
    yield made
    made.desk.tasks.stop()


def test_every_part_has_a_name(window):
    assert faults(window) == []


def test_a_page_the_role_may_not_see_is_not_there(qtbot, qapp, tmp_path):
    clerk = replace(ADA, permissions=frozenset({Permission.CUSTOMERS_READ}))
    window = make_window(qtbot, qapp, tmp_path, actor=clerk)
    assert list(window.nav.buttons) == ["customers", "orders"]
    window.open_page("audit")
    assert window.current == "customers"


def test_pages_open_by_mouse_number_and_name(window):
    window.nav.buttons["orders"].click()
    assert window.current == "orders"
    assert window.windowTitle() == "Orders — Customer Desk"
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "audit"
    window.navigator.open_page("customers")
    assert window.current == "customers"
    assert window.nav.buttons["customers"].isChecked()


def test_the_page_that_was_open_last_comes_back(qtbot, qapp, tmp_path):
    first = make_window(qtbot, qapp, tmp_path)
    first.open_page("orders")
    first.desk.memory.save()
    again = make_window(qtbot, qapp, tmp_path)
    assert again.current == "orders"
    assert Memory(tmp_path / "windows.ini", ADA.email).recall("shell.page", "") == "orders"


def test_actions_of_the_page_find_their_menu_and_leave_with_it(window, qtbot):
    titles = [action.text() for action in window.menus.customer.actions()]
    assert titles == ["New"]
    assert "Export" in [action.text() for action in window.menus.file.actions()]
    assert "Refresh" in [action.text() for action in window.menus.view.actions()]
    customers = window.page()
    window.open_page("orders")
    qtbot.waitUntil(window.page().isVisible)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert customers.pressed == []
    assert window.page().pressed == ["new"]


def test_navigation_folds_and_remembers(qtbot, qapp, tmp_path, window):
    wide = window.nav.width()
    window.commands.fold.trigger()
    assert window.nav.width() < wide
    assert faults(window) == []
    window.desk.memory.save()
    assert make_window(qtbot, qapp, tmp_path).nav.collapsed


def test_the_demo_says_so(qtbot, qapp, tmp_path):
    window = make_window(qtbot, qapp, tmp_path, place=Place("demo.db", "On this computer", True))
    assert window.findChild(object, "shell.demo").isVisible()
    plain = make_window(qtbot, qapp, tmp_path, place=HERE)
    assert not plain.findChild(object, "shell.demo").isVisible()


def test_the_foot_tells_when_the_database_is_gone_and_back(qtbot, window):
    state = window.findChild(object, "shell.connection")

    def fail():
        raise Unavailable("The server does not answer.")

    window.desk.tasks.run(window, fail, print, lambda _error: None)
    qtbot.waitUntil(lambda: state.text() == "No connection")
    window.desk.tasks.run(window, lambda: None, lambda _result: None)
    qtbot.waitUntil(lambda: state.text() == "On this computer")


def test_user_menu_says_who_and_offers_lock_and_sign_out(window):
    menu = window.top.user.menu()
    texts = [action.text() for action in menu.actions()]
    assert "Admin · ada@example.org" in texts
    next(action for action in menu.actions() if action.text() == "Lock now").trigger()
    next(action for action in menu.actions() if action.text() == "Sign out").trigger()
    assert window.calls.made == ["lock", "sign_out"]


def test_closing_the_window_asks_to_quit(qtbot, window):
    with qtbot.waitSignal(window.close_wanted):
        window.close()
    assert window.isVisible()


def test_shortcut_overview_lists_what_works_here(window):
    QTest.keyClick(window, Qt.Key.Key_F1)
    overview = window.findChild(ShortcutOverview)
    words = [child.text() for child in overview.findChildren(type(window.status.count))]
    assert {"New", "Ctrl+N", "Search everything", "Ctrl+K", "F1, ?"} <= set(words)
    assert faults(overview) == []
    overview.close()


def test_palette_goes_to_a_page_by_its_name(window):
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette.input.objectName() == "palette.input"
    assert faults(palette) == []
    QTest.keyClicks(palette.input, "orders")
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    assert window.current == "orders"


def test_palette_runs_a_command_of_the_page(window):
    palette = window.open_palette("refr")
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    assert window.page().pressed == ["refresh"]


def test_palette_finds_customers_as_you_type(qtbot, qapp, tmp_path):
    asked = []

    def search(text):
        asked.append(text)
        return [Hit(7, "Acme Corporation", "acme@example.org")]

    window = make_window(qtbot, qapp, tmp_path, search=search)
    opened = []
    window.navigator.offer_customers(opened.append)
    palette = window.open_palette("acme")
    qtbot.waitUntil(lambda: palette.results.count() == 1)
    assert palette.results.item(0).text() == "Acme Corporation"
    assert asked == ["acme"]
    palette.input.setText("")
    assert palette.results.count() > 1
    palette.close()
    window.desk.tasks.stop()


def test_rank_prefers_the_beginning():
    assert rank("cust", "Customers") == 0
    assert rank("new cust", "Create a new customer") == 1
    assert rank("stom", "Customers") == 2
    assert rank("xyz", "Customers") is None


def test_background_work_shows_with_cancel(qtbot, window):
    bar = window.status
    assert not bar.tasks.isVisible()
    stopped = []

    def work(progress):
        progress.report(0, 10)
        while True:
            progress.check()

    job = window.desk.tasks.start(window, "Importing", work, print, stopped.append)
    qtbot.waitUntil(lambda: job.total == 10)
    assert bar.tasks.isVisible()
    bar.cancel.click()
    qtbot.waitUntil(lambda: bool(stopped))
    assert not bar.tasks.isVisible()


# The offscreen platform cannot grab the keyboard for a popup.
@pytest.mark.qt_log_ignore("raise|grabbing")
def test_toasts_stack_above_the_status_bar_and_stay_in_the_history(window):
    undone = []
    window.desk.notices.say("Acme saved.", ("Undo", lambda: undone.append(True)))
    window.desk.notices.show_error(Unavailable("The server does not answer. Try again."))
    lower, upper = reversed(window.toasts.shown)
    assert lower.geometry().bottom() < window.status.mapTo(window, lower.rect().topLeft()).y()
    assert upper.geometry().bottom() < lower.geometry().top()
    assert faults(window) == []
    window.findChild(object, "shell.toast.action").click()
    assert undone == [True]
    assert len(window.toasts.shown) == 1
    assert [notice.message for notice in window.desk.notices.history] == [
        "Acme saved.",
        "The server does not answer. Try again.",
    ]
    assert window.top.bell.text() == "2"
    window.top.bell.click()
    popup = QApplication.activePopupWidget()
    assert faults(popup) == []
    popup.close()
    assert window.top.bell.text() == ""


def test_a_lost_connection_is_said_at_the_foot_until_it_is_back(qtbot, window):
    status = window.status
    assert not status.link.isVisible()
    status.show_lost()
    assert status.link.isVisible()
    assert status.link_text.text() == "Connection lost. Reconnecting\u2026"
    assert not status.ready.isVisible()
    status.show_back()
    assert status.link_text.text() == "Connected again"
    status._again.setInterval(0)  # noqa: SLF001 - six seconds are too long for a test
    qtbot.waitUntil(lambda: not status.link.isVisible())
    assert status.ready.isVisible()
