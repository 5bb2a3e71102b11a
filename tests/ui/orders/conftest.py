"""A desk on a real database, tax rates, and orders of Jane's."""

from datetime import date

import pytest

from app.billing.model import TaxRate
from app.core.money import Money
from app.orders.drafts import AddressDraft, LineDraft, OrderDraft
from tests.ui.subscriptions.conftest import (
    action,
    close,
    desk,
    dialog_of,
    engine_name,
    jane,
    john,
    list_of,
    press_key,
    run,
    save,
)

__all__ = [
    "action", "close", "desk", "dialog_of", "engine_name", "jane", "john", "list_of",
    "press_key", "run", "save",
]  # fmt: skip
BERLIN = AddressDraft("Jane Roe", "Weg 1", "", "Berlin", "", "10115", "DE")


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def rates(desk_db, admin):
    """What Germany asks: 19 %, and 7 % for books; Austria asks 20 %."""
    with desk_db.transaction(admin, "test") as session:
        session.add_all(
            TaxRate(country=country, category=category, name="VAT", ppm=ppm,
                    valid_from=date(2020, 1, 1))
            for country, category, ppm in (
                ("DE", "standard", 190_000), ("DE", "books", 70_000), ("AT", "standard", 200_000),
            )
        )  # fmt: skip


@pytest.fixture
def order(services, jane, rates):  # noqa: ARG001 - tax is reckoned by them
    """A function that places an order of Jane's; its id."""

    def make(**values):
        given = {
            "customer_id": jane, "items": (LineDraft("Dongle", "DNG-1", 1, eur(1990)),),
            "billing_address": BERLIN, "shipping_address": BERLIN, **values,
        }  # fmt: skip
        return services.orders.create(OrderDraft(**given)).id

    return make
