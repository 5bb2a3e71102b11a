"""Searching, sorting and filtering a list."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.core.listing import Condition, Op
from tests.ui.kit.list_pages import after, find, home, memory, open_page, page, people, settled
from tests.ui.kit.lists import Status
from ui.kit.table import ACTIONS

__all__ = ["home", "memory", "open_page", "page", "people"]


def test_typing_asks_after_a_rest_and_enter_at_once(qtbot, page, people):
    before = len(people.asked)
    box = find(page, QLineEdit, "search")
    qtbot.keyClicks(box, "haas")
    assert len(people.asked) == before
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settled(page))

    assert [query.text for query in people.asked[before:]] == ["haas"]
    assert page.model.rowCount() == 125


def test_a_search_box_that_was_cleared_shows_all(qtbot, page):
    box = find(page, QLineEdit, "search")
    box.setText("haas")
    qtbot.waitUntil(lambda: page.total == 125)
    box.clear()
    qtbot.waitUntil(lambda: page.total == 1_000)


def test_down_leads_from_the_search_box_to_the_rows(qtbot, page):
    box = find(page, QLineEdit, "search")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)

    assert page.view.hasFocus()


def test_a_header_sorts_up_and_then_down(qtbot, page, people):
    after(qtbot, page, partial(page.view.header.sort_asked.emit, "name"))
    after(qtbot, page, partial(page.view.header.sort_asked.emit, "name"))
    after(qtbot, page, partial(page.view.header.sort_asked.emit, "email"))

    assert [(query.sort, query.descending) for query in people.asked] == [
        ("created_at", True),
        ("name", False),
        ("name", True),
        ("email", False),
    ]


def test_a_click_on_a_header_asks_for_its_column_but_not_for_the_buttons(qtbot, page):
    header = page.view.header
    spot = QPoint(header.sectionViewportPosition(1) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.sort == ("email", False)

    last = len(page.model.columns) - 1
    assert page.model.columns[last].key == ACTIONS
    spot = QPoint(header.sectionViewportPosition(last) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.sort == ("email", False)
    qtbot.waitUntil(lambda: settled(page))


def test_filters_open_by_key_narrow_the_list_and_show_as_chips(qtbot, page, people):
    page.tools.toggle_filters()
    assert page.tools.filters.isVisible()

    page.tools.filters.pick({"status": (Status.TRIAL,)})
    qtbot.waitUntil(lambda: page.total == 200)
    assert people.asked[-1].conditions == (Condition("status", Op.IN, (Status.TRIAL,)),)
    assert find(page, QPushButton, "filters").text() == "Filters (1)"

    find(page, QPushButton, "chip.status").click()
    qtbot.waitUntil(lambda: page.total == 1_000)


def test_no_match_offers_to_clear_the_filters(qtbot, page):
    page.tools.search.setText("nobody")
    page.tools.filters.pick({"status": (Status.TRIAL,)})
    qtbot.waitUntil(lambda: page.total == 0)

    assert page.body.empty.isVisible()
    assert page.body.empty.title.text() == "No customers match “nobody”"
    page.body.empty.button.click()
    qtbot.waitUntil(lambda: page.total == 1_000)
    assert not page.body.empty.isVisible()
    assert page.tools.search.text() == ""


def test_an_embedded_list_does_not_remember_what_was_searched(qtbot, open_page, people):
    page = open_page(people, embedded=True)
    page.tools.search.setText("haas")
    after(qtbot, page, page.ask)

    assert open_page(people, embedded=True).query.text == ""


def test_a_newer_question_makes_the_answer_to_an_older_one_worthless(qtbot, page, people):
    page.tools.search.setText("haas")
    page.ask()
    page.tools.search.setText("carr")
    after(qtbot, page, page.ask)

    assert {page.model.row(n).name for n in range(5)} <= {
        None,
        *(
            f"{first} Carr"
            for first in (
                "Adam",
                "Béatrice",
                "Çelik",
                "Dørthe",
                "Émile",
                "Frieda",
                "Grace",
                "Hiroshi",
                "Ingrid",
            )
        ),
    }
    assert page.total == len(people.answer(page.query))
