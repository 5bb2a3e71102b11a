"""Rows are chosen, opened, copied and acted on."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton

from app.core.access import Actor, Permission
from tests.ui.desks import make_desk
from tests.ui.kit.list_pages import after, click_cell, find, home, memory, open_page, page, people
from tests.ui.kit.lists import People, people_page, person

__all__ = ["home", "memory", "open_page", "page", "people"]


def test_what_is_chosen_stays_chosen_in_another_order(qtbot, page):
    page.view.choose([0, 500, 999], 500)
    before = set(page.chosen_ids())
    after(qtbot, page, partial(page.sort_by, "created_at", descending=False))

    assert set(page.chosen_ids()) == before
    assert page.view.verticalScrollBar().value() == 0


def test_everything_can_be_chosen_and_stays_so(qtbot, page, people):
    page.view.selectAll()
    assert page.keeper.chosen_count() == 1_000
    people.keys = people.keys[1:]
    after(qtbot, page, page.reload)

    assert page.keeper.chosen_count() == 999


def test_the_selection_bar_counts_and_acts_on_all_chosen(qtbot, page):
    click_cell(qtbot, page, 0, 1)
    assert not page.bar.isVisible()
    click_cell(qtbot, page, 2, 1, modifier=Qt.KeyboardModifier.ShiftModifier)
    click_cell(qtbot, page, 5, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.bar.isVisible()
    assert page.bar.accessibleName() == "4 selected"

    find(page.bar, QPushButton, "archive").click()
    assert page.done == [("archive", [1_000, 999, 998, 995])]
    find(page.bar, QPushButton, "selectAll").click()
    assert page.bar.accessibleName() == "All 1,000 selected"
    find(page.bar, QToolButton, "selectNone").click()
    assert not page.bar.isVisible()


def test_what_fits_none_of_the_chosen_rows_is_not_offered_for_them(qtbot, open_page, people):
    page = open_page(people, archivable=lambda row: row.id == 998)
    archive = find(page.bar, QPushButton, "archive")
    page.view.choose([0, 1], 1)
    assert not archive.isVisible()
    page.view.choose([0, 1, 2], 2)
    assert archive.isVisible()
    page.view.choose([0, 1], 1)
    # They are still known where another order took them out of sight.
    after(qtbot, page, partial(page.sort_by, "created_at", descending=False))
    assert page.model.row(999) is None
    assert not archive.isVisible()
    # Of rows nobody has seen yet anything may be true.
    page.view.selectAll()
    assert archive.isVisible()


def test_without_bulk_actions_none_are_offered(open_page):
    page = open_page(People(5), bulk=False)
    page.view.selectAll()

    assert page.row_actions.for_many == []
    assert page.bar.findChild(QPushButton, "people.delete") is None


def test_enter_and_double_click_open_a_row(qtbot, page):
    page.view.setFocus()
    page.view.choose([3], 3)
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [997]

    spot = page.view.visualRect(page.model.index(6, 1)).center()
    click_cell(qtbot, page, 6, 1)
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [994]


def test_home_and_end_choose_the_first_and_the_last_row(qtbot, page):
    page.view.setFocus()
    page.view.choose([3], 3)
    for key, row in ((Qt.Key.Key_End, 999), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(page.view, key)
        assert (page.view.current_row(), page.view.chosen_ranges()) == (row, [(row, row)])


def test_the_buttons_in_a_row_act_on_that_row(qtbot, page):
    last = len(page.model.columns) - 1
    rect = page.view.visualRect(page.model.index(4, last))
    for spot in page.view.painter_of_rows.inline_rects(rect):
        assert rect.contains(spot)
        click_cell(qtbot, page, 4, last, at=spot.center())

    assert page.done == [("view", [996]), ("edit", [996]), ("delete", [996])]


def test_keys_act_on_the_chosen_rows(qtbot, page):
    page.view.setFocus()
    page.view.choose([1], 1)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    page.view.choose([1, 2], 1)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)

    assert page.done == [("edit", [999]), ("delete", [999, 998])]


def test_the_context_menu_has_the_same_actions(page):
    page.view.choose([1], 1)
    menu = page.row_actions.menu()

    assert [action.text() for action in menu.actions() if action.text()] == [
        "View",
        "Edit",
        "Archive",
        "Delete…",
        "Copy",
    ]
    menu.deleteLater()


def test_rows_are_copied_as_they_are_shown(qtbot, page):
    page.columns.restore({"order": ["email", "name"], "shown": ["email", "name", "status"]})
    page.view.choose([1, 3], 1)
    after(qtbot, page, page.row_actions.copy)
    data = QGuiApplication.clipboard().mimeData()

    assert data.text().splitlines()[0] == "Email\tName\tStatus"
    assert data.text().splitlines()[1] == f"{person(999).email}\t{person(999).name}\tInactive"
    assert len(data.text().splitlines()) == 3
    assert "<th>Email</th>" in data.html()


def test_without_permission_an_action_is_not_offered(qtbot, qapp, memory):
    reader = Actor(2, "Bob", frozenset({Permission.CUSTOMERS_READ}))
    home = make_desk(qapp, reader, memory)
    page = people_page(home, People(3))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.total == 3)
    page.view.choose([0], 0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)

    assert not find(page, QPushButton, "new").isVisible()
    assert [item.name for item in page.view.painter_of_rows.inline] == ["people.view"]
    assert page.done == []
    home.tasks.stop()


def test_neighbours_follow_the_list(page):
    assert page.model.neighbours(1_000) == (None, 999)
    assert page.model.neighbours(500) == (501, 499)
