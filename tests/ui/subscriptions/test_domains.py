"""The list of domains as a page and a tab: added, edited, suspended, removed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from app.catalogue.terms import Cycle
from app.domains.drafts import DomainDraft
from app.domains.schemas import DomainState
from app.licensing.drafts import IssueDraft
from tests.ui.customers.helpers import column, idle, said
from tests.ui.walk import faults
from ui.kit.dialogs import Answer
from ui.subscriptions.domains import DomainList


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(DomainList, *whose, **on)


def put(dialog, **values):
    """Fill in a form as if it was typed."""
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def test_the_page_shows_everybodys(qtbot, desk, services, page_of, jane, john):
    services.domains.add(jane, DomainDraft("roe.example", expires_on=date(2026, 11, 1)))
    services.domains.add(john, DomainDraft("smith.example", expires_on=date(2026, 12, 24)))
    page = page_of()
    assert faults(page) == []
    assert column(page, "name") == ["roe.example", "smith.example"]
    assert column(page, "customer") == ["Jane Roe", "John Smith"]
    assert column(page, "expires_on") == ["Expired Nov 1, 2026", "Dec 24, 2026"]
    assert column(page, "license") == ["\u2014", "\u2014"]
    page.views.choose("expiring")
    qtbot.waitUntil(lambda: column(page, "name") == ["smith.example"])
    idle(qtbot, desk)


def test_a_domain_is_added_with_its_license_and_edited(
    qtbot, desk, services, page_of, run, dialog_of, save, jane, product, plan
):
    license_id = services.licenses.issue(
        IssueDraft(product, plan, Cycle.YEARLY, customer_id=jane)
    ).id
    page = page_of(jane)
    run(page, "new")
    dialog = dialog_of(page, "domain")
    assert faults(dialog) == []
    put(dialog, name="not a domain")
    save(dialog)
    assert dialog.panel.box("name").problem
    put(dialog, name="roe.example", license_id=license_id)
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "name") == ["roe.example"])
    assert said(desk)[-1] == "The domain was saved."
    assert column(page, "license")[0].startswith("\u2022")
    run(page, "edit", 0)
    dialog = dialog_of(page, "domain")
    assert dialog.panel.box("license_id").read() == license_id
    put(dialog, name="roe.example.org")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "name") == ["roe.example.org"])


def test_a_taken_domain_names_its_customer_and_opens_it(
    desk, services, page_of, run, dialog_of, save, close, jane, john
):
    services.domains.add(john, DomainDraft("smith.example"))
    page = page_of(jane)
    assert column(page, "name") == []
    run(page, "new")
    dialog = dialog_of(page, "domain")
    put(dialog, name="SMITH.example")
    save(dialog)
    box = dialog.panel.box("name")
    assert box.problem == "smith.example already belongs to John Smith. Remove it there first."
    buttons = box.findChildren(QAbstractButton)
    [way] = [one for one in buttons if one.isVisible() and "existing" in one.text()]
    way.click()
    assert desk.navigator.customers == [john]
    close(dialog)


def test_a_removed_domain_is_free_again(
    qtbot, desk, services, page_of, run, action, jane, john, monkeypatch
):
    services.domains.add(jane, DomainDraft("roe.example"))
    page = page_of(jane)
    run(page, "suspend", 0)
    qtbot.waitUntil(lambda: column(page, "state") == ["Suspended"])
    assert said(desk)[-1] == "1 domain suspended."
    run(page, "resume", 0)
    qtbot.waitUntil(lambda: column(page, "state") == ["Active"])
    asked = []
    monkeypatch.setattr(
        "ui.subscriptions.domains.confirm",
        lambda *words, **_how: asked.append(words[1:]) or Answer(agreed=True),
    )
    run(page, "remove", 0)
    qtbot.waitUntil(lambda: column(page, "state") == [])
    assert asked[0][0] == "Remove 1 domain?"
    assert said(desk)[-1] == "1 domain removed."
    page.tools.filters.pick({"state": [DomainState.REMOVED]})
    page.ask()
    qtbot.waitUntil(lambda: column(page, "state") == ["Removed"])
    assert not action(page, "edit", 0).isEnabled()
    assert not action(page, "remove", 0).isEnabled()
    services.domains.add(john, DomainDraft("roe.example"))


def test_keys_edit_and_remove(qtbot, press_key, services, page_of, dialog_of, jane, monkeypatch):
    services.domains.add(jane, DomainDraft("roe.example"))
    page = page_of(jane)
    page.view.choose([0], 0)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2):
        press_key(page, key)
        dialog_of(page, "domain").reject()
    asked = []
    monkeypatch.setattr(
        "ui.subscriptions.domains.confirm",
        lambda *words, **_how: asked.append(words[1]) or Answer(agreed=False),
    )
    press_key(page, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: asked == ["Remove 1 domain?"])
    assert column(page, "state") == ["Active"]


def test_who_may_only_look_changes_nothing(services, page_of, viewer_desk, action, jane):
    services.domains.add(jane, DomainDraft("roe.example"))
    page = page_of(jane, on=viewer_desk)
    for thing in ("new", "edit", "suspend", "remove"):
        assert not action(page, thing, 0).isVisible(), thing
