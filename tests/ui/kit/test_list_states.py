"""A list that is empty, in trouble, behind what others changed, or gone."""

from functools import partial

from PySide6.QtCore import Qt

from app.core.errors import Unavailable
from tests.ui.kit.list_pages import after, home, memory, open_page, page, people, settled
from tests.ui.kit.lists import People, people_page

__all__ = ["home", "memory", "open_page", "page", "people"]
DOWN = Unavailable("The server does not answer. Try again.")


def test_nothing_yet_offers_the_first_step(open_page):
    page = open_page(People(0))

    assert page.body.empty.isVisible()
    assert page.body.empty.title.text() == "No customers yet"
    page.body.empty.button.click()
    assert page.done == ["new"]


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


def test_the_keyboard_comes_to_retry_before_the_rows(qtbot, page):
    page.body.show_failure("It broke.", rows=True)
    page.tools.refresh.setFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is page.body.error.button


def test_a_list_gone_before_the_answer_is_no_matter(qtbot, home):
    page = people_page(home, People(100))
    page.show()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    qtbot.waitUntil(lambda: home.tasks.is_idle)
