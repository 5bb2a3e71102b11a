"""`desk invoices`, `desk payments`, `desk statement`."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def did(ask):
    """A function that runs a command line that must succeed, and gives its data and words."""

    def run(*arguments):
        status, out, err = ask(*arguments)
        assert status == 0, err
        return json.loads(out) if out else None, err

    return run


def test_a_real_list_of_invoices_is_billed_paid_and_put_on_paper(ask, did, tmp_path):
    did("customers", "import", DATA / "chinook-customers.csv")
    told, said = did("invoices", "import", DATA / "chinook-invoices.csv", "--rehearse")
    assert (told["create"], said[-1]) == (412, "This was a rehearsal. Nothing was written.")
    assert did("invoices", "import", DATA / "chinook-invoices.csv")[0]["create"] == 412

    found, _said = did("invoices", "list", "--customer", "2", "--sort", "issued_on")
    numbers = [row["number"] for row in found["rows"]]
    assert found["total"] == 7
    assert numbers[0] == "1"
    assert did("invoices", "list", "--status", "overdue", "--limit", "1")[0]["total"] == 412
    shown, _said = did("invoices", "show", "1")
    assert (shown["total"]["amount"], shown["buyer"]["city"]) == ("1.98", "Stuttgart")
    assert did("invoices", "pdf", "1", "--out", tmp_path / "one.pdf")[1][-1].endswith("written.")
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")

    paid, said = did("payments", "record", "2", "5.00", "--invoice", "1", "--reference", "R1")
    assert (paid["allocated"]["amount"], paid["unapplied"]["amount"]) == ("1.98", "3.02")
    assert said[-1] == "PAY-000001 was recorded."
    assert did("invoices", "show", "1")[0]["status"] == "paid"
    status, _out, err = ask("payments", "record", "2", "5.00", "--reference", "R1")
    assert (status, "already" in err[-1]) == (1, True)
    assert did("payments", "list", "--state", "succeeded")[0]["total"] == 1
    asked = ("--status", "overdue", "--customer", "3", "--columns", "number,owed")
    assert did("invoices", "export", tmp_path / "i.pdf", *asked)[1][-1][:15] == "7 invoices save"
    assert did("payments", "export", tmp_path / "p.csv")[1][-1][:15] == "1 payment saved"
    did("payments", "receipt", "PAY-000001", "--out", tmp_path / "receipt.pdf")

    account, _said = did("statement", "2", "--from", "2021-01-01")
    total = sum(one["charged"]["minor"] - one["credited"]["minor"] for one in account["entries"])
    assert account["closing"]["minor"] == total
    did("statement", "2", "--from", "2021-01-01", "--out", tmp_path / "statement.pdf")
    assert (tmp_path / "statement.pdf").stat().st_size > 1000


def test_what_cannot_be_is_said(ask, did, three):  # noqa: ARG001 - they must be there
    for line, status, said in (
        (("invoices", "list", "--status", "lost"), 2, "--status is one of draft"),
        (("invoices", "list", "--sort", "colour"), 2, "--sort is one of number"),
        (("invoices", "show", "INV-1"), 1, "INV-1"),
        (("invoices", "run", "--month", "next"), 2, "--month is a month like 2026-11."),
        (("invoices", "run", "--month", "2099-01", "--rehearse"), 1, "not later"),
        (("invoices", "issue", "99"), 1, ""),
        (("payments", "list", "--state", "gone"), 2, "--state is one of pending"),
        (("payments", "record", "nobody@example.org", "5"), 1, "nobody@example.org"),
        (("statement", "1", "--from", "May"), 2, "--from is a day like 2027-12-31."),
    ):
        got, _out, err = ask(*line)
        assert (got, said in err[-1]) == (status, True), (line, err)


def test_a_month_without_anything_to_bill_says_so(ask, did, three):  # noqa: ARG001 - as above
    told, said = did("invoices", "run", "--month", "2026-11", "--rehearse")
    assert told["invoices"] == []
    assert said[-1] == "This was a rehearsal. Nothing was billed."
    status, _out, err = ask("invoices", "run", "--month", "2026-11", "--yes")
    assert (status, "nothing to bill" in err[-1]) == (1, True)
