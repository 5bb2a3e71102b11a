"""What a list shows, where, and what it remembers of how it was left."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.kit.list_pages import after, find, home, memory, open_page, page, people
from tests.ui.kit.lists import People, Status, person
from ui.kit.asker import FIRST
from ui.kit.rows import CHUNK
from ui.kit.table import ACTIONS
from ui.kit.theme import Mode, theme

__all__ = ["home", "memory", "open_page", "page", "people"]


def test_the_first_rows_and_the_exact_count_are_shown(page):
    assert page.model.rowCount() == 1_000
    assert find(page, QLabel, "count").text() == "1,000 customers"
    assert page.model.row(0) == person(1_000)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 customer"), (0, "0 customers"), (FIRST, f"{FIRST} customers")]
)
def test_the_count_is_exact_for_every_size(open_page, count, words):
    assert find(open_page(People(count)), QLabel, "count").text() == words


def test_a_million_rows_are_a_scroll_bar_away(qtbot, open_page):
    people = People(1_000_000)
    page = open_page(people)
    bar = page.view.verticalScrollBar()

    for place in (bar.maximum() // 2, bar.maximum()):
        after(qtbot, page, partial(bar.setValue, place))
        top, bottom = page.view.seen()
        assert all(page.model.is_ready(row) for row in range(top, bottom + 1))

    assert bottom == 999_999
    assert max(people.loads) <= CHUNK


def test_a_list_remembers_how_it_was_left(qtbot, open_page, people):
    page = open_page(people)
    page.columns.show("phone", shown=False)
    page.columns.show("company", shown=False)
    page.view.header.resizeSection(0, 260)
    page.view.header.moveSection(1, 0)
    page.view.set_compact(compact=True)
    page.tools.filters.pick({"status": (Status.TRIAL,)})
    page.tools.search.setText("haas")
    after(qtbot, page, partial(page.sort_by, "email", descending=True))
    visible = [page.model.columns[n].key for n in page.columns.visible()]

    again = open_page(people)

    assert again.sort == ("email", True)
    assert again.query == page.query
    assert again.view.compact
    assert [again.model.columns[n].key for n in again.columns.visible()] == visible
    assert again.view.header.sectionSize(0) == 260


def test_columns_that_do_not_fit_are_left_out_until_somebody_chooses(page):
    def keys():
        return {page.model.columns[n].key for n in page.columns.visible()}

    def overflow():
        return page.view.header.length() - page.view.viewport().width()

    for width in (1500, 1200, 900, 700):
        page.resize(width, 600)
        assert overflow() <= 0
        assert {"name", "email", ACTIONS} <= keys()
    assert "phone" not in keys()

    page.columns.show("phone", shown=True)
    assert "phone" in keys()
    assert overflow() > 0
    page.columns.reset()
    assert "phone" not in keys()


@pytest.mark.parametrize("width", [600, 900, 1280, 2000])
def test_no_header_is_ever_cut_off(page, width):
    page.resize(width, 600)
    header = page.view.header

    assert all(header.sectionSize(n) >= header.needed(n) for n in page.columns.visible())


def test_every_part_has_its_name(page):
    page.body.show_no_match("nobody", filtered=False)
    page.body.show_failure("It broke.", rows=True)
    for thing in (
        "search",
        "table",
        "count",
        "filters",
        "columns",
        "refresh",
        "new",
        "import",
        "export",
        "selectionBar",
        "empty",
        "error",
    ):
        assert page.findChild(object, f"people.{thing}") is not None, thing


def test_the_keyboard_walks_in_reading_order(qtbot, page):
    find(page, QPushButton, "import").setFocus()
    seen = []
    for _step in range(8):
        seen.append(page.focusWidget().objectName().removeprefix("people."))
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)

    assert seen == [
        "import",
        "export",
        "new",
        "search",
        "filters",
        "columns",
        "refresh",
        "table",
    ]


def test_the_list_is_painted_in_each_theme_and_direction(qtbot, page):
    light = page.grab().toImage()
    theme().apply(Mode.DARK, 115)
    qtbot.waitUntil(lambda: page.view.row_height() == 46)
    dark = page.grab().toImage()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    assert dark != light
    assert page.grab().toImage() != dark
