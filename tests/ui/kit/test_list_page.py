from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from app.core.access import Actor, Permission
from app.core.errors import Unavailable
from app.core.listing import Condition, Op
from tests.ui.desks import make_desk
from tests.ui.kit.lists import People, Status, people_page, person
from ui.kit.asker import FIRST
from ui.kit.memory import Memory
from ui.kit.rows import CHUNK
from ui.kit.table import ACTIONS
from ui.kit.theme import Mode, theme

DOWN = Unavailable("The server does not answer. Try again.")


@pytest.fixture
def memory(tmp_path):
    return Memory(tmp_path / "looks.ini", "ada")


@pytest.fixture
def home(qapp, memory):
    """A desk with a memory."""
    theme().apply(Mode.LIGHT, 100)
    made = make_desk(qapp, memory=memory)
    yield made
    made.tasks.stop()


@pytest.fixture
def open_page(qtbot, home):
    def make(people, **changes):
        page = people_page(home, people, **changes)
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        qtbot.waitUntil(lambda: settled(page))
        return page

    return make


def settled(page):
    return not page.asker.is_busy and page.desk.tasks.is_idle


def after(qtbot, page, do):
    """Do something and wait until every question it led to has been answered."""
    asked = page.source
    do()
    qtbot.waitUntil(lambda: settled(page))
    return asked


@pytest.fixture
def people():
    return People(1_000)


@pytest.fixture
def page(open_page, people):
    return open_page(people)


def find(page, kind, thing):
    found = page.findChild(kind, f"people.{thing}")
    assert found is not None, thing
    return found


def click_cell(qtbot, page, row, column, at=None, modifier=Qt.KeyboardModifier.NoModifier):
    at = at or page.view.visualRect(page.model.index(row, column)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


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


def test_nothing_yet_offers_the_first_step(open_page):
    page = open_page(People(0))

    assert page.body.empty.isVisible()
    assert page.body.empty.title.text() == "No customers yet"
    page.body.empty.button.click()
    assert page.done == ["new"]


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


def test_a_failure_shows_its_sentence_and_can_be_tried_again(qtbot, open_page):
    people = People(10)
    people.error = DOWN
    page = open_page(people)
    assert page.body.error.isVisible()
    assert page.body.error.hint.text() == str(DOWN)
    assert not page.view.isVisible()

    people.error = None
    page.body.error.button.click()
    qtbot.waitUntil(lambda: page.total == 10)
    assert not page.body.error.isVisible()
    assert page.view.isVisible()


def test_rows_that_are_there_stay_when_loading_fails(qtbot, page, people):
    people.error = DOWN
    after(qtbot, page, page.reload)

    assert page.body.error.isVisible()
    assert page.view.isVisible()
    people.error = None
    after(qtbot, page, page.body.error.button.click)
    assert not page.body.error.isVisible()


def test_a_change_elsewhere_reloads_and_keeps_place_and_choice(qtbot, page, people):
    after(qtbot, page, partial(page.view.verticalScrollBar().setValue, 410 * 40 + 7))
    page.view.choose([412, 414], 414)
    chosen, top = list(page.chosen_ids()), page.model.ids[410]
    people.renamed = {chosen[0]: "New Name"}
    people.keys.extend([1_001, 1_002])

    page.desk.changes.heard.emit({"people": frozenset()})
    qtbot.waitUntil(lambda: page.total == 1_002 and settled(page))

    assert list(page.chosen_ids()) == chosen
    assert page.model.ids[page.view.seen()[0]] == top
    assert page.view.verticalScrollBar().value() % 40 == 7
    assert page.chosen_row().name == "New Name"
    assert page.model.ids[page.view.current_row()] == chosen[1]


def test_only_the_tables_it_watches_reload_a_list(qtbot, open_page):
    people = People(5)
    page = open_page(people, watches=("people",))
    people.keys.append(6)
    page.desk.changes.heard.emit({"orders": frozenset()})
    page.hide()
    page.show()
    assert settled(page)

    page.desk.changes.heard.emit({"people": frozenset({6})})
    qtbot.waitUntil(lambda: page.total == 6)


def test_a_hidden_list_catches_up_when_it_is_shown(qtbot, page, people):
    page.hide()
    people.keys.append(1_001)
    page.desk.changes.heard.emit({"people": frozenset({1_001})})
    page.show()

    qtbot.waitUntil(lambda: page.total == 1_001)


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


def test_an_embedded_list_does_not_remember_what_was_searched(qtbot, open_page, people):
    page = open_page(people, embedded=True)
    page.tools.search.setText("haas")
    after(qtbot, page, page.ask)

    assert open_page(people, embedded=True).query.text == ""


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


def test_neighbours_follow_the_list(page):
    assert page.neighbours(1_000) == (None, 999)
    assert page.neighbours(500) == (501, 499)


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


def test_the_keyboard_comes_to_retry_before_the_rows(qtbot, page):
    page.body.show_failure("It broke.", rows=True)
    page.tools.refresh.setFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is page.body.error.button


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


def test_a_list_gone_before_the_answer_is_no_matter(qtbot, home):
    page = people_page(home, People(100))
    page.show()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    qtbot.waitUntil(lambda: home.tasks.is_idle)


def test_the_list_is_painted_in_each_theme_and_direction(qtbot, page):
    light = page.grab().toImage()
    theme().apply(Mode.DARK, 115)
    qtbot.waitUntil(lambda: page.view.row_height() == 46)
    dark = page.grab().toImage()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    assert dark != light
    assert page.grab().toImage() != dark
