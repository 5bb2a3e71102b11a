"""What customers paid, owe and bring: per currency, and in the organization's."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.billing.drafts import ExchangeRateDraft
from app.billing.model import CustomerBalance
from app.billing.schemas import Figures, Sum
from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.terms import Cycle
from app.core.access import SYSTEM, Scope
from app.core.errors import NotFound
from app.core.money import Money
from app.customers.model import Customer
from app.services import Services
from app.subscriptions.drafts import SubscriptionDraft

NOTHING = Sum((), Money(0, "EUR"))


def euro(minor, *amounts, missing=()):
    return Sum(amounts or (Money(minor, "EUR"),), Money(minor, "EUR"), missing)


@pytest.fixture
def balances(desk_db, jane, acme):
    """Jane owes in euros and has credit in yen; Acme paid in euros and dollars."""
    with desk_db.transaction(SYSTEM) as session:
        session.add_all([
            CustomerBalance(
                customer_id=jane, currency="EUR", revenue_minor=0, outstanding_minor=700,
                credit_minor=0, open_invoices=2, last_payment_on=None,
            ),
            CustomerBalance(
                customer_id=jane, currency="JPY", revenue_minor=0, outstanding_minor=0,
                credit_minor=1000, open_invoices=0, last_payment_on=date(2026, 3, 1),
            ),
            CustomerBalance(
                customer_id=acme, currency="EUR", revenue_minor=1000, outstanding_minor=0,
                credit_minor=0, open_invoices=0, last_payment_on=date(2026, 5, 1),
            ),
            CustomerBalance(
                customer_id=acme, currency="USD", revenue_minor=3000, outstanding_minor=50,
                credit_minor=0, open_invoices=1, last_payment_on=date(2026, 4, 1),
            ),
        ])  # fmt: skip
        session.execute(sa.update(Customer).where(Customer.id == acme).values(revenue_minor=3400))


@pytest.mark.usefixtures("balances")
def test_figures_add_up_over_customers_and_currencies(services, jane, acme):
    figures = services.figures
    services.exchange_rates.save(ExchangeRateDraft("USD", date(2026, 1, 1), Decimal("0.8")))

    assert figures.of_customer(acme) == Figures(
        # At the rates of the days it was received, which payments know.
        revenue=euro(3400, Money(1000, "EUR"), Money(3000, "USD")),
        lifetime_value=euro(3400, Money(1000, "EUR"), Money(3000, "USD")),
        outstanding=euro(40, Money(50, "USD")),
        credit=NOTHING,
        recurring=NOTHING,
        open_invoices=1,
        last_payment_on=date(2026, 5, 1),
    )
    hers = figures.of_customer(jane)
    assert (hers.outstanding, hers.open_invoices) == (euro(700), 2)
    assert hers.credit == euro(0, Money(1000, "JPY"), missing=("JPY",))
    assert hers.revenue == NOTHING
    everybody = figures.of_everybody()
    assert everybody.outstanding == euro(740, Money(700, "EUR"), Money(50, "USD"))
    assert (everybody.open_invoices, everybody.last_payment_on) == (3, date(2026, 5, 1))


def test_what_subscriptions_bring_a_month_is_rounded_once(services, jane, acme):
    product = services.products.create(ProductDraft("Ledger", "LEDGER"))
    prices = PlanDraft("Team", monthly=Money(1000, "EUR"), yearly=Money(10_003, "EUR"))
    plan = services.plans.create(product, prices)
    start = services.subscriptions.start
    draft = SubscriptionDraft(jane, plan, Cycle.YEARLY)
    for _again in range(2):
        start(draft)
    start(replace(draft, cycle=Cycle.MONTHLY, quantity=3, customer_id=acme))
    paused = start(replace(draft, cycle=Cycle.MONTHLY, customer_id=acme))
    services.subscriptions.pause([paused])
    start(replace(draft, trial_ends_on=date(2026, 12, 31)))

    # Two years' prices bring 20006 / 12 = 1667.17 a month, each alone 833.58.
    assert services.figures.of_customer(jane).recurring == euro(1667)
    assert services.figures.of_customer(acme).recurring == euro(3000)
    assert services.figures.of_everybody().recurring == euro(4667)


@pytest.mark.usefixtures("balances")
def test_nobody_sees_figures_of_customers_out_of_scope(services, desk_db, admin, changes, jane):
    narrow = replace(admin, id=99, scope=Scope.OWN)
    figures = Services.build(desk_db, narrow, changes).figures
    with pytest.raises(NotFound):
        figures.of_customer(jane)
    assert figures.of_everybody().outstanding == NOTHING
    assert services.figures.of_everybody().outstanding.amounts
