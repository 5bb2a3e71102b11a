"""The demo's customers are billed, most pay, and every figure adds up."""

from collections import Counter
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.money import Money
from app.demo.service import DemoService
from app.demo.spans import METRIC
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import OPEN, InvoiceStatus, LineKind
from app.payments.model import Payment

SHOWN = 280


def test_demo_customers_are_billed_for_a_year_and_most_pay(desk_db, admin, changes, services):
    DemoService(desk_db, replace(SYSTEM, vault=admin.vault), changes).fill(SHOWN)

    assert {found.problem for found in services.upkeep.check()} == {""}
    assert services.upkeep.verify_audit().whole
    with desk_db.reading(SYSTEM) as session:
        statuses = Counter(session.scalars(sa.select(Invoice.status)))
        numbers = session.scalars(
            sa.select(Invoice.number).where(Invoice.number.like("INV-%")).order_by(Invoice.number)
        ).all()
        lines = session.scalars(sa.select(InvoiceLine)).all()
        payments = session.scalars(sa.select(Payment)).all()
        session.expunge_all()
    assert set(statuses) == set(InvoiceStatus)
    assert statuses[InvoiceStatus.PAID] > 200
    assert statuses[InvoiceStatus.OVERDUE] > 5
    for year in ("2025", "2026"):
        of_year = [one for one in numbers if one.startswith(f"INV-{year}-")]
        assert of_year == [f"INV-{year}-{n:05d}" for n in range(1, len(of_year) + 1)]
    assert {line.kind for line in lines} >= {LineKind.SUBSCRIPTION, LineKind.USAGE, LineKind.ORDER}
    assert any(METRIC in line.name and line.detail for line in lines)
    assert len({line.tax_ppm for line in lines}) > 5
    assert any(payment.unapplied_minor for payment in payments)
    figures = services.figures.of_everybody()
    brought = Money(sum(payment.amount_minor for payment in payments), "EUR")
    assert figures.revenue.base == figures.lifetime_value.base == brought
    assert figures.open_invoices == sum(statuses[one] for one in OPEN)
    assert figures.recurring.base
    assert figures.credit.amounts
    # The next month bills what is new, and nothing twice.
    preview = services.billing_runs.preview(date(2026, 11, 1))
    assert preview.invoices
    assert preview.left_out == ()
    made = services.billing_runs.run(date(2026, 11, 1), preview.digest)
    assert made.first_number == f"INV-2026-{len(of_year) + 1:05d}"
    assert services.tax_rates.list()
    assert services.dunning_steps.list()
    assert {row.currency for row in services.exchange_rates.latest()} >= {"USD", "CHF"}
