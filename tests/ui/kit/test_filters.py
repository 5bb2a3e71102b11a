from datetime import date
from enum import StrEnum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.core.listing import Condition, Group, Match, Op
from ui.kit.filter_chips import Chips
from ui.kit.filter_panel import FilterPanel
from ui.kit.filters import FilterKind, FilterSpec, conditions, pack, split, unpack


class Status(StrEnum):
    ACTIVE = "active"
    ON_HOLD = "on_hold"


SPECS = (
    FilterSpec("status", "Status", choices=Status),
    FilterSpec("verified", "Verified", FilterKind.YES_NO),
    FilterSpec("joined", "Joined", FilterKind.DATES),
    FilterSpec("revenue", "Revenue", FilterKind.MONEY, currency="USD"),
    FilterSpec("city", "City", FilterKind.TEXT),
    FilterSpec("owner", "Owner"),
)
NAMES = [*(f"Country {n}" for n in range(20)), "Côte d'Ivoire"]
PICKED = {
    "status": (Status.ACTIVE, Status.ON_HOLD),
    "verified": False,
    "joined": (date(2026, 1, 26), None),
    "revenue": (None, 250_000),
    "city": "Bern",
    "owner": (7,),
}


@pytest.fixture
def panel(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(900, 500)
    made = FilterPanel("people", SPECS)
    made.setParent(holder)
    made.resize(900, 300)
    holder.show()
    yield made
    holder.close()


def test_what_is_picked_becomes_conditions():
    assert conditions(SPECS, PICKED) == (
        Condition("status", Op.IN, (Status.ACTIVE, Status.ON_HOLD)),
        Condition("verified", Op.IS, False),
        Condition("joined", Op.AT_LEAST, date(2026, 1, 26)),
        Condition("revenue", Op.AT_MOST, 250_000),
        Condition("city", Op.IS, "Bern"),
        Condition("owner", Op.IN, (7,)),
    )


def test_what_is_picked_survives_being_stored():
    assert unpack(SPECS, pack(PICKED)) == PICKED


def test_conditions_are_split_into_what_the_filters_show_and_the_rest():
    shown = conditions(SPECS, PICKED)
    assert split(SPECS, shown) == (PICKED, None)

    group = Group(Match.ANY, (Condition("city", Op.BLANK),))
    assert split(SPECS, (*shown, group)) == (PICKED, group)


@pytest.mark.parametrize(
    "rest",
    [
        Condition("status", Op.NOT_IN, (Status.ACTIVE,)),
        Condition("status", Op.IN, ("gone",)),
        Condition("owner", Op.IN, (7, None)),
        Condition("city", Op.CONTAINS, "Bern"),
        Condition("joined", Op.LAST, 7),
        Condition("revenue", Op.IS, 5),
        Condition("unknown", Op.IS, 5),
    ],
)
def test_what_the_filters_cannot_show_is_the_rest(rest):
    assert split(SPECS, (rest,)) == ({}, Group(Match.ALL, (rest,)))


def test_one_filter_is_not_shown_twice():
    high, low = Condition("revenue", Op.AT_MOST, 9), Condition("revenue", Op.AT_LEAST, 1)
    again = Condition("revenue", Op.AT_LEAST, 5)
    status = Condition("status", Op.IS, "active")
    more = Condition("status", Op.IN, (Status.ON_HOLD,))
    assert split(SPECS, (high, low, again, status, more)) == (
        {"revenue": (1, 9), "status": (Status.ACTIVE,)},
        Group(Match.ALL, (again, more)),
    )
    between = Condition("revenue", Op.BETWEEN, (1, 9))
    assert split(SPECS, (between,)) == ({"revenue": (1, 9)}, None)


def test_the_panel_shows_any_question(panel):
    group = Group(Match.NONE, (Condition("city", Op.BLANK),))
    asked = (*conditions(SPECS, PICKED), group)
    panel.show_conditions(asked)
    assert panel.conditions == asked == panel.normal(asked)
    panel.clear("advanced")
    assert (panel.picked, panel.advanced) == (PICKED, None)
    panel.show_conditions(asked)
    panel.clear()
    assert panel.conditions == ()


@pytest.mark.parametrize(
    "stored",
    [
        {"status": ["nonsense"]},
        {"status": 5},
        {"verified": "yes"},
        {"joined": ["soon", None]},
        {"joined": [None, None]},
        {"revenue": [1]},
        {"city": ""},
        {"unknown": 1},
    ],
)
def test_stored_nonsense_is_left_out(stored):
    assert unpack(SPECS, stored) == {}


def test_the_panel_shows_and_gives_back_what_is_picked(panel):
    panel.pick(PICKED)

    assert panel.picked == PICKED


def test_chips_say_what_is_on(panel):
    panel.pick(PICKED)
    panel.set_options("owner", [(7, "Ada & Co"), (8, "Bob")])

    assert panel.chips() == [
        ("status", "Status: Active, On hold"),
        ("verified", "Verified: No"),
        ("joined", "Joined: from Jan 26, 2026"),
        ("revenue", "Revenue: up to $2,500.00"),
        ("city", "City: Bern"),
        ("owner", "Owner: Ada & Co"),
    ]


def test_ticking_a_choice_picks_it(qtbot, panel):
    choice = panel.findChild(QPushButton, "people.filter.status")
    with qtbot.waitSignal(panel.changed):
        choice.menu().actions()[1].trigger()

    assert panel.picked == {"status": (Status.ON_HOLD,)}
    assert choice.accessibleName() == "Status: On hold"


def test_choosing_yes_picks_it(qtbot, panel):
    with qtbot.waitSignal(panel.changed):
        panel.findChild(QComboBox, "people.filter.verified").setCurrentText("Yes")

    assert panel.picked == {"verified": True}


def test_an_amount_that_cannot_be_read_is_marked_and_does_not_count(qtbot, panel):
    entry = panel.findChild(QLineEdit, "people.filter.revenue.from")
    qtbot.keyClicks(entry, "lots")

    assert panel.picked == {}
    assert entry.property("invalid") is True
    assert entry.toolTip()
    entry.clear()
    qtbot.keyClicks(entry, "1,000")
    assert panel.picked == {"revenue": (100_000, None)}
    assert entry.property("invalid") is False


def test_a_day_that_cannot_be_read_is_marked_and_does_not_count(qtbot, panel):
    entry = panel.findChild(QLineEdit, "people.filter.joined.to")
    qtbot.keyClicks(entry, "someday")
    assert panel.picked == {}
    assert entry.property("invalid") is True

    entry.clear()
    qtbot.keyClicks(entry, "2026-01-31")
    assert panel.picked == {"joined": (None, date(2026, 1, 31))}


def test_amounts_can_be_asked_in_another_currency(panel):
    panel.pick({"revenue": (100_000, None)})
    panel.set_currency("revenue", "JPY")
    entry = panel.findChild(QLineEdit, "people.filter.revenue.from")

    assert panel.picked == {"revenue": (100_000, None)}
    assert (entry.text(), entry.accessibleName()) == ("100000", "Revenue: At least, JPY")
    assert panel.chips() == [("revenue", "Revenue: from JPY\u00a0100,000")]


def test_one_filter_or_all_can_be_taken_off(panel):
    panel.pick(PICKED)
    panel.clear("city")
    assert set(panel.picked) == set(PICKED) - {"city"}

    panel.clear()
    assert panel.picked == {}


def test_a_click_on_a_chip_takes_it_off(qtbot):
    chips = Chips("people")
    qtbot.addWidget(chips)
    chips.resize(800, 40)
    chips.show_chips([("city", "City: Bern"), ("status", "Status: " + "long " * 40)])
    chip = chips.findChild(QPushButton, "people.chip.city")

    with qtbot.waitSignal(chips.removed) as removed:
        chip.click()

    assert removed.args == ["city"]
    assert chip.accessibleName() == "Take off the filter City: Bern"
    assert len(chips.findChild(QPushButton, "people.chip.status").text()) <= 60


def test_the_keyboard_stays_when_a_chip_is_taken_off(qtbot):
    chips = Chips("people")
    qtbot.addWidget(chips)
    chips.removed.connect(lambda _key: chips.show_chips([("verified", "Verified: No")]))
    chips.show_chips([("city", "City: Bern"), ("verified", "Verified: No")])
    first = chips.findChild(QPushButton, "people.chip.city")
    first.setFocus()
    chips.activateWindow()
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert chips.focusWidget().objectName() == "people.chip.verified"

    with qtbot.waitSignal(chips.emptied):
        chips.show_chips([])


def test_every_filter_has_a_label_with_its_buddy(panel):
    buddies = [found.buddy() for found in panel.findChildren(QLabel) if found.buddy()]

    assert len(buddies) == len(SPECS)
    assert all(buddy.objectName() and buddy.accessibleName() for buddy in buddies)


def long_choice(panel):
    panel.set_options("owner", [(n, words) for n, words in enumerate(NAMES)])
    button = panel.findChild(QPushButton, "people.filter.owner")
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    return (
        button.menu(),
        button.menu().findChild(QLineEdit, "people.filter.owner.search"),
        button.menu().findChild(QListWidget, "people.filter.owner.list"),
    )


def shown(listed):
    items = [listed.item(row) for row in range(listed.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_a_long_choice_is_searched_and_ticked_by_keyboard(qtbot, panel):
    menu, search, listed = long_choice(panel)
    qtbot.waitUntil(search.hasFocus)
    assert len(shown(listed)) == len(NAMES)

    QTest.keyClicks(search, "cote")
    assert shown(listed) == ["Côte d'Ivoire"]
    with qtbot.waitSignal(panel.changed):
        QTest.keyClick(search, Qt.Key.Key_Return)

    assert menu.isVisible()
    assert panel.picked == {"owner": (20,)}
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert panel.picked == {}
    menu.close()


def test_a_click_anywhere_in_a_line_of_a_long_choice_ticks_it_once(panel):
    menu, _search, listed = long_choice(panel)
    place = listed.visualItemRect(listed.item(2)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert panel.picked == {"owner": (2,)}
    assert listed.item(2).checkState() is Qt.CheckState.Checked
    menu.close()


def test_a_low_window_scrolls_the_filters_instead_of_growing(panel):
    assert panel.minimumSizeHint().height() <= panel.sizeHint().height()
    area = panel.findChild(QScrollArea)
    panel.resize(900, 90)
    assert area.verticalScrollBar().maximum() > 0


def test_a_long_chip_fits_into_its_line(qtbot):
    chips = Chips("people")
    qtbot.addWidget(chips)
    chips.resize(300, 40)
    chips.show()
    chips.show_chips([("advanced", "Name contains “acme” or " * 10)])
    chip = chips.findChild(QPushButton, "people.chip.advanced")
    for width in (300, 200, 600):
        chips.resize(width, 40)
        qtbot.waitUntil(lambda width=width: chip.sizeHint().width() <= width)
        assert chip.text().endswith("\u2026")
    assert chips.findChild(QPushButton, "people.editAdvanced").accessibleName()
    with qtbot.waitSignal(chips.edit_asked):
        chips.findChild(QPushButton, "people.editAdvanced").click()


AHEAD = (FilterSpec("ends", "Ends", FilterKind.AHEAD),)


def test_days_ahead_survive_being_asked_packed_and_read_back(qtbot):
    picked = {"ends": 30}
    assert conditions(AHEAD, picked) == (Condition("ends", Op.NEXT, 30),)
    assert split(AHEAD, conditions(AHEAD, picked)) == (picked, None)
    assert unpack(AHEAD, pack(picked)) == picked
    assert unpack(AHEAD, {"ends": 31}) == {}
    made = FilterPanel("ending", AHEAD)
    qtbot.addWidget(made)
    made.pick(picked)
    assert made.conditions == (Condition("ends", Op.NEXT, 30),)


def test_days_ahead_that_nobody_offers_stay_in_the_advanced_filter():
    odd = Condition("ends", Op.NEXT, 45)
    assert split(AHEAD, (odd,)) == ({}, Group(Match.ALL, (odd,)))
