"""Drafts become invoices: numbers, totals, snapshots; what makes no sense is refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.billing.model import BillingProfile
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.core.progress import Progress
from app.customers.model import Customer
from app.invoices import checks_stored, recording
from app.invoices.drafts import CreditDraft, CreditLine, InvoiceDraft, LineDraft
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.recording import Elsewhere
from app.invoices.schemas import InvoiceKind, InvoiceState, InvoiceStatus
from app.organization.service import the_one
from app.upkeep import billing_checks
from tests.app.invoices.conftest import eur

S = InvoiceStatus


def test_a_draft_shows_what_it_comes_to_and_is_issued_with_the_next_number(
    services, draft, desk_db, admin
):
    asked = draft(1999, 1)
    reckoned = services.invoices.reckon(asked)
    made = services.invoices.create(replace(asked, reference="PO 7", note="Thanks"))

    found = services.invoices.show(made)
    assert (found.number, found.status, found.owed) == ("", S.DRAFT, eur(0))
    assert (found.net, found.tax, found.total) == (eur(2000), eur(380), eur(2380))
    assert (reckoned.net, reckoned.tax, reckoned.total) == (found.net, found.tax, found.total)
    assert [line.tax for line in found.lines] == list(reckoned.line_taxes)
    assert found.buyer["name"] == "Jane Roe"

    number = services.invoices.issue(made).number
    other = services.invoices.create(asked)
    assert (number, services.invoices.issue(other).number) == ("INV-2026-00001", "INV-2026-00002")
    found = services.invoices.show(made)
    assert (found.status, found.owed, found.issued_on) == (S.UNPAID, eur(2380), date(2026, 11, 20))
    assert (found.due_on, found.terms_days) == (date(2026, 12, 4), 14)
    assert (found.seller["name"], found.taxes[0].ppm) == ("Test firm", 190_000)
    assert services.invoices.find("inv-2026-00001") == made
    assert services.invoices.find(str(services.invoices.create(asked))) == other + 1
    for nobody in ("INV-2026-00009", "4711", "9" * 40, ""):
        with pytest.raises(NotFound):
            services.invoices.find(nobody)
    with desk_db.reading(admin) as session:
        assert checks_stored.wrong_invoices(session) == []
    rows = services.invoices.first(ListQuery(text="po 7"), 10)
    assert [(row.id, row.customer, row.total) for row in rows] == [(made, "Jane Roe", eur(2380))]
    unpaid = ListQuery(conditions=(Condition("status", Op.IN, (S.UNPAID,)),), sort="number")
    assert list(services.invoices.ids(unpaid, Progress())) == [made, other]
    assert services.invoices.count(unpaid) == 2


def test_a_draft_is_edited_and_removed(services, draft):
    made = services.invoices.create(draft(1000, 2000))
    [first, second] = services.invoices.show(made).lines
    changed = replace(
        draft(),
        items=(
            LineDraft("New", 3, eur(100), eur(50), tax=eur(7)),
            LineDraft("Second", 1, eur(2500), id=second.id),
        ),
    )
    services.invoices.edit(made, 1, changed)

    found = services.invoices.show(made)
    assert [(line.name, line.id == second.id) for line in found.lines] == [
        ("New", False), ("Second", True),
    ]  # fmt: skip
    assert first.id not in {line.id for line in found.lines}
    assert (found.lines[0].tax, found.lines[0].tax_ppm) == (eur(7), None)
    assert (found.net, found.tax) == (eur(2750), eur(7 + 475))
    with pytest.raises(Conflict, match="Ada Admin changed this invoice meanwhile"):
        services.invoices.edit(made, 1, changed)
    assert services.invoices.remove([made, 4711]).refused[0][0] == 4711
    with pytest.raises(NotFound):
        services.invoices.show(made)


LINE = LineDraft("Work", 1, eur(1000))


def test_lines_that_make_no_sense_are_refused(services, draft):
    for line, field, said in (
        (replace(LINE, quantity=0), "quantity", "between 1 and"),
        (replace(LINE, quantity=-2), "quantity", "between 1 and"),
        (replace(LINE, name=" "), "name", "Say what"),
        (replace(LINE, unit=None), "unit", "Enter a price"),
        (replace(LINE, unit=eur(-1)), "unit", "cannot be negative"),
        (replace(LINE, discount=eur(1001)), "discount", "above the line's price"),
        (replace(LINE, discount=eur(-1)), "discount", "cannot be negative"),
        (replace(LINE, tax=eur(-1)), "tax", "cannot be negative"),
        (replace(LINE, unit=Money(1000, "JPY")), "unit", "One invoice has one currency"),
        (replace(LINE, tax=Money(10, "USD")), "tax", "One invoice has one currency"),
        (replace(LINE, tax_category="books"), "tax", "There is no books tax rate for Germany"),
    ):
        with pytest.raises(Invalid, match=said) as refusal:
            services.invoices.create(replace(draft(), items=(LINE, line)))
        assert list(refusal.value.fields) == [f"lines.1.{field}"]
    assert services.invoices.count(ListQuery()) == 0


def test_the_rest_of_what_makes_no_sense_is_refused(services, draft, make_customer):
    nowhere, abroad = make_customer("no@where.example", ""), make_customer("a@broad.example", "FR")
    for changes, field, said in (
        ({"customer_id": None}, "customer_id", "Choose the customer"),
        ({"currency": "XXY", "items": ()}, "currency", "Choose the currency"),
        ({"terms_days": -1}, "terms_days", "between 0 and"),
        ({"period_start": date(2026, 2, 1), "period_end": date(2026, 2, 1)}, "period_end",
         "cannot end before"),
        ({"items": (LINE,) * 501}, "items", "at most 500"),
        ({"items": (LineDraft("All", 10**9, eur(2**62)),)}, "items", "too large"),
        ({"customer_id": nowhere}, "lines.0.tax", "No Roe has no country"),
        ({"customer_id": abroad}, "lines.0.tax", "no standard tax rate for France"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=said) as refusal:
            services.invoices.create(replace(draft(1000), **changes))
        assert list(refusal.value.fields) == [field]
    assert services.invoices.count(ListQuery()) == 0
    # Entered by hand, no rate is needed.
    by_hand = (replace(LINE, tax=eur(0)),)
    services.invoices.create(InvoiceDraft(abroad, "EUR", by_hand))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_each_currency_has_its_own_decimals(services, draft):
    for currency, unit, tax in (("JPY", "1001", "190"), ("BHD", "1.001", "0.190")):
        lines = (LineDraft("Work", 1, Money.of(Decimal(unit), currency)),)
        made = services.invoices.create(replace(draft(currency=currency), items=lines))
        services.invoices.issue(made)
        assert services.invoices.show(made).tax == Money.of(Decimal(tax), currency)
    for currency, amount in (("JPY", "0.5"), ("EUR", "0.005"), ("BHD", "0.0005")):
        with pytest.raises(DeskError, match="decimal places"):
            Money.of(Decimal(amount), currency)


def test_an_invoice_is_not_issued_twice_nor_changed_after(services, draft, issued, desk_db, admin):
    made = issued(1000)

    with pytest.raises(Conflict, match="issued already, as INV-2026-00001 by Ada Admin"):
        services.invoices.issue(made)
    with pytest.raises(Conflict, match="what is issued never changes"):
        services.invoices.edit(made, 2, draft(5000))
    assert "never changes" in services.invoices.remove([made]).refused[0][1]
    for statement in (
        sa.update(Invoice).values(total_minor=1),
        sa.update(Invoice).values(buyer={"name": "Somebody else"}),
        sa.update(Invoice).values(state=InvoiceState.DRAFT, number=None),
        sa.update(InvoiceLine).values(unit_minor=2, net_minor=2),
        sa.delete(InvoiceLine),
        sa.delete(Invoice),
    ):
        with (
            pytest.raises(IntegrityError, match="an issued invoice never changes"),
            desk_db.transaction(admin, "test") as session,
        ):
            session.execute(statement)


def test_what_cannot_be_issued_stays_a_draft(services, draft, taxed):
    empty = services.invoices.create(draft())
    with pytest.raises(Conflict, match="no lines"):
        services.invoices.issue(empty)
    made = services.invoices.create(draft(1000))
    taxed("DE", 160_000, date(2026, 11, 1))
    with pytest.raises(Conflict, match="changed since this draft was saved"):
        services.invoices.issue(made)
    services.invoices.edit(made, 1, draft(1000))
    outcome = services.invoices.issue_many([empty, made])
    assert (outcome.done, [one for one, _said in outcome.refused]) == ((made,), [empty])
    assert services.invoices.show(made).number == "INV-2026-00001"
    assert services.invoices.show(made).tax == eur(160)


def test_the_billing_profile_counts(services, draft, jane, desk_db, admin):
    with desk_db.transaction(admin, "test") as session:
        session.add(
            BillingProfile(
                customer_id=jane, name="Roe & Co", tax_exempt=True, tax_note="Reverse charge",
                terms_days=30, automatic=True,
            )
        )  # fmt: skip
    made = services.invoices.create(draft(1000))
    services.invoices.issue(made)

    found = services.invoices.show(made)
    assert (found.tax, found.taxes[0].name, found.automatic) == (eur(0), "Reverse charge", True)
    assert (found.buyer["name"], found.due_on) == ("Roe & Co", date(2026, 12, 20))


def test_tax_is_rounded_where_the_organization_chose(services, draft, desk_db, admin):
    each = services.invoices.create(draft(3, 3, 3, 3, 3))
    with desk_db.transaction(admin, "test") as session:
        the_one(session).settings = {"tax_rounding": "document"}
    once = services.invoices.create(draft(3, 3, 3, 3, 3))

    assert services.invoices.show(each).tax == eur(5)
    found = services.invoices.show(once)
    assert (found.tax, sum(line.tax.minor for line in found.lines)) == (eur(3), 3)
    services.invoices.issue(each)
    assert services.invoices.show(each).tax == eur(5)


def test_what_does_not_follow_from_an_invoice_is_found(services, issued, draft, desk_db, admin):
    made, waiting = issued(1000), services.invoices.create(draft(1))

    def found():
        with desk_db.reading(admin) as session:
            return billing_checks.invoices(session, Progress())

    assert found() == ""
    with desk_db.transaction(admin, "test") as session:
        session.execute(sa.update(Invoice).where(Invoice.id == made).values(owed_minor=7))
        session.execute(sa.update(Invoice).where(Invoice.id == waiting).values(total_minor=7))
    assert found().endswith(f"wrong for these invoices: {made}, {waiting}.")


def test_an_invoice_becomes_overdue_with_the_calendar(services, issued, clock):
    made = issued(1000)
    clock.at += timedelta(days=14)
    assert not services.invoices.anything_due()
    clock.at += timedelta(days=1)
    assert services.invoices.anything_due()
    services.upkeep.run_due()
    assert not services.invoices.anything_due()
    found = services.invoices.show(made)
    assert (found.status, found.version) == (S.OVERDUE, 2)
    clock.at += timedelta(days=60)
    assert services.invoices.show(issued(1)).number == "INV-2027-00001"


def test_a_credit_note_takes_back_to_the_cent(services, issued):
    made = issued(999, 333)
    [first, second] = services.invoices.show(made).lines

    some = services.invoices.credit(made, CreditDraft("Late", (CreditLine(first.id, eur(333)),)))
    rest = services.invoices.credit(made, CreditDraft("All of it"))

    notes = [services.invoices.show(one.id) for one in (some, rest)]
    assert [one.number for one in notes] == ["CN-2026-00001", "CN-2026-00002"]
    assert {one.kind for one in notes} == {InvoiceKind.CREDIT_NOTE}
    found = services.invoices.show(made)
    assert sum(one.total.minor for one in notes) == found.total.minor
    assert sum(one.tax.minor for one in notes) == found.tax.minor
    assert [line.credited for line in found.lines] == [eur(999), eur(333)]
    assert [one.number for one in found.credit_notes] == [some.number, rest.number]
    assert (notes[0].credits.id, notes[0].reason) == (made, "Late")
    assert notes[0].taxes[0].country == "DE"
    assert second.credited == eur(0)
    with pytest.raises(Conflict, match="taken back whole already"):
        services.invoices.credit(made, CreditDraft("Again"))


def test_what_cannot_be_taken_back(services, issued, draft):
    made = issued(1000)
    [line] = services.invoices.show(made).lines
    for items, said in (
        ((CreditLine(line.id, eur(1001)),), "Of “Work 1000”, 10.00 EUR are left"),
        ((CreditLine(line.id, eur(600)),) * 2, "10.00 EUR are left"),
        ((CreditLine(line.id, eur(-1)),), "are left to take back"),
        ((CreditLine(line.id, eur(0)),), "are left to take back"),
        ((CreditLine(line.id, Money(1, "JPY")),), "is in EUR"),
        ((CreditLine(4711, eur(1)),), "not on this invoice"),
    ):
        with pytest.raises(Invalid, match=said):
            services.invoices.credit(made, CreditDraft("Why", items))
    with pytest.raises(Invalid, match="Say why"):
        services.invoices.credit(made, CreditDraft(" "))
    unissued = services.invoices.create(draft(1))
    with pytest.raises(Conflict, match="This is a draft"):
        services.invoices.credit(unissued, CreditDraft("Why"))
    note = services.invoices.credit(made, CreditDraft("Why"))
    with pytest.raises(Conflict, match="is a credit note"):
        services.invoices.credit(note.id, CreditDraft("Why"))


def test_what_was_issued_elsewhere_keeps_its_number_and_day(
    services, issued, draft, desk_db, admin
):
    issued(1)
    asked = draft(198, reference="old")
    long_ago = Elsewhere("412", date(2021, 1, 2), buyer={"city": "Oslo"})
    with desk_db.transaction(admin, "test") as session:
        customer = session.get_one(Customer, asked.customer_id)
        made = recording.record(session, customer, asked, long_ago).id
        passed = Elsewhere("INV-2026-00007", date(2026, 1, 2), date(2026, 1, 3))
        recording.record(session, customer, asked, passed)
        for number, said in (("412", "412 already"), ("9" * 41, "at most 40")):
            with pytest.raises(Invalid, match=said):
                recording.record(session, customer, asked, replace(long_ago, number=number))

    found = services.invoices.show(made)
    assert (found.number, found.issued_on, found.due_on) == (
        "412", date(2021, 1, 2), date(2021, 1, 16),
    )  # fmt: skip
    assert (found.status, found.buyer["city"]) == (S.OVERDUE, "Oslo")
    assert services.invoices.show(issued(5)).number == "INV-2026-00008"
    with desk_db.reading(admin) as session:
        assert checks_stored.wrong_invoices(session) == []


def test_void_and_written_off(services, issued, draft):
    wrong, lost, credited = issued(1000), issued(2000), issued(3000)

    services.invoices.void(wrong, "Wrong customer")
    services.invoices.write_off(lost, "Bankrupt")

    assert services.invoices.show(wrong).status is S.VOID
    assert services.invoices.show(wrong).number == "INV-2026-00001"
    found = services.invoices.show(lost)
    assert (found.status, found.owed, found.reason) == (S.WRITTEN_OFF, eur(0), "Bankrupt")
    with pytest.raises(Conflict, match="INV-2026-00001 is void"):
        services.invoices.write_off(wrong, "Why")
    with pytest.raises(Conflict, match="written off"):
        services.invoices.credit(lost, CreditDraft("Why"))
    with pytest.raises(Conflict, match="This is a draft"):
        services.invoices.void(services.invoices.create(draft(1)), "Why")
    with pytest.raises(Invalid, match="Say why"):
        services.invoices.void(credited, "  ")
    note = services.invoices.credit(credited, CreditDraft("Why"))
    with pytest.raises(Conflict, match="was taken back by CN-2026-00001"):
        services.invoices.void(credited, "Why")
    with pytest.raises(Conflict, match="is a credit note"):
        services.invoices.write_off(note.id, "Why")
    assert issued(1) == services.invoices.find("INV-2026-00004")
