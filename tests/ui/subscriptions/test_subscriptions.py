"""The list of subscriptions as a page and a tab, and what can be done from it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.catalogue.terms import Cycle
from app.core.money import Money
from app.licensing.drafts import IssueDraft
from app.subscriptions.drafts import ChangeDraft
from app.subscriptions.schemas import SubscriptionStatus as S
from tests.ui.customers.helpers import column, idle, press, said
from tests.ui.walk import faults
from ui.customers.window import CustomerWindow
from ui.shell.catalogue import CUSTOMER_TABS
from ui.subscriptions.page import SubscriptionList


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(SubscriptionList, *whose, **on)


def put(dialog, **values):
    """Fill in a form as if it was typed."""
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def help_of(dialog, key):
    return dialog.panel.box(key).findChild(QLabel, f"{dialog.objectName()}.{key}.help").text()


def problem_of(dialog, key):
    return dialog.panel.box(key).problem


def test_the_page_shows_what_is_paid_and_what_comes(page_of, start):
    start(quantity=3)
    start(cycle=Cycle.MONTHLY, renews=False)
    page = page_of()
    assert faults(page) == []
    assert page.tools.count.text() == "2 subscriptions"
    assert sorted(column(page, "price")) == ["€19.00 a month", "€597.00 a year"]
    assert sorted(column(page, "next_on")) == ["Ends Dec 20, 2026", "Renews Nov 20, 2027"]
    assert column(page, "customer") == ["Jane Roe", "Jane Roe"]
    assert column(page, "status") == ["Active", "Active"]


def test_an_empty_list_says_what_belongs_here(page_of, jane):
    page = page_of(jane)
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No subscriptions yet" in texts
    assert "What this customer pays for every month or year appears here." in texts


def test_views_and_filters_narrow_the_list(qtbot, desk, services, page_of, start, plan, team):
    yearly, monthly = start(), start(cycle=Cycle.MONTHLY)
    other = start(plan_id=team)
    services.subscriptions.cancel([other], "Too dear")
    page = page_of()
    page.views.choose("renewing")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert column(page, "next_on") == ["Renews Dec 20, 2026"]
    page.views.choose("ending")
    qtbot.waitUntil(lambda: column(page, "next_on") == ["Cancels Nov 20, 2027"])
    page.clear_filters()
    page.tools.filters.pick({"plan_id": [plan], "cycle": [Cycle.YEARLY]})
    page.ask()
    number = services.subscriptions.show(yearly).number
    qtbot.waitUntil(lambda: column(page, "number") == [number])
    page.tools.filters.pick({})
    page.tools.set_text(services.subscriptions.show(monthly).number)
    page.ask()
    qtbot.waitUntil(lambda: column(page, "next_on") == ["Renews Dec 20, 2026"])
    idle(qtbot, desk)


def test_a_tab_shows_one_customers_and_counts_them_in_its_title(qtbot, desk, start, jane, john):
    start()
    start(customer_id=john)
    window = CustomerWindow(desk, jane, CUSTOMER_TABS)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_part("subscriptions")
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: window.findChild(SubscriptionList) is not None)
    tab = window.findChild(SubscriptionList)
    qtbot.waitUntil(lambda: tab.total == 1)
    number = next(n for n in range(window.tabs.count()) if "Subscr" in window.tabs.tabText(n))
    qtbot.waitUntil(lambda: window.tabs.tabText(number) == "Subscriptions (1)")
    assert "customer" not in [spec.key for spec in tab.model.columns]
    assert faults(window) == []
    start()
    qtbot.waitUntil(lambda: window.tabs.tabText(number) == "Subscriptions (2)")
    idle(qtbot, desk)


def test_a_new_one_tells_the_plans_price_and_is_saved(
    qtbot, desk, services, page_of, run, dialog_of, save, jane, plan, team
):
    page = page_of(jane)
    run(page, "new")
    dialog = dialog_of(page, "subscription")
    assert faults(dialog) == []
    save(dialog)
    assert problem_of(dialog, "plan_id") == "Choose a plan."
    put(dialog, plan_id=plan)
    assert help_of(dialog, "unit_price") == "The plan says €199.00."
    put(dialog, quantity=3)
    assert help_of(dialog, "unit_price") == "The plan says €199.00 for one, €597.00 for 3."
    put(dialog, plan_id=team, cycle=Cycle.MONTHLY)
    assert "no price for this cycle" in help_of(dialog, "unit_price")
    save(dialog)
    assert problem_of(dialog, "cycle").startswith("This plan has no price for this cycle.")
    put(dialog, plan_id=plan, trial_ends_on=date(2026, 12, 3))
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "next_on") == ["Begins Dec 4, 2026"])
    assert column(page, "price") == ["€57.00 a month"]
    assert said(desk)[-1] == "The subscription was started."
    assert services.customers.show(jane).active_subscriptions == 1


def test_another_plan_brings_its_own_price(
    qtbot, services, page_of, run, dialog_of, save, start, plan, team
):
    one = start(unit_price=Money(15_000, "EUR"))
    page = page_of()
    run(page, "change", 0)
    dialog = dialog_of(page, "subscriptionChange")
    assert faults(dialog) == []
    price = dialog.panel.box("unit_price")
    assert price.read() == Money(15_000, "EUR")
    assert "day it was sold" in help_of(dialog, "unit_price")
    put(dialog, plan_id=team)
    assert price.read() is None
    assert help_of(dialog, "unit_price") == "The plan says €590.00."
    put(dialog, plan_id=plan)
    assert price.read() == Money(15_000, "EUR")
    put(dialog, plan_id=team, quantity=2)
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "price") == ["€1,180.00 a year"])
    assert services.subscriptions.show(one).plan == "Team"


def test_a_change_of_what_somebody_changed_is_refused_in_words(
    services, page_of, run, dialog_of, save, close, start, plan
):
    one = start()
    page = page_of()
    run(page, "change", 0)
    dialog = dialog_of(page, "subscriptionChange")
    services.subscriptions.change(one, 1, ChangeDraft(plan, Cycle.YEARLY, 5))
    put(dialog, quantity=2)
    save(dialog)
    assert "changed this subscription meanwhile" in dialog.bar.text.text()
    assert services.subscriptions.show(one).quantity == 5
    close(dialog)


def test_pause_and_resume_say_what_they_did_and_why_not(
    qtbot, desk, services, page_of, run, action, start
):
    start()
    paused = start()
    services.subscriptions.pause([paused])
    page = page_of()
    qtbot.waitUntil(lambda: sorted(column(page, "status")) == ["Active", "Paused"])
    active = column(page, "status").index("Active")
    assert not action(page, "resume", active).isEnabled()
    run(page, "pause", active)
    qtbot.waitUntil(lambda: column(page, "status") == ["Paused", "Paused"])
    assert said(desk)[-1] == "1 subscription paused."
    run(page, "resume", 0, 1)
    qtbot.waitUntil(lambda: column(page, "status") == ["Active", "Active"])
    assert said(desk)[-1] == "2 subscriptions resumed."


def test_an_end_can_be_taken_back(qtbot, desk, services, page_of, run, dialog_of, save, start):
    one = start()
    page = page_of()
    run(page, "cancel", 0)
    dialog = dialog_of(page, "subscriptionCancel")
    assert faults(dialog) == []
    assert dialog.windowTitle() == f"Cancel {services.subscriptions.show(one).number}?"
    assert dialog.cancel.text() == "Do not cancel"
    put(dialog, reason="Too dear")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "next_on") == ["Cancels Nov 20, 2027"])
    assert said(desk)[-1].startswith("1 subscription cancelled.")
    assert services.subscriptions.show(one).cancel_reason == "Too dear"
    run(page, "keep", 0)
    qtbot.waitUntil(lambda: column(page, "next_on") == ["Renews Nov 20, 2027"])
    assert said(desk)[-1] == "1 subscription will renew."


def test_at_once_is_at_once_and_paused_ones_are_not_asked(
    qtbot, services, page_of, run, dialog_of, save, action, start
):
    one = start()
    page = page_of()
    run(page, "cancel", 0)
    dialog = dialog_of(page, "subscriptionCancel")
    put(dialog, at_once=True)
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "status") == ["Cancelled"])
    assert services.subscriptions.show(one).status is S.CANCELLED
    assert not action(page, "cancel", 0).isEnabled()
    assert not action(page, "change", 0).isEnabled()
    services.subscriptions.pause([start()])
    qtbot.waitUntil(lambda: column(page, "status") == ["Paused", "Cancelled"])
    run(page, "cancel", 0)
    dialog = dialog_of(page, "subscriptionCancel")
    assert not dialog.panel.box("at_once").isVisible()
    dialog.reject()


def test_keys_open_change_and_cancel(press_key, page_of, dialog_of, start):
    start()
    page = page_of()
    page.view.choose([0], 0)
    for key, name in (
        (Qt.Key.Key_Return, "subscriptionCard"),
        (Qt.Key.Key_F2, "subscriptionChange"),
        (Qt.Key.Key_Delete, "subscriptionCancel"),
    ):
        press_key(page, key)
        dialog_of(page, name).reject()


def test_the_card_leads_to_its_customer_and_its_licenses(
    desk, services, page_of, run, dialog_of, start, jane, product, plan
):
    number = services.subscriptions.show(start()).number
    services.licenses.issue(
        IssueDraft(product, plan, Cycle.YEARLY, customer_id=jane, create_subscription=True)
    )
    page = page_of()
    alone = column(page, "number").index(number)
    run(page, "view", alone)
    card = dialog_of(page, "subscriptionCard")
    assert card.findChild(QLabel, "subscriptionCard.belonging") is None
    press(card, "subscriptionCard.customer")
    assert desk.navigator.customers == [jane]
    card.reject()
    run(page, "view", 1 - alone)
    card = dialog_of(page, "subscriptionCard")
    assert faults(card) == []
    assert card.findChild(QLabel, "subscriptionCard.belonging").text() == "1 license"
    period = card.findChild(QLabel, "subscriptionCard.period").text()
    assert period == "Nov 20, 2026 to Nov 19, 2027"
    press(card, "subscriptionCard.licenses")
    [(name, asked, _named)] = desk.navigator.lists
    assert name == "licenses"
    assert services.licenses.count(asked) == 1


def test_who_may_only_look_changes_nothing(page_of, viewer_desk, action, start):
    start()
    page = page_of(on=viewer_desk)
    for thing in ("new", "change", "pause", "cancel"):
        assert not action(page, thing, 0).isVisible(), thing
    assert action(page, "view", 0).isVisible()
