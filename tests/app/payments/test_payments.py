"""Payments, credit and refunds: what they pay, and what follows from it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.billing.drafts import ExchangeRateDraft, MethodDraft
from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.invoices.drafts import CreditDraft, CreditLine
from app.payments.drafts import FixDraft, PaymentDraft, RefundDraft, Share
from app.payments.schemas import PaymentState, SourceKind
from tests.app.payments.conftest import TODAY, eur

GIVEN_BACK = RefundDraft(eur(500), reason="Paid twice")


def test_the_oldest_due_is_paid_first_and_the_rest_is_credit(
    services, owing, paid, invoice, balance, jane
):
    late, first, second = owing(3000, 30), owing(2000, 10), owing(1000, 10)
    shown = services.payments.propose(jane, eur(2500))
    assert [(one.invoice_id, one.proposed.minor) for one in shown.owed] == [
        (first, 2000), (second, 500), (late, 0),
    ]  # fmt: skip
    assert shown.rest == eur(0)
    assert balance() == ({"EUR": (0, 6000, 0, 3, None)}, (3, 0))

    made = paid(2500, method="Bank", reference="RF-1")
    assert (made.number, made.allocated, made.unapplied) == ("PAY-000001", eur(2500), eur(0))
    assert invoice(first) == ("paid", 0, 2000, 0)
    assert invoice(second) == ("partly_paid", 500, 500, 0)
    assert invoice(late) == ("unpaid", 3000, 0, 0)
    assert balance() == ({"EUR": (2500, 3500, 0, 2, TODAY)}, (2, 2500))

    more = paid(5000, received_on=TODAY - timedelta(days=3))
    assert (more.allocated, more.unapplied) == (eur(3500), eur(1500))
    assert balance() == ({"EUR": (7500, 0, 1500, 0, TODAY)}, (0, 7500))
    [credit] = services.payments.credits(jane)
    assert (credit.kind, credit.id, credit.left) == (SourceKind.PAYMENT, more.id, eur(1500))

    # What comes later is paid with it when somebody says so.
    third = owing(1000)
    assert invoice(third)[0] == "unpaid"
    assert services.payments.allocate(more.id).unapplied == eur(500)
    assert invoice(third) == ("paid", 0, 1000, 0)
    detail = services.payments.show(more.id)
    assert sum(one.amount.minor for one in detail.allocations) == detail.allocated.minor == 4500
    assert detail.base == eur(5000)
    [told] = services.payments.of_document(third)[0]
    assert (told.source, told.invoice, told.amount) == (more.number, "INV-2026-00004", eur(1000))
    services.payments.unallocate([told.id])
    assert invoice(third) == ("unpaid", 1000, 0, 0)
    assert services.payments.show(more.id).unapplied == eur(1500)
    with pytest.raises(NotFound, match="taken back already"):
        services.payments.unallocate([told.id])
    assert services.payments.totals(jane) == (eur(7500),)


def test_payments_are_found_filtered_and_put_right(services, owing, paid, jane):
    owing(1000)
    method = services.payment_methods.add(jane, MethodDraft(label="Card", last_digits="1234"))
    one = paid(400, reference="RF 18 Zoë", method_id=method)
    two = paid(700, state=PaymentState.PENDING, received_on=TODAY + timedelta(days=3))
    payments = services.payments
    for named in (one.number.lower(), str(one.id), payments.show(one.id).uid):
        assert payments.find(named) == one.id
    with pytest.raises(NotFound, match="No payment has the number"):
        payments.find("PAY-9")
    assert [row.id for row in payments.first(ListQuery("zoe"), 10)] == [one.id]
    assert [row.id for row in payments.first(ListQuery("jane"), 10)] == [two.id, one.id]
    assert payments.show(one.id).method == "Card •••• 1234"
    for key, value, found in (
        ("state", (PaymentState.PENDING,), [two.id]), ("currency", ("EUR",), [two.id, one.id]),
    ):  # fmt: skip
        asked = ListQuery(conditions=(Condition(key, Op.IN, value),))
        assert [row.id for row in payments.first(asked, 10)] == found
        assert payments.count(asked) == len(found)
    credit = Condition("has_credit", Op.IS, True)
    assert payments.count(ListQuery(conditions=(credit,))) == 0

    shown = payments.show(one.id)
    payments.edit(one.id, shown.version, FixDraft("Cash", None, "RF 19", "By hand"))
    assert payments.show(one.id).method == "Cash"
    assert [row.reference for row in payments.first(ListQuery("rf 19"), 10)] == ["RF 19"]
    with pytest.raises(Conflict, match="changed this payment meanwhile"):
        payments.edit(one.id, shown.version, FixDraft())
    row = payments.rows([two.id])[0]
    assert (row.unapplied, row.state) == (eur(0), PaymentState.PENDING)


def test_what_is_announced_arrives_or_fails(services, owing, paid, invoice, balance):
    one = owing(1000)
    coming = paid(1200, state=PaymentState.PENDING, received_on=TODAY + timedelta(days=9))
    other = paid(100, state=PaymentState.PENDING)
    assert (coming.allocated, coming.unapplied) == (eur(0), eur(0))
    assert balance() == ({"EUR": (0, 1000, 0, 1, None)}, (1, 0))
    payments = services.payments
    for ask in (
        lambda: payments.allocate(coming.id),
        lambda: payments.refund(coming.id, GIVEN_BACK),
        lambda: payments.receipt_of(coming.id),
    ):
        with pytest.raises(Conflict, match="received first"):
            ask()
    with pytest.raises(Invalid, match="not come"):
        payments.succeed(coming.id, TODAY + timedelta(days=1))
    assert payments.succeed(coming.id).unapplied == eur(200)
    assert invoice(one)[0] == "paid"
    assert balance() == ({"EUR": (1200, 0, 200, 0, TODAY)}, (0, 1200))
    with pytest.raises(Conflict, match=r"was received\. If the money went back, refund it"):
        payments.fail(coming.id, "Bounced")

    with pytest.raises(Invalid, match="Say why"):
        payments.fail(other.id, " ")
    payments.fail(other.id, "No funds")
    assert payments.show(other.id).failure == "No funds"
    with pytest.raises(Conflict, match="Record a new payment"):
        payments.succeed(other.id)
    assert payments.receipt_of(coming.id).buyer["name"] == "Jane Roe"


def test_money_is_given_back(services, owing, paid, invoice, balance):
    first, second = owing(1000, 5), owing(2000, 9)
    made = paid(3500)
    payments = services.payments
    payments.refund(made.id, RefundDraft(eur(300), reason="Rounding"))
    assert balance() == ({"EUR": (3200, 0, 200, 0, TODAY)}, (0, 3200))
    more = RefundDraft(eur(700), reason="Came back")
    with pytest.raises(Conflict, match="pays INV-2026-00002, which would be owed again"):
        payments.refund(made.id, more)
    assert invoice(second) == ("paid", 0, 2000, 0)
    payments.refund(made.id, replace(more, reopen=True))
    assert invoice(second) == ("partly_paid", 500, 1500, 0)
    assert balance() == ({"EUR": (2500, 500, 0, 1, TODAY)}, (1, 2500))
    with pytest.raises(Invalid, match=r"Only EUR.25\.00 of PAY-000001 can be given back"):
        payments.refund(made.id, RefundDraft(eur(2501), reason="All", reopen=True))
    payments.refund(made.id, RefundDraft(eur(2500), reason="All", reopen=True))
    assert invoice(first)[:2] == ("unpaid", 1000)
    shown = payments.show(made.id)
    assert shown.state is PaymentState.REFUNDED
    assert (shown.refunded, shown.unapplied, shown.allocated) == (eur(3500), eur(0), eur(0))
    assert [one.amount.minor for one in shown.refunds] == [300, 700, 2500]
    assert balance() == ({"EUR": (0, 3000, 0, 2, None)}, (2, 0))
    with pytest.raises(Invalid, match="Nothing is left"):
        payments.refund(made.id, GIVEN_BACK)


def test_credit_notes_are_used_like_payments(services, owing, paid, invoice, balance, jane):
    first, second = owing(1000), owing(3000)
    paid(600, shares=(Share(first, eur(600)),))
    note = services.invoices.credit(first, CreditDraft("Broken"))
    assert invoice(first) == ("paid", 0, 600, 400)
    assert invoice(note.id) == ("unpaid", 600, 400, 0)
    assert balance() == ({"EUR": (600, 3000, 600, 1, TODAY)}, (1, 600))
    [credit] = services.payments.credits(jane)
    assert (credit.kind, credit.number, credit.left) == (
        SourceKind.CREDIT_NOTE, "CN-2026-00001", eur(600),
    )  # fmt: skip
    payments = services.payments
    assert payments.allocate_credit(note.id, [Share(second, eur(100))]) is False
    payments.refund_credit(note.id, RefundDraft(eur(200), reason="Asked for it"))
    assert invoice(second) == ("partly_paid", 2900, 0, 100)
    assert invoice(note.id) == ("unpaid", 300, 700, 0)
    assert balance() == ({"EUR": (400, 2900, 300, 1, TODAY)}, (1, 400))
    with pytest.raises(Invalid, match=r"Only EUR.3\.00 of CN"):
        payments.refund_credit(note.id, GIVEN_BACK)
    payments.allocate_credit(note.id)
    assert invoice(note.id)[:2] == ("paid", 0)
    with pytest.raises(Conflict, match="Nothing is left of CN"):
        payments.allocate_credit(note.id)
    with pytest.raises(Conflict, match="Only credit notes can be used"):
        payments.allocate_credit(second)
    allocations, refunds = payments.of_document(note.id)
    assert [one.amount.minor for one in allocations] == [400, 100, 300]
    assert [one.amount.minor for one in refunds] == [200]

    # A whole invoice taken back before anything was paid.
    third = owing(500)
    line = services.invoices.show(third).lines[0].id
    services.invoices.credit(third, CreditDraft("Part", (CreditLine(line, eur(200)),)))
    assert invoice(third) == ("partly_paid", 300, 0, 200)
    services.invoices.credit(third, CreditDraft("Rest"))
    assert invoice(third) == ("credited", 0, 0, 500)
    with pytest.raises(Conflict, match="Something was paid on INV-2026-00002"):
        services.invoices.void(second, "Wrong")


def test_currencies_stay_apart_and_are_worth_what_their_day_says(
    services, owing, paid, balance, invoice
):
    one = owing(1000, currency="USD")
    owing(500, currency="JPY")
    assert paid(1500, "USD").unapplied == Money(500, "USD")
    assert invoice(one)[0] == "paid"
    found, counters = balance()
    assert found["USD"] == (1500, 0, 500, 0, TODAY)
    assert found["JPY"] == (0, 500, 0, 1, None)
    assert counters == (1, 0)  # Nobody knows what a dollar is worth.
    rates = services.exchange_rates
    rate = rates.save(ExchangeRateDraft("USD", date(2026, 11, 1), Decimal("0.5")))
    assert balance()[1] == (1, 750)
    rates.save(ExchangeRateDraft("USD", date(2026, 11, 19), Decimal("0.9")))
    assert balance()[1] == (1, 1350)
    [payment] = services.payments.first(ListQuery(), 10)
    assert services.payments.show(payment.id).base == eur(1350)
    rates.remove(rate)
    assert balance()[1] == (1, 1350)

    settings = services.organization.settings()
    services.organization.save(replace(settings, currency="USD"))
    assert balance()[1] == (1, 1500)
    assert services.payments.show(payment.id).base == Money(1500, "USD")
    assert not any(found.problem for found in services.upkeep.check())


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_bad_input_is_refused_with_a_sentence(services, owing, paid, make_customer, draft):
    one, gone = owing(1000), owing(200)
    dollars = owing(1000, currency="USD")
    services.invoices.void(gone, "Wrong")
    unissued = services.invoices.create(draft(100))
    theirs = services.invoices.create(
        replace(draft(100), customer_id=make_customer("john@doe.example"))
    )
    services.invoices.issue(theirs)
    note = services.invoices.credit(theirs, CreditDraft("Late")).id

    def share(invoice_id, minor, currency="EUR"):
        return (Share(invoice_id, Money(minor, currency)),)

    for given, why in (
        ({"amount": eur(0)}, "above zero"),
        ({"amount": eur(-5)}, "above zero"),
        ({"amount": None}, "Enter the amount"),
        ({"customer_id": None}, "Choose the customer"),
        ({"method": "4111 1111 1111 1111"}, "card or account number"),
        ({"state": PaymentState.FAILED}, "received, or is announced"),
        ({"received_on": TODAY + timedelta(days=1)}, "not come"),
        ({"state": PaymentState.PENDING, "shares": share(one, 1)}, "pays nothing yet"),
        ({"shares": share(one, 1001)}, "are owed on INV-2026-00001. The rest can stay"),
        ({"shares": share(one, 600)}, "left to be allocated"),
        ({"shares": share(one, 0)}, "above zero"),
        ({"shares": share(one, 300) + share(one, 300)}, "left to be allocated"),
        ({"shares": share(dollars, 100)}, "Currencies do not mix"),
        ({"shares": share(one, 100, "USD")}, "Currencies do not mix"),
    ):
        with pytest.raises(Invalid, match=why):
            paid(500, **given)
    for given, why in (
        ({"shares": share(gone, 100)}, "is void"),
        ({"shares": share(unissued, 100)}, "a draft. Issue it first"),
        ({"shares": share(theirs, 100)}, "another customer's"),
        ({"shares": share(999, 100)}, "another customer's"),
    ):
        with pytest.raises(Conflict, match=why):
            paid(500, **given)
    with pytest.raises(NotFound):
        paid(500, customer_id=999)
    with pytest.raises(NotFound, match="payment method is gone"):
        paid(500, method_id=999)
    assert services.payments.count(ListQuery()) == 0
    assert services.invoices.show(note).paid == eur(100)

    first = paid(500, reference="RF-7")
    assert first.number == "PAY-000001"
    with pytest.raises(Conflict, match=r"is there already, as PAY-000001 of Nov 20, 2026"):
        paid(500, reference="rf-7")
    assert paid(500, reference="rf-7", again=True).number == "PAY-000002"
    with pytest.raises(Conflict, match="Nothing is left of PAY-000001"):
        services.payments.allocate(first.id)
    rest = paid(100)
    with pytest.raises(Conflict, match="no invoice in EUR is owed on"):
        services.payments.allocate(rest.id)
    refund = services.payments.refund
    for draft_, why in (
        (RefundDraft(eur(101), reason="x"), "can be given back"),
        (RefundDraft(eur(0), reason="x"), "above zero"),
        (RefundDraft(eur(10)), "Say why"),
        (RefundDraft(None, reason="x"), "Enter the amount"),
        (RefundDraft(Money(10, "USD"), reason="x"), "Enter the amount in it"),
        (RefundDraft(eur(10), TODAY + timedelta(days=1), "x"), "Choose a day"),
        (RefundDraft(eur(10), TODAY - timedelta(days=1), "x"), "Choose a day"),
    ):
        with pytest.raises(Invalid, match=why):
            refund(rest.id, draft_)
    assert services.payments.show(rest.id).refunded == eur(0)
    assert PaymentDraft().problems().keys() == {"customer_id", "amount"}
    with pytest.raises(NotFound, match="not there"):
        services.payments.show(999)
