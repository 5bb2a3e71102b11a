"""A desk on a real database, somebody to bill, and steps the tests share."""

from datetime import date

import pytest

from app.billing.drafts import ProfileDraft, TaxRateDraft
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.invoices.drafts import InvoiceDraft, LineDraft
from tests.ui.subscriptions.conftest import (
    action,
    close,
    desk,
    dialog_of,
    engine_name,
    list_of,
    run,
    save,
)

__all__ = ["action", "close", "desk", "dialog_of", "engine_name", "list_of", "run", "save"]


@pytest.fixture(autouse=True)
def _the_days_agree(clock, monkeypatch):
    """It is the same day on the screen as for the services."""
    monkeypatch.setattr("ui.kit.format.today", lambda: clock.now().date())


def eur(minor):
    return Money(minor, "EUR")


@pytest.fixture
def taxed(services):
    """Tax in Germany: 19 % as a rule, 7 % on books."""
    for category, ppm in (("standard", 190_000), ("books", 70_000)):
        services.tax_rates.save(
            TaxRateDraft("DE", category, "VAT", ppm, valid_from=date(2020, 1, 1))
        )


@pytest.fixture
def someone(services, taxed):  # noqa: ARG001 - there is a rate for their country
    """A function that adds a customer who is billed in a country; its id."""

    def make(email, country="DE"):
        first = email.partition("@")[0].title()
        made = services.customers.create(CustomerDraft(email, first, "Roe"))
        if country:
            services.billing_profiles.save(made, 0, ProfileDraft(country=country))
        return made

    return make


@pytest.fixture
def jane(someone):
    """Jane Roe in Germany; her id."""
    return someone("jane@roe.example")


@pytest.fixture
def drafted(services, jane):
    """A function that drafts an invoice with lines of so many cents; its id."""

    def make(*minors, customer_id=jane, **values):
        lines = tuple(LineDraft(f"Work {minor}", 1, eur(minor)) for minor in minors)
        draft = InvoiceDraft(customer_id, "EUR", lines, **values)
        return services.invoices.create(draft)

    return make


@pytest.fixture
def issued(services, drafted):
    """A function that issues one; its id."""

    def make(*minors, **values):
        made = drafted(*minors, **values)
        services.invoices.issue(made)
        return made

    return make
