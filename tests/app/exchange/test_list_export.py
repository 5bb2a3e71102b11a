"""Every list as CSV, workbook and PDF: as it is shown, and nothing a spreadsheet runs."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.errors import DeskError, Invalid, NotFound, PermissionDenied
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.money import Money
from app.core.progress import Cancelled
from app.customers.drafts import CustomerDraft
from app.exchange.export_schemas import Format
from app.exchange.lists.every import LISTS
from app.exchange.lists.reading import ListOrder
from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import InteractionType, Sentiment
from app.invoices.drafts import CreditDraft
from app.licensing.drafts import IssueDraft
from app.orders.drafts import LineDraft, OrderDraft
from app.payments.schemas import PaymentState
from tests.app.exchange.pdf_text import read_pdf
from tests.app.exchange.test_import_refused import Eager
from tests.app.payments.conftest import draft, issued, jane, make_customer, owing, paid, taxed

__all__ = ["draft", "issued", "jane", "make_customer", "owing", "paid", "taxed"]
DAY = date(2026, 12, 1)


@pytest.fixture
def two(services):
    product = services.products.create(ProductDraft("=1+1", "MOD-1"))
    yearly = Money(10_000, "EUR")
    plan = services.plans.create(product, PlanDraft("Pro", yearly=yearly, activation_limit=None))
    who = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    issue = services.licenses.issue
    return [
        issue(IssueDraft(product, plan, customer_id=who, order_number="+A1")),
        issue(IssueDraft(product)),
    ]


@pytest.fixture
def take(services, tmp_path):
    """A function that exports a list as CSV; the rows that are in the file."""

    def run(name, asked=None, **how):
        path = tmp_path / f"{name}.csv"
        chosen = Selection(asked or ListQuery())
        result = services.list_exports.run(name, path, ListOrder(Format.CSV, chosen, **how))
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == result.rows
        return rows

    return run


def words(path):
    return " ".join(" ".join(page.text for page in read_pdf(path)).split())


def test_what_the_list_of_licenses_shows_is_in_the_file(services, two, take, tmp_path):
    asked = ListQuery(conditions=(Condition("unassigned", Op.IS, value=False),))
    [row] = take("licenses", asked, purpose="Audit")
    assert len(row) == len(LISTS["licenses"].columns)
    assert row | {"Product": "'=1+1", "Order number": "'+A1", "Status": "Active",
                  "Activation limit": "Unlimited", "Customer": "Jane Roe"} == row  # fmt: skip
    assert two[0].key not in (tmp_path / "licenses.csv").read_text(encoding="utf-8")
    [job] = services.exports.jobs()
    assert (job.rows, job.purpose, job.words) == (1, "Audit", "Licenses: Unassigned is no")

    path = tmp_path / "l.xlsx"
    chosen = Selection(ids=(two[1].id, two[0].id))
    order = ListOrder(Format.XLSX, chosen, ("product", "customer", "expires_on"))
    assert services.list_exports.run("licenses", path, order).rows == 2
    sheet = load_workbook(path).active
    assert sheet.title == "Licenses"
    rows = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == ["=1+1", None, None]
    assert all(row[0].data_type == "s" for row in rows)
    assert rows[1][2].is_date
    assert services.exports.jobs()[0].words == "Licenses: Selected rows"


def test_money_goes_out_as_numbers_beside_its_currency_and_adds_up(
    services, jane, owing, draft, paid, take, tmp_path
):
    whole, gone = owing(10_000), owing(700)
    services.invoices.void(gone, "Sent twice")
    services.invoices.create(draft(99))
    credit = services.invoices.credit(whole, CreditDraft(reason="Returned"))
    owing(5_000, currency="JPY")
    paid(12_345)
    paid(1_000, state=PaymentState.PENDING)
    line = LineDraft("Dongle", quantity=3, unit=Money(1_990, "KWD"))
    placed = services.orders.create(OrderDraft(customer_id=jane, currency="KWD", items=(line,)))

    rows = take("invoices", ListQuery(sort="number"))
    named = {row["Number"]: (row["Total"], row["Currency"]) for row in rows}
    assert named[credit.number] == ("-100.00", "EUR")
    assert named["INV-2026-00003"] == ("5000", "JPY")
    [row] = take("orders", columns=("number", "total"))
    assert row == {"Number": placed.number, "Total": "5.970", "Currency": "KWD"}
    rows = take("payments", ListQuery(conditions=(Condition("currency", Op.IN, ("EUR",)),)))
    assert sum(Decimal(row["Amount"]) for row in rows) == Decimal("133.45")

    run, path = services.list_exports.run, tmp_path / "l.pdf"
    assert run("invoices", path, ListOrder(Format.PDF, title="All we asked for")).notes == ()
    said = words(path)
    for part in ("All we asked for", "5 invoices All", "Drafts and void invoices are not part",
                 "Total: 5 invoices", "0.00 EUR 5,000 JPY"):  # fmt: skip
        assert part in said
    run("payments", path, ListOrder(Format.PDF))
    said = words(path)
    assert "Total: 2 payments" in said
    assert "Announced and failed payments" in said
    assert said.count("123.45 EUR") == 4  # amount and credit left, of the row and below it
    book = tmp_path / "l.xlsx"
    run("payments", book, ListOrder(Format.XLSX, columns=("amount", "currency")))
    _header, _first, (cell, code) = load_workbook(book).active.iter_rows()
    assert (cell.value, code.value, "EUR" in cell.number_format) == (123.45, "EUR", True)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_cannot_be_exported(services, two, acting, tmp_path):
    assert two
    run = services.list_exports.run
    with pytest.raises(Invalid, match="CSV, XLSX or PDF"):
        run("licenses", tmp_path / "l.vcf", ListOrder(Format.VCARD))
    with pytest.raises(NotFound, match="no column"):
        run("orders", tmp_path / "l.csv", ListOrder(Format.CSV, columns=("secret",)))
    with pytest.raises(Invalid, match="at least one"):
        run("orders", tmp_path / "l.csv", ListOrder(Format.CSV, columns=()))
    with pytest.raises(NotFound, match="no list"):
        run("secrets", tmp_path / "l.csv", ListOrder(Format.CSV))
    with pytest.raises(DeskError):
        run("licenses", tmp_path / "none" / "l.csv", ListOrder(Format.CSV))
    for share, form in ((0.0, Format.CSV), (0.9, Format.XLSX), (0.9, Format.PDF)):
        with pytest.raises(Cancelled):
            run("licenses", tmp_path / f"l.{form.value}", ListOrder(form), Eager(share))
    for role in ("Viewer", "Operator", "Support Staff"):
        for name in LISTS:
            with pytest.raises(PermissionDenied):
                acting(role).list_exports.run(name, tmp_path / "l.csv", ListOrder(Format.CSV))
    # Somebody's rows are not others' to take out, whichever way they ask.
    theirs = acting("Sales Manager", staff_id=7, team_id=9).list_exports
    chosen = ListOrder(Format.CSV, Selection(ids=(two[0].id,)))
    assert theirs.run("licenses", tmp_path / "m.csv", chosen).rows == 0
    assert theirs.reach("licenses", ListQuery()).everything == services.licenses.count(
        ListQuery(conditions=(Condition("no_customer", Op.IS, value=True),))
    )
    settings = services.organization.settings()
    services.organization.save(replace(settings, export_purpose_required=True))
    with pytest.raises(Invalid, match="what the export is for"):
        run("licenses", tmp_path / "l.csv", ListOrder(Format.CSV))
    assert [path.name for path in tmp_path.iterdir() if ".db" not in path.name] == ["m.csv"]
    assert [job.rows for job in services.exports.jobs()] == [0]


def test_interactions_go_out_with_their_whole_texts(services, jane, take):
    body = "=Called twice,\nthen " + "long " * 60 + "enough."
    draft = InteractionDraft(jane, InteractionType.CALL, "Renewal", body, minutes=12,
                             sentiment=Sentiment.POSITIVE, details={"key_points": "Buys 3"},
                             follow_ups=(FollowUpDraft("Send offer", due_on=DAY),))  # fmt: skip
    services.interactions.log(draft)
    [row] = take("interactions")
    assert row | {"Type": "Call", "Description": f"'{body}", "Minutes": "12", "Agenda": "",
                  "Key points": "Buys 3", "Follow-up due": "2026-12-01", "Customer": "Jane Roe",
                  "Sentiment": "Positive", "Staff": "Ada Admin"} == row  # fmt: skip
    assert take("interactions", ListQuery("nobody")) == []

    rows = take("timeline", customer_id=jane)
    assert {row["What happened"] for row in rows} >= {"Call: Renewal", "Customer created"}
    assert "Calls" in {row["Kind"] for row in rows}
    assert services.exports.jobs()[0].words == "Timeline: Customer is Jane Roe"
    calls = ListQuery(conditions=(Condition("group", Op.IN, ("call",)),))
    found = services.list_exports.reach("timeline", calls, jane)
    assert (found.filtered, found.everything, found.words) == (1, len(rows), "Kind is Calls")
    with pytest.raises(NotFound, match="not yours to see"):
        take("timeline", customer_id=99)
    with pytest.raises(NotFound, match="no list"):
        take("timeline")


def test_a_list_says_how_far_it_reaches(services, two):
    asked = ListQuery("acme", (Condition("unassigned", Op.IS, value=True),))
    found = services.list_exports.reach("licenses", asked)
    assert (found.filtered, found.everything) == (0, len(two))
    assert found.words == "Unassigned is yes; Search “acme”"
    for name in LISTS:
        assert services.list_exports.reach(name, ListQuery()).words == ""


def test_whom_to_talk_to_is_written_and_noted(services, two, tmp_path, clock):
    path = tmp_path / "r.csv"
    assert two
    clock.at += timedelta(days=320)
    assert services.list_exports.renewals(path) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["Priority"], row["Customer"], row["All licenses"]) == ("Low", "Jane Roe", "1")
    [job] = services.exports.jobs()
    assert (job.file, job.rows, job.words, job.purpose) == (
        "r.csv", 1, "Renewals", "To talk about renewal"
    )  # fmt: skip
    with pytest.raises(DeskError):
        services.list_exports.renewals(tmp_path / "none" / "r.csv")
    assert len(services.exports.jobs()) == 1
