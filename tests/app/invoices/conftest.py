"""Who is billed, at what tax."""

from datetime import date

import pytest

from app.billing.model import TaxRate
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.invoices.drafts import InvoiceDraft, LineDraft
from tests.app.licensing.conftest import make_plan, make_product, stored

__all__ = ["make_plan", "make_product", "stored"]


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def taxed(desk_db, admin):
    """A function that enters a tax rate."""

    def enter(country: str, ppm: int, since: date = date(2020, 1, 1), category: str = "standard"):
        with desk_db.transaction(admin, "test") as session:
            session.add(
                TaxRate(country=country, ppm=ppm, name="VAT", category=category, valid_from=since)
            )

    enter("DE", 190_000)
    return enter


@pytest.fixture
def make_customer(services, desk_db, admin):
    """A function that adds a customer in Germany; its id."""

    def make(email: str, country: str = "DE") -> int:
        name = email.partition("@")[0].title()
        made = services.customers.create(CustomerDraft(email, name, "Roe"))
        with desk_db.transaction(admin, "test") as session:
            session.get_one(Customer, made).country = country
        return made

    return make


@pytest.fixture
def jane(make_customer, taxed) -> int:  # noqa: ARG001 - there is a rate for her country
    return make_customer("jane@roe.example")


@pytest.fixture
def draft(jane):
    """A function that gives a draft of Jane's with lines of so many cents."""

    def make(*minors: int, **values) -> InvoiceDraft:
        currency = values.setdefault("currency", "EUR")
        lines = tuple(LineDraft(f"Work {minor}", 1, Money(minor, currency)) for minor in minors)
        return InvoiceDraft(**{"customer_id": jane, "items": lines, **values})

    return make


@pytest.fixture
def issued(services, draft):
    """A function that issues an invoice with lines of so many cents; its id."""

    def make(*minors: int, **values) -> int:
        made = services.invoices.create(draft(*minors, **values))
        services.invoices.issue(made)
        return made

    return make
