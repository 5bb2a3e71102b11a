"""Invoices and payments from files: all of what another program has, once."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.customers.model import Customer
from app.exchange.plans import Label, RowsRefused
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceStatus

DATA = Path(__file__).parents[2] / "data"
INVOICES = (
    "InvoiceId,CustomerId,InvoiceDate,BillingAddress,BillingCity,BillingState,BillingCountry,"
    "BillingPostalCode,Total\n"
)


@pytest.fixture
def put(tmp_path):
    """A function that writes a file."""

    def write(text: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def two(services):
    """Two customers, by Client ID."""
    for client_id, email in (("1", "a@a.org"), ("2", "b@b.org")):
        services.customers.create(CustomerDraft(email, "A", "B", client_id=client_id))


def problems(services, target, path):
    """The sentence of each row that has a problem."""
    found = services.table_imports.rehearse(target, path)
    return [problem.message for row in found.rows for problem in row.problems]


def counts(found):
    """Create, unchanged and problems."""
    return tuple(found.counts[label] for label in (Label.CREATE, Label.UNCHANGED, Label.ERROR))


def test_a_whole_list_of_invoices_goes_in_and_every_customers_total_is_the_files(services, desk_db):
    services.exchange.run(DATA / "chinook-customers.csv")
    path = DATA / "chinook-invoices.csv"

    rehearsed = services.table_imports.rehearse("invoices", path)
    done = services.table_imports.run("invoices", path)

    assert counts(rehearsed) == counts(done) == (412, 0, 0)
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted[row["CustomerId"]] += Decimal(row["Total"])
    with desk_db.reading(SYSTEM) as session:
        sums = dict(
            session.execute(
                sa.select(Customer.client_id, sa.func.sum(Invoice.total_minor))
                .join(Customer, Customer.id == Invoice.customer_id)
                .group_by(Customer.client_id)
            ).all()
        )
        one = session.scalars(sa.select(Invoice).where(Invoice.number == "2")).one()
        assert one.buyer["address_line1"] == "Ullevålsveien 14"
        assert one.buyer["country"] == "NO"
    assert {key: Decimal(int(minor)) / 100 for key, minor in sums.items()} == wanted
    assert counts(services.table_imports.run("invoices", path)) == (0, 412, 0)


def test_wrong_invoices_are_told_of_and_nothing_is_written(services, two, put):  # noqa: ARG001 - they must be there
    path = put(
        INVOICES
        + ",1,2021-01-01,,,,,,1.98\n"
        + "5,9,2021-01-01,,,,,,1.98\n"
        + "6,1,2031-01-01,,,,,,1.98\n"
        + "7,1,2021-01-01,,,,Atlantis,,1.98\n"
        + "8,1,2021-01-01,,,,,,-1\n"
        + "9,1,2021-01-01,,,,,,1.985\n"
        + "10,1,2021-01-01,,,,,,1\n"
        + "10,2,2021-01-01,,,,,,2\n"
        + "11,1,,,,,,,2\n"
    )

    said = problems(services, "invoices", path)

    assert len(said) == 8
    for told, part in zip(
        said,
        ("number", "Client ID", "future", "not a country", "negative", "decimal", "Line 8", "day"),
        strict=True,
    ):
        assert part in told
    with pytest.raises(RowsRefused):
        services.table_imports.run("invoices", path)
    assert services.invoices.count(ListQuery()) == 0


def test_a_number_that_is_there_with_another_total_is_refused(services, two, put):  # noqa: ARG001 - as above
    services.table_imports.run("invoices", put(INVOICES + "5,1,2021-01-01,,,,,,1.98\n"))

    [said] = problems(services, "invoices", put(INVOICES + "5,1,2021-01-01,,,,,,2.98\n"))

    assert "already" in said
    assert "never changes" in said


def test_our_own_numbers_are_passed_over(services, two, put):  # noqa: ARG001 - as above
    rows = "INV-2026-00041,1,2026-01-01,,,,,,1.98\n"
    services.table_imports.run("invoices", put(INVOICES + rows))

    assert services.invoices.find("INV-2026-00041")


PAYMENTS = "Client ID;Received;Amount;Reference;Invoice number\n"


def test_payments_pay_what_they_name_and_the_rest_stays_as_credit(services, two, put):  # noqa: ARG001 - as above
    services.table_imports.run(
        "invoices", put(INVOICES + "5,1,2021-01-01,,,,,,10\n6,1,2021-02-01,,,,,,5\n")
    )
    path = put(PAYMENTS + "1;2021-03-01;6,50;R1;6\n1;2021-03-02;4,00;R2;\n2;2021-03-02;4,00;R2;\n")

    rehearsed = services.table_imports.rehearse("payments", path)
    done = services.table_imports.run("payments", path)

    assert counts(rehearsed) == counts(done) == (3, 0, 0)
    paid = Condition("status", Op.IN, (InvoiceStatus.PAID,))
    asked = ListQuery(conditions=(paid,))
    rows = services.invoices.rows(services.invoices.ids(asked, Progress()))
    assert [row.number for row in rows] == ["6"]
    five = services.invoices.show(services.invoices.find("5"))
    assert five.paid.minor == 400
    payments = services.payments.rows(services.payments.ids(ListQuery(), Progress()))
    assert sorted(row.unapplied.minor for row in payments) == [0, 150, 400]
    assert counts(services.table_imports.run("payments", path)) == (0, 3, 0)


def test_the_same_payment_twice_in_a_file_is_two_payments(services, two, put):  # noqa: ARG001 - as above
    rows = "1;2021-03-01;6,50;;\n" * 2
    services.table_imports.run("payments", put(PAYMENTS + rows))

    assert counts(services.table_imports.run("payments", put(PAYMENTS + rows))) == (0, 2, 0)
    found = services.table_imports.run("payments", put(PAYMENTS + rows + "1;2021-03-01;6,50;;\n"))
    assert counts(found) == (1, 2, 0)


def test_wrong_payments_are_told_of(services, two, put):  # noqa: ARG001 - as above
    path = put(
        PAYMENTS
        + "1;;6,50;;\n"
        + "1;2031-01-01;6,50;;\n"
        + "1;2021-01-01;0;;\n"
        + "1;2021-01-01;six;;\n"
        + "1;2021-01-01;6,50;;77\n"
        + ";2021-01-01;6,50;;\n"
    )

    said = problems(services, "payments", path)

    assert len(said) == 6
    for told, part in zip(
        said, ("day", "future", "above zero", "six", "no invoice 77", "whose"), strict=True
    ):
        assert part in told
