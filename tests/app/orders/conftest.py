"""Tax rates, and orders of Jane's."""

from datetime import date

import pytest

from app.billing.model import TaxRate
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.orders.drafts import AddressDraft, LineDraft, OrderDraft
from tests.app.licensing.conftest import acting, jane, john, stored

__all__ = ["acting", "jane", "john", "stored"]
BERLIN = AddressDraft("Jane Roe", "Weg 1", "", "Berlin", "", "10115", "DE")
BORN = date(2020, 1, 1)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def line(**values) -> LineDraft:
    return LineDraft(**{"name": "Dongle", "unit": eur(1990), **values})


@pytest.fixture
def rates(stored):
    """What Germany asks: 19 %, and 7 % for books; both less once, and more one day."""
    stored(
        *(
            TaxRate(country="DE", category=category, name="VAT", ppm=ppm, valid_from=since)
            for category, ppm, since in (
                ("standard", 190_000, BORN), ("standard", 160_000, date(2020, 7, 1)),
                ("standard", 190_000, date(2021, 1, 1)), ("standard", 200_000, date(2027, 1, 1)),
                ("books", 70_000, BORN),
            )
        )
    )  # fmt: skip


@pytest.fixture
def order(services, jane, rates):  # noqa: ARG001 - tax is reckoned by them
    """A function that places an order of Jane's; its id."""

    def make(*items, **values):
        given = {
            "customer_id": jane, "items": items or (line(),), "billing_address": BERLIN, **values
        }  # fmt: skip
        return services.orders.create(OrderDraft(**given)).id

    return make


NEW = CustomerDraft("new@doe.example", "Newt", "Doe")
