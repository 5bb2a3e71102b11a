"""What payments store twice is checked, and made anew where it does not fit."""

import pytest
import sqlalchemy as sa

from app.billing.model import CustomerBalance
from app.customers.model import Customer
from app.invoices.drafts import CreditDraft
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceStatus
from app.payments.model import Allocation, Payment
from tests.app.payments.conftest import eur

ODD = (
    (Payment, {"base_minor": 7}, "payments", "PAY-000001"),
    (Payment, {"allocated_minor": 600, "unapplied_minor": 900}, "payments", "PAY-000001"),
    (Invoice, {"paid_minor": 5, "owed_minor": 995}, "payments", "INV-2026-00001"),
    (Invoice, {"status": InvoiceStatus.UNPAID}, "payments", "INV-2026-00001"),
    (CustomerBalance, {"outstanding_minor": 5}, "counters", "1"),
    (CustomerBalance, {"currency": "USD"}, "counters", "1"),
    (Customer, {"open_invoices": 9}, "counters", "1"),
    (Customer, {"revenue_minor": 9}, "counters", "1"),
    (Customer, {"orders": 2, "last_order_on": None}, "counters", "1"),
)


def findings(services):
    return {found.check: found.problem for found in services.upkeep.check()}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_does_not_fit_is_named_and_rebuilt(services, owing, paid, desk_db):
    first = owing(1000)
    paid(1500)
    services.invoices.credit(owing(300), CreditDraft("Broken"))
    for entity, values, check, named in ODD:
        with desk_db.engine.begin() as connection:
            connection.execute(sa.update(entity).where(entity.id == first).values(values))
        assert named in findings(services)[check], values
        assert services.upkeep.repair(), values
        assert not any(findings(services).values()), values
    assert services.upkeep.repair() == ()
    assert services.invoices.show(first).owed == eur(0)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_people_entered_is_told_and_left_alone(services, owing, paid, desk_db):
    owing(1000)
    paid(1500)
    owing(100, currency="USD")
    with desk_db.engine.begin() as connection:
        connection.execute(sa.update(Allocation).values(amount_minor=1400))
    told = findings(services)["payments"]
    assert "these payments: PAY-000001." in told
    assert "these invoices: INV-2026-00001." in told
    services.upkeep.repair()
    told = findings(services)["payments"]
    assert "payments: PAY" not in told  # It fits the payment, but not what the invoice asks.
    assert "these invoices: INV-2026-00001." in told
    with desk_db.engine.begin() as connection:
        connection.execute(sa.update(Allocation).values(amount_minor=50, invoice_id=2))
    assert "money pays these invoices: INV-2026-00002" in findings(services)["payments"]
