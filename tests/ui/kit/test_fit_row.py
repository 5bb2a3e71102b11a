import pytest

from tests.ui.desks import ADA
from ui.kit.actions import Action, action_button, make_action
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.parts import label


@pytest.fixture
def row(qtbot):
    count = label("Total Customers: 12,345 accounts")
    made = FitRow(spare=count)
    qtbot.addWidget(made)
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
    made.show()
    return made


def narrow_at(qtbot, row, width):
    row.resize(width, 60)
    qtbot.waitUntil(lambda: row.row.sizeHint().width() <= max(width, 200))
    return [button.text() == "" for button in row.buttons], not row.count.isHidden()


def test_words_give_way_in_order_and_come_back(qtbot, row):
    full = row.row.sizeHint().width()

    assert narrow_at(qtbot, row, 1200) == ([False, False, False], True)
    assert narrow_at(qtbot, row, full - 20) == ([True, True, False], True)
    assert narrow_at(qtbot, row, full - 320) == ([True, True, False], False)
    assert narrow_at(qtbot, row, 260) == ([True, True, True], False)
    assert narrow_at(qtbot, row, full + 1) == ([False, False, False], True)


def test_a_longer_count_makes_the_words_give_way(qtbot, row):
    row.resize(row.row.sizeHint().width(), 60)
    assert row.buttons[0].text()
    row.count.setText("Total Customers: 123,456,789 accounts")

    qtbot.waitUntil(lambda: not row.buttons[0].text())
    assert row.buttons[0].accessibleName() == "Import customers"
    assert row.buttons[0].toolTip() == "Import customers"
