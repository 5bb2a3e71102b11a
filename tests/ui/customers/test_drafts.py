"""What was typed outlives a crash, and is there when the form is opened again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.customers.schemas import Kind
from tests.ui.customers.helpers import idle, opened, press, said
from ui.customers.basis import profile_of
from ui.customers.company_form import CompanyDialog
from ui.customers.customer_form import CustomerDialog
from ui.customers.facts import gather
from ui.customers.window import CustomerWindow
from ui.kit.dialogs import Unsaved


@pytest.fixture
def quick(qtbot, desk):
    """A function that opens the quick form as if for the first time."""

    def make():
        dialog = opened(qtbot, CustomerDialog(desk, gather(desk)))
        idle(qtbot, desk)
        return dialog

    yield make
    idle(qtbot, desk)


def fill(form, **values):
    for name, value in values.items():
        form.panel.box(name).editor.write(value)


def crash(qtbot, desk, form):
    """The program ends in the middle, once what was typed has had time to be kept."""
    qtbot.waitUntil(lambda: desk.services.drafts.mine() != [])
    idle(qtbot, desk)
    keeper, form.keeper = form.keeper, None
    delete(keeper)
    form.hide()


def test_entries_are_back_after_a_crash(qtbot, desk, quick):
    form = quick()
    fill(form, kind=Kind.BUSINESS, company_name="Müller GmbH", annual_revenue=Money(120, "EUR"))
    crash(qtbot, desk, form)
    again = quick()
    assert again.panel.box("company_name").read() == "Müller GmbH"
    assert again.panel.box("kind").read() is Kind.BUSINESS
    assert again.panel.box("annual_revenue").read() == Money(120, "EUR")
    assert again.draft_bar.isVisible()
    assert "not saved" in again.draft_bar.text.text()
    press(again, "customer.draft.afresh")
    idle(qtbot, desk)
    assert not again.panel.is_dirty
    assert desk.services.drafts.mine() == []


def test_a_password_is_never_kept(qtbot, desk):
    form = opened(qtbot, CompanyDialog(desk, gather(desk).settings))
    idle(qtbot, desk)
    fill(form, company_name="Acme", admin_password="Str0ng-enough!")
    crash(qtbot, desk, form)
    [kept] = desk.services.drafts.mine()
    assert (kept.title, set(kept.entries)) == ("Acme", {"company_name"})


def test_saving_forgets_what_was_kept(qtbot, desk, quick):
    form = quick()
    fill(form, email="jane@example.org", first_name="Jane", last_name="Roe")
    qtbot.waitUntil(lambda: desk.services.drafts.mine() != [])
    with qtbot.waitSignal(form.saved):
        press(form, "customer.save")
    qtbot.waitUntil(lambda: desk.services.drafts.mine() == [])


def test_who_threw_entries_away_may_think_better_of_it(qtbot, desk, quick, monkeypatch):
    monkeypatch.setattr("ui.kit.form.ask_unsaved", lambda *_: Unsaved.DISCARD)
    form = quick()
    fill(form, email="jane@example.org")
    press(form, "customer.cancel")
    idle(qtbot, desk)
    assert desk.services.drafts.mine() == []
    assert said(desk) == ["Your entries were thrown away."]
    desk.notices.history[-1].action[1]()
    qtbot.waitUntil(lambda: desk.services.drafts.mine() != [])
    assert quick().panel.box("email").read() == "jane@example.org"


def test_fields_that_held_something_else_then_are_told(qtbot, desk, quick):
    form = quick()
    fill(form, email="jane@example.org", last_name="Roe")
    crash(qtbot, desk, form)
    other = CustomerDialog(desk, gather(desk))
    other.panel.load(CustomerDraft("new@example.org"))
    with qtbot.waitSignal(other.keeper.moved) as moved:
        opened(qtbot, other)
    assert moved.args == [["email"]]
    assert other.panel.box("last_name").read() == "Roe"


@pytest.fixture
def window(qtbot, desk):
    """A function that opens the window of the one customer there is."""
    made = desk.services.customers.create(CustomerDraft("jane@example.org", "Jane", "Roe"))

    def make():
        opened = CustomerWindow(desk, made)
        opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(opened, before_close_func=lambda it: it.profile.panel.mark_clean())
        opened.show()
        qtbot.waitUntil(lambda: opened.profile is not None)
        idle(qtbot, desk)
        return opened

    yield make
    idle(qtbot, desk)


def leave(qtbot, desk, window):
    """The program ends while the window is open."""
    qtbot.waitUntil(lambda: desk.services.drafts.mine() != [])
    idle(qtbot, desk)
    window.profile.panel.edited.disconnect(window.profile.keeper._rest.start)  # noqa: SLF001 - a crash
    window.hide()


def test_a_window_brings_its_entries_back(qtbot, desk, window):
    first = window()
    first.profile.panel.box("city").editor.write("Köln")
    leave(qtbot, desk, first)
    again = window()
    assert again.profile.panel.box("city").read() == "Köln"
    assert again.unsaved() == "Jane Roe"
    assert again.profile.draft_bar.isVisible()
    [kept] = desk.services.drafts.mine()
    assert (kept.place, kept.subject_id, kept.title) == ("detail", again.customer_id, "Jane Roe")
    press(again, "detail.save")
    qtbot.waitUntil(lambda: desk.services.drafts.mine() == [])
    assert desk.services.customers.show(again.customer_id).city == "Köln"


def test_a_window_says_what_others_changed_since(qtbot, desk, window):
    first = window()
    first.profile.panel.box("city").editor.write("Köln")
    leave(qtbot, desk, first)
    base = profile_of(desk.services.customers.show(first.customer_id))
    desk.services.customers.edit(first.customer_id, 1, base, replace(base, city="Bonn"))
    idle(qtbot, desk)
    again = window()
    box = again.profile.panel.box("city")
    assert box.read() == "Köln"
    assert "Somebody changed this" in box.findChild(QLabel, "detail.city.warning").text()
