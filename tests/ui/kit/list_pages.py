"""A list of people on a desk that remembers, and what tests do with it."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.desks import make_desk
from tests.ui.kit.lists import People, people_page
from ui.kit.memory import Memory
from ui.kit.theme import Mode, theme


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
