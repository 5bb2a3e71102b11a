"""The advanced filter: built by keyboard, checked before it is applied, counted meanwhile."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.core.conditions import Condition, Group, Match, Op, Period
from app.core.errors import Invalid
from app.core.filter_fields import Field, Kind
from app.core.filter_words import Speaker
from app.core.listing import ListQuery
from tests.ui.walk import faults
from ui.kit.filter_builder import FilterBuilder
from ui.kit.filter_builder_rows import Means
from ui.kit.tasks import Tasks

FIELDS = (
    Field("name", "Name", Kind.TEXT, may_be_blank=True),
    Field("status", "Status", Kind.CHOICE, (("active", "Active"), ("held", "On hold"))),
    Field("owner", "Owner", Kind.CHOICE, may_be_blank=True, values=int),
    Field("licenses", "Licenses", Kind.NUMBER),
    Field("revenue", "Revenue", Kind.MONEY),
    Field("joined", "Joined", Kind.DAY),
    Field("verified", "Verified", Kind.YES_NO),
)
BY_KEY = {field.key: field for field in FIELDS}
OWNERS = ((1, "Ada"), (2, "Bob"))
EVERYTHING = Group(
    Match.ANY,
    (
        Condition("name", Op.CONTAINS, "acme"),
        Condition("name", Op.BLANK),
        Condition("status", Op.NOT_IN, ("held",)),
        Condition("owner", Op.IN, (2, None, 77)),
        Condition("licenses", Op.BETWEEN, (1, 2000)),
        Condition("revenue", Op.AT_LEAST, 123_450),
        Condition("joined", Op.LAST, 7),
        Condition("joined", Op.OVER, 400),
        Condition("joined", Op.DURING, Period.LAST_YEAR),
        Condition("joined", Op.BETWEEN, (date(2026, 1, 1), date(2026, 2, 1))),
        Condition("joined", Op.IS_NOT, date(2026, 1, 26)),
        Condition("verified", Op.IS, False),
        Group(
            Match.NONE,
            (
                Condition("name", Op.ENDS, "x"),
                Group(Match.ALL, (Condition("licenses", Op.IS, 1),)),
            ),
        ),
    ),
)


class Opened:
    """A builder, what it counted and what it applied."""

    def __init__(self, qtbot, group=None):
        self.qtbot, self.applied, self.counted = qtbot, [], []
        self.error = None
        self.tasks = Tasks(self.failed)
        self.holder = QWidget()
        qtbot.addWidget(self.holder)
        means = Means.of("people.builder", BY_KEY, lambda _key: OWNERS, "EUR")
        self.dialog = FilterBuilder(
            means,
            Speaker(BY_KEY, "EUR", {"owner": dict(OWNERS)}),
            group,
            lambda found: ListQuery("ann", (found,) if found else ()),
            self.count,
            self.tasks,
            self.holder,
        )
        self.dialog.applied.connect(self.applied.append)
        self.dialog.show()
        self.dialog.activateWindow()

    def failed(self, error):
        raise error

    def count(self, asked):
        self.counted.append(asked)
        if self.error:
            raise self.error
        return "7 matches"

    def find(self, kind, name):
        found = self.dialog.findChild(kind, f"people.builder.{name}")
        assert found is not None, name
        return found

    def choose(self, name, words):
        combo = self.find(QComboBox, name)
        place = combo.findText(words)
        assert place >= 0, [combo.itemText(n) for n in range(combo.count())]
        combo.setCurrentIndex(place)

    def problems(self):
        labels = self.dialog.findChildren(QLabel)
        return [
            label.text()
            for label in labels
            if label.objectName().endswith(".problem") and label.text()
        ]


@pytest.fixture
def opened(qtbot):
    made = []

    def make(group=None):
        made.append(Opened(qtbot, group))
        return made[-1]

    yield make
    for one in made:
        one.tasks.stop()


def test_what_is_shown_comes_back_unchanged(opened):
    page = opened(EVERYTHING)
    page.dialog.apply.click()
    assert page.applied == [EVERYTHING]


def test_every_part_has_a_name(opened):
    assert faults(opened(EVERYTHING).dialog) == []


def test_a_condition_is_built_row_by_row(opened):
    page = opened()
    page.choose("c2.field", "Licenses")
    page.choose("c2.op", "is between")
    page.find(QLineEdit, "c2.value.from").setText("1,000")
    page.find(QLineEdit, "c2.value.to").setText("2000")
    page.find(QPushButton, "g1.addGroup").click()
    page.choose("c4.field", "Joined")
    page.choose("c4.op", "is in the last")
    page.find(QSpinBox, "c4.value").setValue(7)
    page.choose("g3.match", "none of these holds")
    page.dialog.apply.click()

    assert page.applied == [
        Group(
            Match.ALL,
            (
                Condition("licenses", Op.BETWEEN, (1000, 2000)),
                Group(Match.NONE, (Condition("joined", Op.LAST, 7),)),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("field", "op", "typed", "said"),
    [
        ("Name", "contains", "  ", "Type what to look for."),
        ("Licenses", "is at least", "many", "Write a whole number like 25."),
        ("Licenses", "is at least", "1.5", "Write a whole number like 25."),
        ("Revenue", "is at most", "cheap", "Write the amount like 1234.50."),
        ("Joined", "is on", "someday", "Write the day like Jan 26, 2026."),
        ("Joined", "is on", "", "Enter a day, or choose one from the calendar."),
    ],
)
def test_an_incomplete_condition_is_said_and_not_dropped(opened, field, op, typed, said):
    page = opened(Group(Match.ALL, (Condition("verified", Op.IS, True),)))
    page.find(QPushButton, "g1.addCondition").click()
    page.choose("c3.field", field)
    page.choose("c3.op", op)
    entry = page.find(QLineEdit, "c3.value")
    entry.setText(typed)
    page.dialog.apply.click()

    assert page.applied == []
    assert page.problems() == [said]
    assert entry.property("invalid") is True
    page.qtbot.waitUntil(entry.hasFocus)
    entry.setText("5" if field != "Joined" else "2026-01-05")
    assert page.problems() == []
    page.dialog.apply.click()
    assert len(page.applied) == 1


def test_ends_the_wrong_way_round_and_nothing_ticked_are_said(opened):
    page = opened()
    page.choose("c2.field", "Revenue")
    page.choose("c2.op", "is between")
    page.find(QLineEdit, "c2.value.from").setText("9")
    page.find(QLineEdit, "c2.value.to").setText("1")
    page.find(QPushButton, "g1.addCondition").click()
    page.choose("c3.field", "Owner")
    page.find(QPushButton, "g1.addGroup").click()
    page.find(QToolButton, "c5.remove").click()
    page.dialog.apply.click()

    assert page.applied == []
    assert page.problems() == [
        "The first is greater than the second. Swap them.",
        "Tick at least one.",
        "This group is empty. Add a condition, or remove the group.",
    ]


def test_what_was_typed_stays_when_the_comparison_changes(opened):
    page = opened()
    page.find(QLineEdit, "c2.value").setText("acme")
    page.choose("c2.op", "starts with")
    assert page.find(QLineEdit, "c2.value").text() == "acme"
    page.choose("c2.field", "Licenses")
    assert page.find(QLineEdit, "c2.value").text() == ""


def test_it_is_counted_and_said_while_it_is_made(opened, qtbot):
    page = opened(Group(Match.ALL, (Condition("name", Op.CONTAINS, "acme"),)))
    qtbot.waitUntil(lambda: page.dialog.count.text() == "7 matches")
    assert page.dialog.words.text() == "Name contains “acme”"

    page.find(QLineEdit, "c2.value").setText("")
    qtbot.waitUntil(lambda: page.dialog.count.text().startswith("Complete"))
    page.find(QLineEdit, "c2.value").setText("globex")
    qtbot.waitUntil(lambda: len(page.counted) == 2)
    qtbot.waitUntil(lambda: page.dialog.count.text() == "7 matches")
    [condition] = page.counted[-1].conditions[0].of
    assert (page.counted[-1].text, condition.value) == ("ann", "globex")

    page.error = Invalid({"filters": "Too deep."})
    page.find(QLineEdit, "c2.value").setText("initech")
    qtbot.waitUntil(lambda: page.dialog.count.text() == "Too deep.")


def test_other_filters_are_named_above(opened):
    said = [label.text() for label in opened().dialog.findChildren(QLabel)]
    assert "Together with: Search “ann”" in said


def test_an_emptied_filter_is_taken_off(opened):
    page = opened(Group(Match.ALL, (Condition("verified", Op.IS, True),)))
    page.find(QToolButton, "c2.remove").click()
    page.dialog.apply.click()
    assert page.applied == [None]

    page = opened(EVERYTHING)
    page.dialog.take_off.click()
    assert page.applied == [None]
    assert not opened().dialog.take_off.isVisible()


def test_cancel_changes_nothing(opened):
    page = opened(EVERYTHING)
    page.find(QToolButton, "c2.remove").click()
    page.dialog.cancel.click()
    assert page.applied == []


def test_everything_goes_by_keyboard(opened, qtbot):
    page = opened()
    dialog = page.dialog
    first = page.find(QComboBox, "c2.field")
    qtbot.waitUntil(first.hasFocus)
    order = ["c2.op", "c2.value", "c2.remove", "g1.addCondition", "g1.addGroup", "cancel", "apply"]
    for name in order:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget().objectName() == f"people.builder.{name}"
    add = page.find(QPushButton, "g1.addCondition")
    add.setFocus()
    QTest.keyClick(add, Qt.Key.Key_Return)
    assert dialog.focusWidget().objectName() == "people.builder.c3.field"
    remove = page.find(QToolButton, "c3.remove")
    remove.setFocus()
    QTest.keyClick(remove, Qt.Key.Key_Return)
    assert dialog.focusWidget() is first
    entry = page.find(QLineEdit, "c2.value")
    entry.setFocus()
    QTest.keyClicks(entry, "acme")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert page.applied == [Group(Match.ALL, (Condition("name", Op.CONTAINS, "acme"),))]


def test_the_keyboard_walks_changed_rows_in_reading_order(opened, qtbot):
    page = opened()
    first = page.find(QComboBox, "c2.field")
    qtbot.waitUntil(first.hasFocus)
    page.choose("c2.field", "Joined")
    page.choose("c2.op", "is between")
    qtbot.waitUntil(page.find(QLineEdit, "c2.value.to").isVisible)
    met = []
    for _step in range(7):
        met.append(page.dialog.focusWidget().objectName().removeprefix("people.builder.c2."))
        QTest.keyClick(page.dialog.focusWidget(), Qt.Key.Key_Tab)
    assert met == ["field", "op", "value.from", "value.from.calendar", "value.to",
                   "value.to.calendar", "remove"]  # fmt: skip


def test_groups_nest_only_so_deep(opened):
    one = Group(Match.ALL, (Condition("verified", Op.IS, True),))
    for _level in range(7):
        one = Group(Match.ALL, (one,))
    page = opened(one)
    buttons = page.dialog.findChildren(QPushButton)
    assert sum(button.objectName().endswith("addCondition") for button in buttons) == 8
    assert sum(button.objectName().endswith("addGroup") for button in buttons) == 7
