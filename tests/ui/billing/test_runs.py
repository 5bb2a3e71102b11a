"""The monthly run bills what it showed; the forecast shows what it will bill."""

import pytest
from PySide6.QtWidgets import QDialog

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.terms import Cycle
from app.subscriptions.drafts import SubscriptionDraft
from tests.ui.billing.conftest import eur
from tests.ui.customers.helpers import column, idle, said
from tests.ui.walk import faults
from ui.billing.page import InvoiceList
from ui.billing.run_dialog import RunDialog


@pytest.fixture
def plans(services):
    """Two plans by the month, for 19 and for 59; their ids."""
    product = services.products.create(ProductDraft(name="Modeller", reference="MODELLER"))
    return [
        services.plans.create(
            product, PlanDraft(name=name, monthly=eur(price), yearly=eur(10 * price))
        )
        for name, price in (("Pro", 1_900), ("Team", 5_900))
    ]


@pytest.fixture
def subscribed(services, jane, plans):
    """A function that starts a monthly subscription today; its id."""

    def start(customer_id=jane):
        return services.subscriptions.start(
            SubscriptionDraft(customer_id=customer_id, plan_id=plans[0], cycle=Cycle.MONTHLY)
        )

    return start


def test_what_is_shown_is_billed(
    qtbot, desk, services, list_of, run, dialog_of, subscribed, someone
):
    subscribed()
    subscribed(someone("nobody@example.org", ""))
    page = list_of(InvoiceList)
    run(page, "run")
    dialog = dialog_of(page, "billingRun")
    assert isinstance(dialog, RunDialog)
    assert faults(dialog) == []
    planned = dialog.tabs.page("planned")
    qtbot.waitUntil(lambda: column(planned, "customer") == ["Jane Roe"])
    assert column(planned, "total") == ["€22.61"]
    assert dialog.said.text() == "1 invoice over €22.61, tax included."
    assert dialog.run.text() == "Issue 1 invoice"
    dialog.tabs.turn_to("left")
    idle(qtbot, desk)
    left = dialog.tabs.page("left")
    qtbot.waitUntil(lambda: column(left, "customer") == ["Nobody Roe"])
    assert "has no country" in column(left, "reason")[0]
    planned.opened.emit(planned.model.ids[0])
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "billingRunInvoice") is not None)
    lines = dialog.findChild(QDialog, "billingRunInvoice")
    assert faults(lines) == []
    assert lines.table.lines[0].cells[3:] == ("€19.00", "€3.61")
    lines.reject()
    subscribed()
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.bar.text.text().startswith("Something changed since"))
    assert services.billing_runs.all() == ()
    dialog.bar.act.click()
    qtbot.waitUntil(lambda: dialog.said.text() == "1 invoice over €45.22, tax included.")
    dialog.run.click()
    qtbot.waitUntil(lambda: column(page, "total") == ["€45.22"])
    idle(qtbot, desk)
    assert said(desk)[-1] == "INV-2026-00001 was issued."
    run(page, "run")
    again = dialog_of(page, "billingRun")
    qtbot.waitUntil(lambda: again.said.text() == "There is nothing to bill.")
    assert not again.run.isEnabled()
    again.tabs.turn_to("earlier")
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: column(again.tabs.page("earlier"), "totals") == ["€45.22"])
    again.tabs.page("earlier").opened.emit(1)
    assert desk.navigator.lists[-1][0] == "invoices"


def test_a_month_that_is_over_says_so_and_drafts_can_be_made(
    qtbot, desk, list_of, run, dialog_of, subscribed
):
    subscribed()
    page = list_of(InvoiceList)
    run(page, "run")
    dialog = dialog_of(page, "billingRun")
    qtbot.waitUntil(dialog.run.isEnabled)
    dialog.issue.setChecked(False)
    assert dialog.run.text() == "Make 1 draft"
    dialog.run.click()
    qtbot.waitUntil(lambda: column(page, "status") == ["Draft"])
    idle(qtbot, desk)
    assert said(desk)[-1] == "1 draft was made."
    run(page, "run")
    again = dialog_of(page, "billingRun")
    again.month.setCurrentIndex(2)
    qtbot.waitUntil(lambda: "was billed already" in again.bar.text.text())
    assert not again.run.isEnabled()
    again.reject()
    idle(qtbot, desk)


def test_the_forecast_shows_twelve_months_and_what_a_change_would_do(
    qtbot, services, list_of, run, dialog_of, save, subscribed, jane, plans
):
    subscribed()
    page = list_of(InvoiceList, jane)
    run(page, "forecast")
    dialog = dialog_of(page, "forecast")
    assert faults(dialog) == []
    months = [line for line in dialog.table.lines if line.strong]
    assert [line.cells[0] for line in months][:2] == ["Nov 2026", "Dec 2026"]
    assert {line.cells[3] for line in months} == {"€22.61"}
    assert dialog.totals.sums[0][2] == "€271.32"
    dialog.findChild(type(dialog.close_button), "forecast.change").click()
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "forecastChange") is not None)
    form = dialog.findChild(QDialog, "forecastChange")
    form.panel.box("plan_id").editor.write(plans[1])
    save(form)
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "forecastResult") is not None)
    result = dialog.findChild(QDialog, "forecastResult")
    assert result.table.lines[1].cells == ("Dec 2026", "€22.61", "€70.21")
    assert result.table.lines[-1].strong
    assert services.subscriptions.show(1).plan == "Pro"
