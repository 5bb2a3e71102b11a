"""Licenses as CSV and as a workbook: as the list shows them, and nothing a spreadsheet runs."""

import csv
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.errors import DeskError, Invalid, NotFound
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.exchange.export_schemas import Format
from app.exchange.license_export import COLUMNS, LicenseOrder
from app.licensing.drafts import IssueDraft


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


def test_what_the_list_shows_is_in_the_file(services, two, tmp_path):
    path = tmp_path / "l.csv"
    asked = ListQuery(conditions=(Condition("unassigned", Op.IS, value=False),))
    run = services.license_exports.run
    assert run(path, LicenseOrder(Format.CSV, Selection(asked), purpose="Audit")).rows == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert len(row) == len(COLUMNS)
    assert row | {"Product": "'=1+1", "Order number": "'+A1", "Status": "Active",
                  "Activation limit": "Unlimited", "Customer": "Jane Roe"} == row  # fmt: skip
    assert two[0].key not in path.read_text(encoding="utf-8")
    [job, *_rest] = services.exports.jobs()
    assert (job.rows, job.purpose, "Licenses" in job.words) == (1, "Audit", True)

    path = tmp_path / "l.xlsx"
    chosen = Selection(ids=(two[1].id, two[0].id))
    columns = ("product", "customer", "expires_on")
    assert run(path, LicenseOrder(Format.XLSX, chosen, columns)).rows == 2
    sheet = load_workbook(path).active
    assert sheet.title == "Licenses"
    rows = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == ["=1+1", None, None]
    assert all(row[0].data_type == "s" for row in rows)
    assert rows[1][2].is_date


def test_what_cannot_be_exported(services, two, tmp_path):  # noqa: ARG001 - they must be there
    run = services.license_exports.run
    with pytest.raises(Invalid, match="CSV or XLSX"):
        run(tmp_path / "l.pdf", LicenseOrder(Format.PDF))
    with pytest.raises(NotFound, match="no column"):
        run(tmp_path / "l.csv", LicenseOrder(Format.CSV, columns=("secret",)))
    with pytest.raises(DeskError):
        run(tmp_path / "none" / "l.csv", LicenseOrder(Format.CSV))
    assert list(tmp_path.glob("l.*")) == []
    assert services.exports.jobs() == []


def test_whom_to_talk_to_is_written_and_noted(services, two, tmp_path, clock):
    path = tmp_path / "r.csv"
    assert two
    clock.at += timedelta(days=320)
    assert services.license_exports.renewals(path) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["Priority"], row["Customer"], row["All licenses"]) == ("Low", "Jane Roe", "1")
    [job] = services.exports.jobs()
    assert (job.file, job.rows, job.words, job.purpose) == (
        "r.csv", 1, "Renewals", "To talk about renewal"
    )  # fmt: skip
    with pytest.raises(DeskError):
        services.license_exports.renewals(tmp_path / "none" / "r.csv")
    assert len(services.exports.jobs()) == 1
