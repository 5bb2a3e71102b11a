"""The History tab gives single values, or whole changes, back."""

from dataclasses import replace

import pytest

from app.customers.editing import profile_of
from app.customers.model import Customer
from tests.ui.customers.helpers import idle, said, shown
from ui.customers import history as place
from ui.customers.history import HistoryTab


@pytest.fixture
def edited(services, desk_db, admin, person):
    """A function that writes a city into a customer."""
    key = person()

    def edit(city):
        with desk_db.reading(admin) as session:
            found = session.get_one(Customer, key)
            base, version = profile_of(found), found.version
        services.customers.edit(key, version, base, replace(base, city=city))
        return key

    return edit


def row(tab, new):
    rows = [tab.model.row(number) for number in range(tab.model.rowCount())]
    return next(one for one in rows if one.key == "city" and one.new == new)


def test_a_value_is_restored_and_that_is_undone(qtbot, desk, services, edited):
    edited("Bern")
    key = edited("Basel")
    tab = shown(qtbot, HistoryTab(desk, key), desk)
    tab.restore(row(tab, "Basel"))
    idle(qtbot, desk)
    assert (services.customers.show(key).city, said(desk)[-1]) == ("Bern", "City is “Bern” again.")
    desk.notices.history[-1].action[1]()
    idle(qtbot, desk)
    assert services.customers.show(key).city == "Basel"


def test_a_value_changed_since_is_asked_about(qtbot, desk, services, edited, monkeypatch):
    asked = []
    monkeypatch.setattr(place, "confirm", lambda _tab, *words: asked.append(words) or True)
    edited("Bern")
    key = edited("Basel")
    tab = shown(qtbot, HistoryTab(desk, key), desk)
    tab.restore(row(tab, "Bern"))
    idle(qtbot, desk)
    [(title, text, _verb)] = asked
    assert title == "Empty City all the same?"
    assert text.startswith("You changed City on Nov 20, 2026, 12:00.")
    assert services.customers.show(key).city == ""
