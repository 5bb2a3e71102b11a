"""Random histories of subscriptions under a moving clock: previews, runs and forecasts agree."""

from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from app.billing.model import BillingProfile
from app.billing.schemas import BillsTo
from app.catalogue.terms import Cycle
from app.core.clock import add_months
from app.core.errors import Conflict, DeskError
from app.core.listing import ListQuery
from app.core.money import Money
from app.core.progress import Progress
from app.customers.model import Customer
from app.invoices import order_payments, past_due, planning
from app.invoices.charges import charges
from app.invoices.gathering import Names, Used
from app.invoices.model import BillingClaim, Invoice, InvoiceLine
from app.invoices.schemas import InvoiceState
from app.invoices.usage_charges import usage
from app.orders.model import Order
from app.payments import balances
from app.payments.drafts import PaymentDraft, RefundDraft
from app.payments.schemas import PaymentState
from app.subscriptions import spans
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.model import Subscription, SubscriptionSpan, UsageRecord
from app.upkeep import billing_checks, indexes
from tests.app.invoices.conftest import eur
from tests.app.invoices.orders import an_order

ORDERED = 900
SEEDS = {"sqlite": (1, 2), "postgresql": (4,)}


class World:
    """Some customers whose subscriptions change from day to day."""

    def __init__(self, chance, services, desk_db, admin, clock, stored, customers, plans):
        self.chance, self.services, self.clock = chance, services, clock
        self.db, self.admin, self.stored = desk_db, admin, stored
        self.customers, self.plans = customers, plans
        self.held: list[int] = []
        self.paid: list[int] = []

    @property
    def today(self) -> date:
        return self.clock.at.date()

    def go_on(self, days: int) -> None:
        self.clock.at += timedelta(days=days)
        self.services.subscriptions.run_due()
        self.services.invoices.run_due()

    def act(self) -> None:
        """Do something that can be done, or is refused."""
        acts = [self.start, self.change, self.change, self.pause, self.resume, self.resume,
                self.cancel, self.keep, self.use, self.use, self.order, self.void, self.pay,
                self.unpay, self.fail]  # fmt: skip
        try:
            (self.start if len(self.held) < 3 else self.chance.choice(acts))()
        except DeskError:
            return

    def start(self):
        began = self.today - timedelta(days=self.chance.choice((0, 0, 0, 40, -10)))
        trial = began + timedelta(days=9) if self.chance.random() < 0.3 else None
        draft = SubscriptionDraft(
            self.chance.choice(self.customers), self.chance.choice(self.plans),
            self.chance.choice((Cycle.MONTHLY, Cycle.MONTHLY, Cycle.YEARLY)),
            self.chance.randint(1, 7), started_on=began, trial_ends_on=trial,
            renews=self.chance.random() < 0.9,
        )  # fmt: skip
        self.held.append(self.services.subscriptions.start(draft))

    def change(self):
        one = self.services.subscriptions.show(self.chance.choice(self.held))
        price = eur(self.chance.randint(0, 9999)) if self.chance.random() < 0.4 else None
        cycle = one.cycle if self.chance.random() < 0.8 else self.chance.choice(tuple(Cycle))
        draft = ChangeDraft(self.chance.choice(self.plans), cycle, self.chance.randint(1, 7), price)
        self.services.subscriptions.change(one.id, one.version, draft)

    def pause(self):
        self.services.subscriptions.pause([self.chance.choice(self.held)])

    def resume(self):
        self.services.subscriptions.resume([self.chance.choice(self.held)])

    def cancel(self):
        if len(self.held) > 4:
            at_end = self.chance.random() < 0.7
            one = self.chance.choice(self.held)
            self.services.subscriptions.cancel([one], "Why", at_period_end=at_end)

    def keep(self):
        self.services.subscriptions.keep([self.chance.choice(self.held)])

    def use(self):
        one = self.services.subscriptions.show(self.chance.choice(self.held))
        self.stored(
            UsageRecord(
                customer_id=one.customer_id, subscription_id=one.id, metric="calls",
                quantity=self.chance.randint(1, 150),
                used_on=self.today - timedelta(days=self.chance.randint(0, 9)),
            )
        )  # fmt: skip

    def order(self):
        customer = self.chance.choice(self.customers)
        an_order(self.stored, customer, 3, eur(333), discount=eur(99), tax=eur(180))

    def void(self):
        rows = self.services.invoices.first(ListQuery(), 3)
        if not rows:
            return
        self.services.invoices.void(self.chance.choice(rows).id, "Wrong")

    def pay(self):
        """All that somebody owes, or a part of it."""
        part = self.chance.choice((1, 1, 2))
        customer = self.chance.choice(self.customers)
        owed = self.services.figures.of_customer(customer).outstanding.base.minor // part
        made = self.services.payments.record(PaymentDraft(customer, eur(owed)))
        self.paid.append(made.id)

    def unpay(self):
        refund = RefundDraft(eur(self.chance.randint(1, 2000)), reason="Why", reopen=True)
        self.services.payments.refund(self.chance.choice(self.paid or [0]), refund)

    def fail(self):
        customer = self.chance.choice(self.customers)
        draft = PaymentDraft(customer, eur(3000), state=PaymentState.PENDING)
        made = self.services.payments.record(draft)
        self.services.payments.fail(made.id, "No money")

    def what_follows_from_invoices_is_right(self):
        with self.db.reading(self.admin) as session:
            assert past_due.wrong(session) == []
            assert order_payments.wrong(session) == []
            assert balances.wrong(session) == []

    def bill(self, month: date, *, issue: bool = True) -> list[tuple[int, Money]]:
        """Run a month; what it made is what was shown."""
        runs = self.services.billing_runs
        shown = runs.preview(month)
        assert runs.preview(month) == shown
        expected = [(one.customer_id, one.total) for one in shown.invoices]
        if not expected:
            with pytest.raises(Conflict, match="nothing to bill"):
                runs.run(month, shown.digest)
            return []
        outcome = runs.run(month, shown.digest, issue=issue)
        with self.db.reading(self.admin) as session:
            made = session.execute(
                sa.select(Invoice.customer_id, Invoice.total_minor, Invoice.currency)
                .where(Invoice.run_id == outcome.id)
                .order_by(Invoice.id)
            )
            assert [(row[0], Money(row[1], row[2])) for row in made] == expected
        after = runs.preview(month)
        assert after.invoices == ()
        assert after.left_out == shown.left_out
        return expected


