"""Forms that were left unfinished are offered after signing in."""

import pytest
from PySide6.QtWidgets import QToolButton, QWidget

from tests.ui.customers.helpers import press, said
from tests.ui.walk import faults
from ui.shell import catalogue, unfinished
from ui.shell.unfinished import UnfinishedDialog

TYPED = {"company_name": ("", "Acme")}


@pytest.fixture
def home(qtbot, seat, admin):
    """A person's desk and window, with what opens forms and what was opened."""
    desk, opened = seat(admin), []
    window = QWidget()
    qtbot.addWidget(window)
    openers = {
        name: lambda _desk, _parent, subject, name=name: opened.append((name, subject))
        for name in catalogue.FORMS
    }
    return desk, window, openers, opened


def test_nothing_is_said_where_nothing_was_left(qtbot, home):
    desk, window, openers, _opened = home
    unfinished.offer(desk, openers, window)
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    assert said(desk) == []


def test_one_form_is_gone_on_with_at_once(qtbot, home):
    desk, window, openers, opened = home
    desk.services.drafts.keep("contact.7", 3, "Ann", TYPED)
    unfinished.offer(desk, openers, window)
    qtbot.waitUntil(lambda: said(desk) == ["You have not finished “Ann”."])
    desk.notices.history[-1].action[1]()
    assert opened == [("contact", 3)]


def test_several_are_listed(qtbot, home):
    desk, window, openers, opened = home
    desk.services.drafts.keep("company", 0, "Acme", TYPED)
    desk.services.drafts.keep("detail", 5, "Globex", TYPED)
    unfinished.offer(desk, openers, window)
    qtbot.waitUntil(lambda: said(desk) == ["You have 2 unfinished forms."])
    desk.notices.history[-1].action[1]()
    dialog = window.findChild(UnfinishedDialog)
    assert faults(dialog) == []
    dialog.findChild(QToolButton, "unfinished.0.drop").click()
    qtbot.waitUntil(lambda: [kept.title for kept in desk.services.drafts.mine()] == ["Acme"])
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    press(dialog, "unfinished.1.open")
    assert opened == [("company", 0)]
