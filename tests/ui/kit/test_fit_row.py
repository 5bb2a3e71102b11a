import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.desks import ADA
from ui.kit.actions import Action, action_button, make_action
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.parts import label


@pytest.fixture
def row(qtbot):
    count = label("Total Customers: 12,345 accounts")
    holder = QWidget()
    qtbot.addWidget(holder)
    made = FitRow(spare=count)
    made.setParent(holder)
    made.row.addWidget(label("Customers", "h1"))
    made.row.addWidget(count)
    made.row.addStretch(1)
    made.count, made.buttons = count, []
    for title, picture, primary in (
        ("Import customers…", Icon.IMPORT, False),
        ("Export customers…", Icon.EXPORT, False),
        ("New company…", Icon.PLUS, True),
    ):
        spec = Action(title, lambda: None, None, picture, primary=primary, name=title)
        made.buttons.append(action_button(make_action(spec, ADA, made)))
        made.row.addWidget(made.buttons[-1])
    made.resize(1200, 60)
    holder.show()
    yield made
    holder.close()


def looks(row, width):
    """Which buttons are without words, and whether the count is there."""
    row.resize(width, 60)
    return [button.text() == "" for button in row.buttons], not row.count.isHidden()


def test_words_give_way_in_order_and_come_back(row):
    full = row.row.sizeHint().width()
    no_words = full - sum(button.words for button in row.buttons[:2])
    no_count = no_words - row.count.sizeHint().width() - row.row.spacing()

    assert looks(row, full) == ([False, False, False], True)
    assert looks(row, full - 1) == ([True, True, False], True)
    assert looks(row, no_words) == ([True, True, False], True)
    assert looks(row, no_words - 1) == ([True, True, False], False)
    assert looks(row, no_count) == ([True, True, False], False)
    assert row.row.sizeHint().width() == no_count
    assert looks(row, no_count - 1) == ([True, True, True], False)
    assert looks(row, full) == ([False, False, False], True)


def test_a_longer_count_makes_the_words_give_way(qtbot, row):
    looks(row, row.row.sizeHint().width())
    assert row.buttons[0].text()
    row.count.setText("Total Customers: 123,456,789 accounts")

    qtbot.waitUntil(lambda: not row.buttons[0].text())
    assert row.buttons[0].accessibleName() == "Import customers"
    assert row.buttons[0].toolTip() == "Import customers"
