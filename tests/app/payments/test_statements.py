"""Statements say what was asked for and paid, and how long what is owed is late."""

from datetime import date, timedelta

import pytest

from app.core.errors import Invalid, NotFound
from app.invoices.drafts import CreditDraft
from app.payments.drafts import RefundDraft, Share
from app.payments.schemas import EntryKind
from tests.app.payments.conftest import TODAY, eur


def test_a_statement_tells_the_story(services, owing, paid, clock, jane):
    first = owing(1000, 0)
    clock.at += timedelta(days=40)
    second, third = owing(2000, 10), owing(4000, 0)
    made = paid(1500, received_on=TODAY + timedelta(days=35), reference="RF-1")
    services.payments.refund(
        made.id, RefundDraft(eur(100), reason="Rounding", reopen=True)
    )  # fmt: skip
    services.invoices.credit(third, CreditDraft("Sent back"))
    fourth = owing(50, 0)
    services.invoices.write_off(fourth, "Too small")
    fifth = owing(70, 0)
    services.invoices.void(fifth, "Wrong")
    last = TODAY + timedelta(days=40)

    statements = services.statements
    told = statements.statement(jane, "EUR", last, last)
    assert told.opening == eur(1000 - 1500)
    said = [(one.kind, one.charged.minor - one.credited.minor) for one in told.entries]
    assert said == [
        (EntryKind.INVOICE, 2000), (EntryKind.INVOICE, 4000), (EntryKind.INVOICE, 50),
        (EntryKind.INVOICE, 70), (EntryKind.CREDIT_NOTE, -4000), (EntryKind.REFUND, 100),
        (EntryKind.VOID, -70), (EntryKind.WRITE_OFF, -50),
    ]  # fmt: skip
    assert told.closing == told.entries[-1].balance == eur(1600)
    assert [(one.invoice_id, one.owed.minor, one.days) for one in told.open_documents] == [
        (second, 2000, 0),
    ]  # fmt: skip
    assert (told.ageing.not_due, told.credit) == (eur(2000), eur(400))

    # As of earlier days: neither later payments nor later invoices count.
    told = statements.statement(jane, "EUR", TODAY, TODAY + timedelta(days=34))
    assert [(one.invoice_id, one.days) for one in told.open_documents] == [(first, 34)]
    assert (told.opening, told.closing, told.ageing.to_60) == (eur(0), eur(1000), eur(1000))
    for days, part in ((0, "to_30"), (30, "to_30"), (31, "to_60")):
        told = statements.statement(jane, "EUR", TODAY, TODAY + timedelta(days=days))
        assert getattr(told.ageing, part) == eur(1000)
    told = statements.statement(jane, "EUR", TODAY, TODAY + timedelta(days=36))
    assert (told.closing, told.credit, told.open_documents) == (eur(-500), eur(500), ())

    clock.at += timedelta(days=200)
    told = statements.statement(jane, "EUR", TODAY, last + timedelta(days=100))
    assert (told.ageing.to_90, told.ageing.over_90) == (eur(2000), eur(0))
    told = statements.statement(jane, "EUR", TODAY, last + timedelta(days=101))
    assert (told.ageing.over_90, told.closing) == (eur(2000), eur(1600))
    assert statements.currencies(jane) == ("EUR",)
    assert statements.owing() == ((jane, "EUR"),)
    assert told.buyer["name"] == "Jane Roe"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_odd_statements(services, jane, owing, paid):
    statements = services.statements
    blank = statements.statement(jane, "CHF", TODAY, TODAY)
    assert (blank.entries, blank.closing.minor, blank.open_documents) == ((), 0, ())
    for given, why in (
        ((jane, "EUR", TODAY, date(2020, 1, 1)), "cannot end before"),
        ((jane, "EURO", TODAY, TODAY), "Choose the currency"),
    ):
        with pytest.raises(Invalid, match=why):
            statements.statement(*given)
    with pytest.raises(NotFound):
        statements.statement(999, "EUR", TODAY, TODAY)
    one = owing(100)
    paid(100, shares=(Share(one, eur(40)),))
    told = statements.statement(jane, "EUR", TODAY, TODAY)
    assert (told.closing, told.credit, told.ageing.not_due) == (eur(0), eur(60), eur(60))
