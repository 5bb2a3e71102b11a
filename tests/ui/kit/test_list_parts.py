from array import array
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.core.access import Actor, Permission
from app.core.listing import ListQuery, ListSource
from tests.ui.kit.lists import PEOPLE, People, people_page
from ui.kit.actions import Action, action_button, action_icon_button, make_action
from ui.kit.asker import Asker
from ui.kit.copying import mime, to_html, to_tsv
from ui.kit.flow import FlowLayout
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.memory import Memory
from ui.kit.sticky_menu import StickyMenu
from ui.kit.table import TableModel

READER = Actor(2, "Bob", frozenset({Permission.CUSTOMERS_READ}))


@pytest.fixture
def holder(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def test_copied_cells_never_break_their_line():
    title, lines = ("A", "B"), [("one\ttab", "two\nlines"), ("<b>&", "")]

    assert to_tsv(title, lines) == "A\tB\none tab\ttwo lines\n<b>&\t"
    assert "<td>&lt;b&gt;&amp;</td>" in to_html(title, lines)
    assert mime(title, lines).hasHtml()


def test_an_action_is_one_thing_with_words_icon_shortcut_and_permission(holder, desk):
    ran = []
    spec = Action(
        "Export…",
        lambda: ran.append(1),
        Permission.CUSTOMERS_EXPORT,
        Icon.EXPORT,
        "Ctrl+E",
        "people.export",
    )
    action = make_action(spec, desk.actor, holder)

    assert holder.actions() == [action]
    assert action.toolTip() == "Export (Ctrl+E)"
    assert action.objectName() == "action.people.export"
    action.trigger()
    assert ran == [1]


def test_without_permission_neither_action_nor_button_is_there(qtbot, holder):
    spec = Action(
        "Export…",
        lambda: pytest.fail("ran"),
        Permission.CUSTOMERS_EXPORT,
        shortcut="Ctrl+E",
        name="people.export",
    )
    action = make_action(spec, READER, holder)
    button = action_button(action)
    button.setParent(holder)
    holder.show()
    qtbot.keyClick(holder, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    assert not button.isVisible()
    assert not action.isEnabled()


def test_a_button_follows_its_action(qtbot, holder, desk):
    action = make_action(Action("Save", lambda: None, name="people.save"), desk.actor, holder)
    button, small = action_button(action), action_icon_button(action)
    for made in (button, small):
        made.setParent(holder)
    holder.show()
    action.setEnabled(False)

    assert (button.objectName(), small.accessibleName()) == ("people.save", "Save")
    assert not button.isEnabled()
    assert not small.isEnabled()
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        button.click()


def test_ticking_keeps_the_menu_open(qtbot, holder):
    menu = StickyMenu(holder)
    first, second = menu.addAction("One"), menu.addAction("Two")
    for action in (first, second):
        action.setCheckable(True)
    menu.adjustSize()
    with qtbot.assertNotEmitted(menu.aboutToHide):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
        menu.setActiveAction(second)
        qtbot.keyClick(menu, Qt.Key.Key_Space)

    assert first.isChecked()
    assert second.isChecked()


def test_widgets_flow_into_lines_in_both_directions(qtbot, holder):
    flow = FlowLayout(holder, spacing=10)
    buttons = [QWidget() for _number in range(3)]
    for button in buttons:
        button.setFixedSize(150, 30)
        flow.addWidget(button)
    holder.show()
    assert [button.pos() for button in buttons] == [QPoint(0, 0), QPoint(160, 0), QPoint(0, 40)]
    assert flow.heightForWidth(400) == 70
    assert flow.heightForWidth(100) == 110

    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: buttons[0].pos() == QPoint(250, 0))


def test_a_picture_says_what_to_do(holder):
    state, done = StateView("people.error", Icon.CLOUD_ALERT), []
    state.setParent(holder)
    state.tell("Not loaded", "Try again.", ("Retry", lambda: done.append(1)))
    holder.show()
    state.button.click()
    state.squeeze(squeezed=True)

    assert done == [1]
    assert state.accessibleName() == "Not loaded Try again."
    assert state.button.text() == "Retry"


def test_a_newer_question_stops_the_older_one(qtbot, desk):
    begun, stopped, go_on = Event(), Event(), Event()

    def ids(asked, progress):
        if asked.text == "slow":
            begun.set()
            go_on.wait(5)
            try:
                progress.check()
            finally:
                stopped.set()
        return people.ids(asked, progress)

    people = People(500)
    source = ListSource(lambda _asked, limit: people.rows(people.keys[:limit]), ids, people.rows)
    model = TableModel(PEOPLE, desk.tasks)
    asker = Asker(desk.tasks, source, model, desk.tasks)
    answers = []
    asker.ids_came.connect(answers.append)
    asker.failed.connect(answers.append)
    asker.ask(ListQuery(text="slow"))
    qtbot.waitUntil(begun.is_set)
    asker.ask(ListQuery())
    go_on.set()
    qtbot.waitUntil(lambda: stopped.is_set() and desk.tasks.is_idle)

    assert answers == [array("q", people.keys)]


@pytest.fixture
def page(qtbot, desk, tmp_path):
    home = replace(desk, memory=Memory(tmp_path / "looks.ini"))
    made = people_page(home, People(30))
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    qtbot.waitUntil(lambda: made.total == 30)
    return made


def entries(page):
    page.column_menu.aboutToShow.emit()
    return {action.text(): action for action in page.column_menu.actions()}


def test_the_column_menu_shows_hides_and_resets(page):
    found = entries(page)
    assert found["Company"].isChecked()
    assert not found["Subscriptions"].isChecked()

    found["Company"].trigger()
    found["Subscriptions"].trigger()
    assert not page.columns.is_shown("company")
    assert page.columns.is_shown("subscriptions")
    entries(page)["Reset columns"].trigger()
    assert page.columns.is_shown("company")


def test_the_last_column_cannot_be_hidden(page):
    for spec in page.columns.specs:
        page.columns.show(spec.key, shown=False)

    assert any(page.columns.is_shown(spec.key) for spec in page.columns.specs)


def test_the_column_menu_sorts_and_sets_the_density(qtbot, page):
    sorts = {action.text(): action for action in entries(page)["Sort by"].menu().actions()}
    sorts["Revenue"].trigger()
    assert page.sort == ("revenue", True)
    sorts = {action.text(): action for action in entries(page)["Sort by"].menu().actions()}
    assert sorts["Revenue"].isChecked()
    sorts["Ascending"].trigger()
    assert page.sort == ("revenue", False)

    entries(page)["Compact rows"].trigger()
    assert page.view.row_height() == 32
    qtbot.waitUntil(lambda: page.desk.tasks.is_idle)
