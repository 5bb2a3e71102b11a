"""Whatever people do with money, in any order: it all adds up, and checks find nothing."""

import os
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.billing.model import CustomerBalance
from app.core.errors import DeskError
from app.core.money import Money
from app.invoices.drafts import CreditDraft, CreditLine, InvoiceDraft, LineDraft
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.payments import balances, checks_stored
from app.payments.drafts import PaymentDraft, RefundDraft, Share
from app.payments.model import Allocation, Payment, Refund
from app.payments.schemas import RECEIVED, PaymentState, SourceKind
from app.payments.settling import propose
from tests.app.payments.conftest import TODAY

STEPS = int(os.environ.get("CUSTOMER_DESK_TEST_STEPS", "60"))
SEED = os.environ.get("CUSTOMER_DESK_TEST_SEED", "1")
CURRENCIES = ("EUR", "JPY", "BHD")


@given(st.lists(st.integers(0, 10**12), max_size=20), st.integers(0, 10**13))
def test_a_proposal_gives_no_invoice_too_much_and_leaves_nothing_out(owed, amount):
    invoices = [Invoice(id=place, owed_minor=minor) for place, minor in enumerate(owed)]
    wanted = propose(invoices, amount)
    assert all(0 < part <= invoice.owed_minor for invoice, part in wanted)
    assert sum(part for _invoice, part in wanted) == min(amount, sum(owed))
    # One after another: only the last one may be paid in part.
    assert all(part == invoice.owed_minor for invoice, part in wanted[:-1])


