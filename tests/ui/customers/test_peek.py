"""Space shows the customer the keyboard is at, beside the list."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.ui.customers.helpers import idle, press, shown
from tests.ui.walk import faults
from ui.customers.basis import profile_of
from ui.customers.page import CustomersPage


@pytest.fixture
def page(qtbot, desk, person):
    for name in ("Jane", "John"):
        person(name, "Roe", phone="+49 30 901820")
    made = CustomersPage(desk)
    made.resize(1064, 700)
    with qtbot.waitSignal(made.counted):
        shown(qtbot, made, desk)
    made.activateWindow()
    made.view.setFocus()
    made.view.choose([0], 0)
    return made


def name_of(page):
    return page.peek.findChild(object, "customers.peek.name").whole


def test_space_shows_and_arrows_lead_it(qtbot, page):
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: name_of(page) == "John Roe")
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: name_of(page) == "Jane Roe")
    assert faults(page) == []
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    assert page.peek.isHidden()


def test_escape_closes_it_and_then_lets_the_rows_go(page):
    page.view.selectAll()
    page.peek.show_panel()
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.peek.isHidden()
    assert page.bar.isVisible()
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.bar.isHidden()
    assert page.view.chosen_ranges() == []


def test_it_opens_the_whole_and_copies_a_part(qtbot, desk, page):
    page.peek.show_panel()
    qtbot.waitUntil(lambda: name_of(page) == "John Roe")
    press(page, "customers.peek.open")
    assert desk.navigator.customers == [page.model.ids[0]]
    page.findChild(QToolButton, "customers.peek.phone.copy").click()
    assert QGuiApplication.clipboard().text() == "+49 30 901820"


def test_it_follows_what_others_change(qtbot, desk, page):
    page.peek.show_panel()
    qtbot.waitUntil(lambda: name_of(page) == "John Roe")
    key = page.model.ids[0]
    base = profile_of(desk.services.customers.show(key))
    desk.services.customers.edit(key, 1, base, replace(base, first_name="Johann"))
    qtbot.waitUntil(lambda: name_of(page) == "Johann Roe")


def test_it_is_there_again_where_it_was_left(qtbot, desk, page):
    page.peek.show_panel()
    idle(qtbot, desk)
    again = CustomersPage(desk)
    qtbot.addWidget(again)
    assert not again.peek.isHidden()
    idle(qtbot, desk)
