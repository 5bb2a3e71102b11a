"""Customers who owe, and what they pay with."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.billing.model import CustomerBalance
from app.core.money import Money
from app.customers.model import Customer
from app.invoices.model import Invoice
from app.payments.drafts import PaymentDraft
from tests.app.invoices.conftest import draft, issued, jane, make_customer, taxed
from tests.app.licensing.conftest import acting, stored

__all__ = ["acting", "draft", "issued", "jane", "make_customer", "stored", "taxed"]
TODAY = date(2026, 11, 20)  # as the `clock` fixture has it


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def owing(issued, taxed):
    """A function that issues an invoice over exactly so many cents, due after `terms` days."""
    taxed("DE", 0, date(2020, 1, 2))

    def make(minor: int, terms: int = 14, **values) -> int:
        return issued(minor, terms_days=terms, **values)

    return make


@pytest.fixture
def paid(services, jane):
    """A function that records a payment of Jane's."""

    def record(minor: int, currency: str = "EUR", **values):
        amount = Money(minor, currency)
        given = {"customer_id": jane, "amount": amount, **values}
        return services.payments.record(PaymentDraft(**given))

    return record


@pytest.fixture
def invoice(desk_db, admin):
    """A function that reads an invoice: its status and what is owed, paid and credited."""

    def read(invoice_id: int):
        with desk_db.reading(admin) as session:
            found = session.get_one(Invoice, invoice_id)
            return (
                found.status.value, found.owed_minor, found.paid_minor, found.credited_minor
            )  # fmt: skip

    return read


@pytest.fixture
def balance(desk_db, admin, jane):
    """A function that reads Jane's balances by currency, and her counters."""

    def read():
        with desk_db.reading(admin) as session:
            rows = session.scalars(
                sa.select(CustomerBalance).where(CustomerBalance.customer_id == jane)
            )
            found = {
                row.currency: (
                    row.revenue_minor, row.outstanding_minor, row.credit_minor,
                    row.open_invoices, row.last_payment_on,
                )
                for row in rows
            }  # fmt: skip
            customer = session.get_one(Customer, jane)
            return found, (customer.open_invoices, customer.revenue_minor)

    return read
