"""Every use case on invoices says in the trail what it did."""

from datetime import date

from app.catalogue.terms import Cycle
from app.invoices.drafts import CreditDraft
from app.subscriptions.drafts import SubscriptionDraft
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


def test_changes_of_invoices_are_told(services, noted, trail, draft):
    invoices, changed = services.invoices, noted.changed
    asked = draft(1000)
    trail()
    one = noted("invoice.create", lambda: invoices.create(asked))
    assert changed("unit_minor") == [[None, 1000]]
    noted("invoice.edit", lambda: invoices.edit(one, 1, draft(3000)))
    noted("invoice.issue", lambda: invoices.issue(one))
    assert changed("number") == [[None, "INV-2026-00001"]]
    noted("invoice.credit", lambda: invoices.credit(one, CreditDraft("Late")))
    other, third = (invoices.create(asked) for _ in range(2))
    trail()
    noted("invoice.issue_many", lambda: invoices.issue_many([other, third]))
    noted("invoice.void", lambda: invoices.void(other, "Wrong"))
    assert changed("reason") == [["", "Wrong"]]
    noted("invoice.write_off", lambda: invoices.write_off(third, "Lost"))
    left = invoices.create(asked)
    trail()
    noted("invoice.remove", lambda: invoices.remove([left]))

    assert noted.done == named("invoices", "invoice")
    assert services.upkeep.verify_audit().whole


def test_monthly_runs_are_told(services, noted, trail, draft, make_product, make_plan):
    customer = draft().customer_id
    subscription = SubscriptionDraft(customer, make_plan(make_product()), Cycle.MONTHLY)
    services.subscriptions.start(subscription)
    shown = services.billing_runs.preview(date(2026, 11, 1))
    trail()
    noted("billingrun.run", lambda: services.billing_runs.run(shown.month, shown.digest))
    assert {event.entity for event, _body in noted.last} == {
        "billing_runs", "invoices", "invoice_lines",
    }  # fmt: skip
    assert noted.changed("number") == [[None, "INV-2026-00001"]]

    assert noted.done == named("billing_runs", "billingrun")
    assert services.upkeep.verify_audit().whole
