"""The advanced filter of the customers' list: opened, applied, said, remembered, exported."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from app.core.conditions import Condition, Group, Match, Op
from app.customers.schemas import Shelf
from app.staff.schemas import TeamDraft
from tests.ui.customers.helpers import column, idle, shown
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.kit.filter_builder import FilterBuilder

ANN = Group(Match.ALL, (Condition("name", Op.STARTS, "ann"),))
NOBODYS = Group(Match.ANY, (Condition("owner_id", Op.BLANK), Condition("team_id", Op.FILLED)))


@pytest.fixture
def page_of(qtbot):
    def make(desk, **dialogs):
        page = CustomersPage(desk, **dialogs)
        page.resize(1064, 700)
        shown(qtbot, page, desk)
        qtbot.waitUntil(lambda: page.total is not None)
        return page

    return make


@pytest.fixture
def page(page_of, desk, person):
    person("Ann", "Able")
    person("Anna", "Bell")
    person("Bob", "Cole")
    return page_of(desk)


def applied(qtbot, page, group):
    page.tools.filters.set_advanced(group)
    page.ask()
    idle(qtbot, page.desk)


def builder_of(qtbot, page):
    page.findChild(QAction, "action.customers.advancedFilter").trigger()
    builder = page.window().findChild(FilterBuilder)
    idle(qtbot, page.desk)
    return builder


def test_a_filter_is_built_counted_and_applied(qtbot, page):
    page.tools.set_text("a")
    builder = builder_of(qtbot, page)
    assert faults(builder) == []
    ops = builder.findChild(QComboBox, "customers.builder.c2.op")
    ops.setCurrentIndex(ops.findText("starts with"))
    QTest.keyClicks(builder.findChild(QLineEdit, "customers.builder.c2.value"), "ann")
    qtbot.waitUntil(lambda: builder.count.text() == "2 matches")
    assert builder.words.text() == "Name starts with “ann”"
    with qtbot.waitSignal(page.counted):
        builder.apply.click()
    idle(qtbot, page.desk)

    assert sorted(column(page, "name")) == ["Ann Able", "Anna Bell"]
    assert page.query.conditions == (ANN,)
    assert page.tools.filters.chips() == [("advanced", "Name starts with “ann”")]
    assert page.tools.filter_button.text() == "Filters (1)"


def test_a_chip_takes_it_off_and_a_link_opens_it(qtbot, page):
    applied(qtbot, page, ANN)
    page.findChild(QPushButton, "customers.editAdvanced").click()
    builder = page.window().findChild(FilterBuilder)
    assert builder.root.peek() == ANN
    builder.reject()
    page.findChild(QPushButton, "customers.chip.advanced").click()
    qtbot.waitUntil(lambda: page.total == 3)
    assert page.tools.filters.advanced is None


def test_it_is_opened_from_the_panel_with_what_else_narrows_the_list(qtbot, page):
    page.tools.filter_button.setChecked(True)
    page.tools.filters.pick({"verified": False})
    page.tools.set_text("bob")
    page.findChild(QPushButton, "customers.advanced").click()
    builder = page.window().findChild(FilterBuilder)
    idle(qtbot, page.desk)
    said = [label.text() for label in builder.findChildren(type(builder.words))]
    assert "Together with: Verified is no; Search “bob”" in said


def test_owners_teams_and_countries_go_by_name(qtbot, page_of, desk, services, person):
    team = services.staff.add_team(TeamDraft("North"))
    person("Ann", "Able")
    page = page_of(desk)
    group = Group(
        Match.ANY,
        (
            Condition("owner_id", Op.IN, (1, None)),
            Condition("team_id", Op.IN, (team,)),
            Condition("country", Op.NOT_IN, ("DE",)),
        ),
    )
    applied(qtbot, page, group)
    assert page.tools.filters.chips() == [
        ("advanced", "Owner is Ada Admin or blank or Team is North or Country is not Germany")
    ]
    assert page.total == 1


def test_a_new_team_is_offered_at_once(qtbot, page, services):
    team = services.staff.add_team(TeamDraft("South"))
    qtbot.waitUntil(lambda: page.tools.filters.options("team_id") == [(team, "South")])


def test_it_is_there_at_the_next_start(qtbot, page, page_of):
    applied(qtbot, page, ANN)
    again = page_of(page.desk)
    assert again.tools.filters.advanced == ANN
    assert again.total == 2

    again.desk.memory.keep("list.customers", {"advanced": {"conditions": [{"key": "aura"}]}})
    assert page_of(page.desk).tools.filters.advanced is None


def test_the_search_for_nothing_says_what_stands_in_the_way(qtbot, page, services, person):
    hidden = person("Hidden", "One")
    applied(qtbot, page, Group(Match.ANY, (Condition("name", Op.IS, "nobody at all"),)))
    qtbot.waitUntil(lambda: "without the filters" in page.body.empty.hint.text())
    page.body.empty.button.click()
    qtbot.waitUntil(lambda: page.total == 4)
    assert page.tools.filters.advanced is None

    services.lifecycle.archive([hidden])
    idle(qtbot, page.desk)
    page.tools.set_text("hidden")
    applied(qtbot, page, Group(Match.ALL, (Condition("name", Op.STARTS, "hid"),)))
    qtbot.waitUntil(lambda: "in the archive" in page.body.empty.hint.text())
    page.body.empty.button.click()
    qtbot.waitUntil(lambda: list(page.model.ids) == [hidden])


def test_what_is_offered_for_many_fits_the_shelves_a_group_may_show(qtbot, page):
    for group, offered in (
        (None, {"archive": True, "unarchive": False, "restore": False}),
        (
            Group(Match.NONE, (Condition("shelf", Op.IN, (Shelf.DELETED,)),)),
            {"archive": True, "unarchive": True, "restore": True},
        ),
    ):
        applied(qtbot, page, group)
        for thing, visible in offered.items():
            action = page.findChild(QAction, f"action.customers.{thing}")
            assert action.isVisible() is visible, (group, thing)


def test_an_export_gets_it_too(qtbot, page_of, desk, person):
    person("Ann", "Able")
    asked = []
    page = page_of(desk, take_out=lambda *given: asked.append(given[1]))
    applied(qtbot, page, NOBODYS)
    page.findChild(QAction, "action.customers.export").trigger()
    assert [query.conditions for query in asked] == [(NOBODYS,)]