@pytest.fixture
def world(request, services, desk_db, admin, clock, stored, make_plan, make_product, make_customer,
          taxed, engine_name):  # fmt: skip
    assert taxed
    seed = request.param
    if seed not in SEEDS[engine_name]:
        pytest.skip("a seed of the other engine")
    customers = [make_customer(f"c{number}@roe.example") for number in range(4)]
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, customers[1]).parent_id = customers[0]
        session.add(BillingProfile(customer_id=customers[1], bills_to=BillsTo.PARENT))
    product = make_product()
    plans = [
        make_plan(product, "Small", quotas={"calls": 100}, usage_prices={"calls": 7}),
        make_plan(product, "Large", monthly_minor=3333, yearly_minor=33_331,
                  quotas={"calls": 300}, usage_prices={"calls": 3}),
    ]  # fmt: skip
    return World(Random(seed), services, desk_db, admin, clock, stored, customers, plans)


@pytest.mark.parametrize("world", sorted(sum(SEEDS.values(), ())), indirect=True)
def test_previews_runs_and_forecasts_agree(world):
    latest = world.today.replace(day=1)
    for _ in range(30):
        for _ in range(world.chance.randint(0, 3)):
            world.act()
        world.go_on(world.chance.randint(0, 12))
        world.what_follows_from_invoices_is_right()
        if world.chance.random() < 0.4:
            ahead = int(world.chance.random() < 0.2)
            latest = max(latest, add_months(world.today.replace(day=1), ahead))
            world.bill(latest)
    month = add_months(world.today.replace(day=1), 1)
    world.bill(month)
    the_books_balance(world, planning.last_day(month))

    seen = {one: world.services.forecast.customer(one) for one in world.customers}
    assert seen[world.customers[1]].payer_id == world.customers[0]
    for step in range(12):
        due = seen[world.customers[0]].months[step].month
        if due < month:
            assert all(forecast.months[step].invoices == () for forecast in seen.values())
            continue
        world.go_on(max(0, (due - world.today).days))
        foretold = {
            (one.customer_id, one.total)
            for forecast in seen.values()
            for one in forecast.months[step].invoices
        }
        assert set(world.bill(due, issue=step % 2 == 0)) == foretold
        world.what_follows_from_invoices_is_right()
    the_books_balance(world, planning.last_day(due))
    world.services.upkeep.run_due()
    with world.db.reading(world.admin) as session:
        assert billing_checks.invoices(session, Progress()) == ""
        assert indexes.search_index(session) == ""
    assert world.services.upkeep.verify_audit().whole


def the_books_balance(world, until):
    """What was billed and what is left for later is all that was due, to the cent."""
    with world.db.reading(world.admin) as session:
        due, names = 0, Names(session)
        for one in session.scalars(sa.select(Subscription).order_by(Subscription.id)):
            rows = session.scalars(
                sa.select(SubscriptionSpan)
                .where(SubscriptionSpan.subscription_id == one.id)
                .order_by(SubscriptionSpan.id)
            )
            parts = tuple(map(spans.as_span, rows))
            used = [
                Used(row.used_on, row.metric, row.quantity)
                for row in session.scalars(
                    sa.select(UsageRecord)
                    .where(UsageRecord.subscription_id == one.id)
                    .order_by(UsageRecord.used_on, UsageRecord.id)
                )
            ]
            due += sum(charge.amount_minor for charge in charges(parts, until))
            due += sum(charge.amount_minor for charge in usage(parts, used, names.terms, until))
        waiting = sa.select(sa.func.count()).where(Order.invoice_id.is_(None))
        due += ORDERED * session.scalar(waiting.select_from(Order))
        living = Invoice.state != InvoiceState.VOID
        billed = session.scalar(
            sa.select(sa.func.sum(InvoiceLine.net_minor))
            .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
            .where(living, InvoiceLine.subscription_id.is_not(None))
        )
        claimed = session.scalar(
            sa.select(sa.func.sum(BillingClaim.amount_minor)).where(
                BillingClaim.subscription_id.is_not(None)
            )
        )
        month = until.replace(day=1)
    left = sum(one.amount.minor for one in world.services.billing_runs.preview(month).left_out)
    assert billed == claimed
    assert billed + left == due
