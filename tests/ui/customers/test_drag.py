"""Chosen customers are dragged out of the list as a file, and clicks work as before."""

from pathlib import Path

import pytest
import vobject
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.exchange.export_schemas import Format
from tests.ui.customers.helpers import idle, shown
from ui.customers.page import CustomersPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, desk, person):
    for name in ("Jane", "John", "Zoë"):
        person(name, "Roe", phone="+49 30 901820")
    made = CustomersPage(desk)
    made.resize(1064, 700)
    with qtbot.waitSignal(made.counted):
        shown(qtbot, made, desk)
    made.view.choose([0, 1], 0)
    return made


def at(page, row):
    return page.view.visualRect(page.model.index(row, 0)).center()


def chosen(page):
    return page.view.chosen_ranges()


def test_a_held_row_is_dragged_once_it_is_moved(qtbot, page):
    QTest.mousePress(page.view.viewport(), LEFT, pos=at(page, 1))
    assert chosen(page) == [(0, 1)]
    with qtbot.waitSignal(page.view.drag_wanted):
        QTest.mouseMove(page.view.viewport(), at(page, 1) + QPoint(40, 0))
    QTest.mouseRelease(page.view.viewport(), LEFT, pos=at(page, 1))
    idle(qtbot, page.desk)


def test_a_click_on_a_chosen_row_chooses_it_alone(page):
    QTest.mouseClick(page.view.viewport(), LEFT, pos=at(page, 1))
    assert chosen(page) == [(1, 1)]


def test_a_double_click_on_a_chosen_row_opens_it(qtbot, page):
    with qtbot.waitSignal(page.opened) as opened:
        QTest.mouseClick(page.view.viewport(), LEFT, pos=at(page, 0))
        QTest.mouseDClick(page.view.viewport(), LEFT, pos=at(page, 0))
    assert opened.args == [page.model.ids[0]]


def test_rows_are_carried_as_text_and_as_a_file(desk, page):
    ids = list(page.chosen_ids())
    text = desk.services.exports.as_text(ids, Format.CSV, page.shown())
    data = page.drag.mime(Format.CSV, text)
    assert "Zoë Roe" in data.text()
    file = Path(data.urls()[0].toLocalFile())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 3
    cards = desk.services.exports.as_text(ids, Format.VCARD)
    data = page.drag.mime(Format.VCARD, cards)
    found = list(vobject.readComponents(bytes(data.data("text/vcard")).decode()))
    assert [card.fn.value for card in found] == ["Zoë Roe", "John Roe"]


def test_who_may_not_export_drags_nothing(qtbot, viewer_desk):
    page = CustomersPage(viewer_desk)
    qtbot.addWidget(page)
    assert not page.view.drags
    idle(qtbot, viewer_desk)