class Desk:
    """Does at random what people do with money."""

    def __init__(self, services, clock, chance, people):
        self.services, self.clock, self.chance, self.people = services, clock, chance, people
        self.invoices, self.payments, self.pending, self.notes = [], [], [], []

    def amount(self, currency, most=50_000):
        return Money(self.chance.randint(1, most), currency)

    def issue(self):
        currency = self.chance.choice(CURRENCIES)
        lines = [
            LineDraft(f"L{place}", self.chance.randint(1, 3), self.amount(currency, 9000))
            for place in range(self.chance.randint(1, 3))
        ]
        draft = InvoiceDraft(
            self.chance.choice(self.people), currency, tuple(lines),
            terms_days=self.chance.randint(0, 20),
        )  # fmt: skip
        made = self.services.invoices.create(draft)
        self.services.invoices.issue(made)
        self.invoices.append(made)

    def shares(self, customer, currency):
        """Mostly what can be paid; now and then too much of it, or another one's invoice."""
        if self.chance.random() < 0.3:
            return None
        if self.invoices and self.chance.random() < 0.1:
            return (Share(self.chance.choice(self.invoices), self.amount(currency)),)
        owed = self.services.payments.propose(customer, Money(0, currency)).owed
        some = self.chance.sample(owed, min(len(owed), self.chance.randint(0, 3)))
        return tuple(
            Share(one.invoice_id, self.amount(currency, one.owed.minor * 21 // 20)) for one in some
        )

    def record(self):
        currency, pending = self.chance.choice(CURRENCIES), self.chance.random() < 0.15
        whose = self.chance.choice(self.people)
        draft = PaymentDraft(
            whose, self.amount(currency),
            self.clock.now().date() - timedelta(days=self.chance.randint(0, 9)),
            state=PaymentState.PENDING if pending else PaymentState.SUCCEEDED,
            shares=None if pending else self.shares(whose, currency),
        )  # fmt: skip
        made = self.services.payments.record(draft).id
        (self.pending if pending else self.payments).append(made)

    def credit(self):
        one = self.chance.choice(self.invoices)
        lines = self.services.invoices.show(one).lines
        items = ()
        if self.chance.random() < 0.7:
            line = self.chance.choice(lines)
            part = Money(self.chance.randint(1, max(1, line.net.minor)), line.net.currency)
            items = (CreditLine(line.id, part),)
        self.notes.append(self.services.invoices.credit(one, CreditDraft("Because", items)).id)

    def allocate(self):
        """Use what is left of a payment or a credit note."""
        whose = self.chance.choice(self.people)
        found = self.services.payments.credits(whose)
        if not found:
            return
        one = self.chance.choice(found)
        use = self.services.payments.allocate
        if one.kind is SourceKind.CREDIT_NOTE:
            use = self.services.payments.allocate_credit
        use(one.id, self.shares(whose, one.left.currency))

    def unallocate(self):
        rows, _refunds = self.services.payments.of_document(self.chance.choice(self.invoices))
        self.services.payments.unallocate([row.id for row in rows[:2]])

    def refund(self):
        one = self.chance.choice(self.payments)
        paid = self.services.payments.show(one).amount
        reopen = self.chance.random() < 0.7
        part = self.amount(paid.currency, paid.minor) if self.chance.random() < 0.8 else paid
        draft = RefundDraft(part, reason="Asked", reopen=reopen)
        self.services.payments.refund(one, draft)

    def refund_credit(self):
        one = self.chance.choice(self.notes)
        left = self.services.invoices.show(one).owed
        draft = RefundDraft(self.amount(left.currency, max(1, left.minor)), reason="Asked")
        self.services.payments.refund_credit(one, draft)

    def arrive(self):
        one = self.pending.pop()
        if self.chance.random() < 0.3:
            self.services.payments.fail(one, "No funds")
        else:
            self.services.payments.succeed(one)

    def give_up(self):
        end = self.chance.choice((self.services.invoices.void, self.services.invoices.write_off))
        end(self.chance.choice(self.invoices + self.notes), "Because")

    def wait(self):
        self.clock.at += timedelta(days=self.chance.randint(1, 12))
        self.services.upkeep.run_due()

    def step(self):
        """Do something; how often each thing is done is by its place here."""
        acts = [self.issue] * 3 + [self.record] * 4
        if self.invoices:
            acts += [self.credit, self.unallocate, self.wait, self.give_up]
        if self.payments:
            acts += [self.allocate] * 3 + [self.refund]
        if self.pending:
            acts += [self.arrive]
        if self.notes:
            acts += [self.refund_credit]
        with suppress(DeskError):
            self.chance.choice(acts)()


def test_money_adds_up_whatever_is_done(
    services, clock, taxed, make_customer, desk_db, admin, engine_name
):
    taxed("DE", 75_000, date(2020, 1, 2))
    people = [make_customer(f"p{number}@doe.example") for number in range(2)]
    desk = Desk(services, clock, Random(SEED + engine_name), people)
    for number in range(STEPS):
        desk.step()
        if number % 5 == 4:
            with desk_db.reading(admin) as session:
                added_up(session)
    told = {}
    for person in people:
        for currency in CURRENCIES:
            shown = services.statements.statement(person, currency, TODAY, clock.now().date())
            ageing = shown.ageing
            parts = (
                ageing.not_due, ageing.to_30, ageing.to_60, ageing.to_90, ageing.over_90,
                -shown.credit,
            )  # fmt: skip
            assert sum(part.minor for part in parts) == shown.closing.minor
            told[person, currency] = (sum(part.minor for part in parts[:5]), shown.credit.minor)
    with desk_db.reading(admin) as session:
        assert counted(session) == {key: pair for key, pair in told.items() if any(pair)}
    assert not any(found.problem for found in services.upkeep.check())


def added_up(session):
    """Nothing is allocated twice or beyond what there is, and balances are the documents'."""
    spent, got = {}, {}
    for row in session.scalars(sa.select(Allocation)):
        source = ("payment", row.payment_id) if row.payment_id else ("credit", row.credit_id)
        spent[source] = spent.get(source, 0) + row.amount_minor
        key = (row.invoice_id, source[0])
        got[key] = got.get(key, 0) + row.amount_minor
    for row in session.scalars(sa.select(Refund)):
        source = ("payment", row.payment_id) if row.payment_id else ("credit", row.credit_id)
        spent[source] = spent.get(source, 0) + row.amount_minor
    for one in session.scalars(sa.select(Payment)):
        assert spent.get(("payment", one.id), 0) <= one.amount_minor
        assert one.amount_minor == (
            one.allocated_minor + one.refunded_minor + one.unapplied_minor
        )  # fmt: skip
        assert one.amount_minor - one.unapplied_minor == spent.get(("payment", one.id), 0)
        assert one.state in RECEIVED or not spent.get(("payment", one.id))
    for one in session.scalars(sa.select(Invoice).where(Invoice.state != InvoiceState.DRAFT)):
        paid, credited = got.get((one.id, "payment"), 0), got.get((one.id, "credit"), 0)
        if one.kind is InvoiceKind.CREDIT_NOTE:
            paid, credited = spent.get(("credit", one.id), 0), 0
        assert (one.paid_minor, one.credited_minor) == (paid, credited)
        assert paid + credited <= one.total_minor
        if one.state is InvoiceState.ISSUED:
            assert one.owed_minor == one.total_minor - paid - credited
    assert checks_stored.wrong_payments(session) == []
    assert checks_stored.wrong_allocations(session) == []
    assert balances.wrong(session) == []


def counted(session):
    """What is owed and what is credit, by customer and currency, as the balances have it."""
    rows = session.scalars(sa.select(CustomerBalance))
    found = {
        (row.customer_id, row.currency): (row.outstanding_minor, row.credit_minor) for row in rows
    }
    return {key: pair for key, pair in found.items() if any(pair)}
