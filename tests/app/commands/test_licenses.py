"""`desk licenses`, `desk activations` and what is sold, from issue to cancellation."""

import csv
import json
from datetime import date, timedelta

import pytest

from app.bootstrap import open_database
from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.engine import Address
from app.core.money import Money
from app.services import Services
from tests.conftest import PASSWORD

ADA = "ada@example.org"
FAR = (date.today() + timedelta(days=4000)).isoformat()  # noqa: DTZ011 - far from any edge


@pytest.fixture
def sold(written):
    """A product with a plan of two devices."""
    with_it = open_database(Address.parse(written))
    try:
        actor = with_it.gate.sign_in(ADA, PASSWORD)
        services = Services.build(with_it.db, actor, with_it.changes)
        product = services.products.create(ProductDraft(name="Modeller", reference="MOD-1"))
        services.plans.create(
            product, PlanDraft("Pro", yearly=Money(10_000, "EUR"), activation_limit=2)
        )
    finally:
        with_it.close()


@pytest.fixture
def issue(ask, sold):  # noqa: ARG001 - it must be there
    """A function that issues a license by the command and gives what it printed."""

    def run(*options):
        status, out, err = ask("licenses", "issue", "mod-1", "--plan", "pro", *options)
        assert (status, err[-1:]) == (0, err[-1:]), err
        return json.loads(out)

    return run


@pytest.fixture
def rows(ask):
    def listed(*options, what="licenses"):
        told = json.loads(ask(what, "list", *options)[1])
        assert told["total"] >= len(told["rows"])
        return told["rows"]

    return listed


def test_a_license_from_issue_to_cancellation(ask, issue, rows, three):  # noqa: ARG001 - customers
    made = issue("--customer", "anna@a.example", "--order", "O-7")
    assert len(made["key"]) > 10
    assert not made["customer_created"]
    [row] = rows("--customer", "anna@a.example", "--status", "active", "--product", "Modeller")
    assert {"product": "Modeller", "plan": "Pro", "status": "active", "customer": "Anna Ärger",
            "activations": 0, "limit": 2}.items() <= row.items()  # fmt: skip
    assert row["key"].endswith(made["key"][-5:])
    assert made["key"] not in row["key"]
    assert row["expires_at"] > row["expires_on"]
    assert rows("--expiring", "30") == []
    assert len(rows("--expiring", "400", "--sort", "-expires_on")) == 1

    key = made["key"]
    assert ask("licenses", "extend", key, "--to", FAR)[0] == 0
    status, out, err = ask("licenses", "renew", "O-7", "--cycle", "yearly", "--rehearse")
    assert (status, json.loads(out)["rows"][0]["old"]) == (0, FAR)
    assert err[-1] == "This was a rehearsal. Nothing was changed."
    assert rows()[0]["expires_on"] == FAR
    assert ask("licenses", "renew", key, "--months", "1")[0] == 0
    assert rows()[0]["expires_on"] > FAR

    assert ask("licenses", "suspend", key, "--reason", "Late")[0] == 0
    status, out, err = ask("licenses", "suspend", key)
    assert (status, json.loads(out)["done"]) == (1, [])
    assert "suspended already" in err[-1]
    assert ask("licenses", "resume", key)[0] == 0
    assert ask("licenses", "revoke", key)[2][-1].startswith("Nobody is there to ask")
    assert ask("licenses", "revoke", key, "--yes")[0] == 0
    assert ask("licenses", "reinstate", key, "--reason", "Paid")[0] == 0
    assert json.loads(ask("licenses", "reveal", str(made["id"]))[1]) == {"key": key}
    assert ask("licenses", "cancel", key, "--unassign", "--yes")[0] == 0
    shown = json.loads(ask("licenses", "show", key)[1])
    assert (shown["state"], shown["customer"], shown["devices"]) == ("cancelled", None, [])


def test_pool_assign_transfer(ask, issue, rows, three):  # noqa: ARG001 - customers
    ids = issue("--count", "3", "--order", "B-1")["ids"]
    assert len(rows("--unassigned")) == len(ids) == 3
    to = ("--to", "new@n.example")
    status, out, err = ask("licenses", "assign", ids[0], *to)
    assert (status, out) == (1, "")
    assert "Add --create" in err[-1]
    status, out, _err = ask("licenses", "assign", *ids, *to, "--create")
    assert (status, json.loads(out)["customer_created"]) == (0, True)
    assert rows("--unassigned") == []
    whole = ("licenses", "transfer", "--from", "new@n.example", "--to", "bert@b.example")
    status, out, _err = ask(*whole, "--license", ids[0], "--rehearse")
    assert (status, json.loads(out)["licenses"]) == (0, 1)
    status, out, _err = ask(*whole, "--yes", "--notify")
    assert (status, len(json.loads(out)["done"]), json.loads(out)["mailed"]) == (0, 3, 1)
    assert len(rows("--customer", "bert@b.example")) == 3
    status, out, _err = ask("licenses", "unassign", *ids)
    assert (status, len(rows("--unassigned"))) == (0, 3)
    status, out, err = ask(*whole[:3], "bert@b.example", "--to", "anna@a.example", "--yes")
    assert (status, "no licenses to transfer" in err[-1]) == (1, True)


def test_devices_and_why_one_will_not_activate(ask, issue, rows, three, tmp_path):  # noqa: ARG001 - customers
    made = issue("--customer", "anna@a.example")
    key = made["key"]
    for name in ("box-1", "box-2"):
        assert ask("activations", "add", key, name, "--label", name.upper())[0] == 0
    status, out, err = ask("activations", "add", key, "box-3")
    assert (status, out) == (1, "")
    assert err[-1].startswith("Activation limit reached")
    status, out, err = ask("licenses", "explain", key, "--device", "box-3")
    assert (status, "failed" in out, err[-1].startswith("Activation limit")) == (
        1, True, True,
    )  # fmt: skip
    status, out, _err = ask("licenses", "explain", key, "--device", "box-1", "--json")
    told = json.loads(out)
    assert (status, told["allowed"]) == (0, True)
    checks = told["found"][0]["verdict"]["checks"]
    assert {"name", "title", "result", "evidence", "passed"} <= checks[0].keys()
    assert all(check["passed"] for check in checks)
    wrong = "0" if key[-1] != "0" else "1"
    status, out, err = ask("licenses", "explain", key[:-1] + wrong)
    assert (status, "mistyped" in err[-1]) == (1, True)
    status, out, err = ask("licenses", "explain", "anna@a.example", "--at", "2001-01-01")
    assert (status, "issued later" in out) == (1, True)

    listed = rows("--license", key, "--state", "active", "--sort", "device", what="activations")
    assert [row["device"] for row in listed] == ["BOX-1", "BOX-2"]
    path = tmp_path / "a.csv"
    asked = ("--license", key, "--state", "active", "--columns", "device,state")
    assert ask("activations", "export", path, *asked)[2] == [f"2 activations saved in {path}."]
    assert "BOX-2,Active" in path.read_text("utf-8-sig")
    one, two = (row["id"] for row in listed)
    assert ask("activations", "deactivate", one, "--reason", "Sold")[0] == 0
    assert ask("activations", "block", two)[0] == 0
    assert ask("licenses", "explain", key, "--device", "box-2")[0] == 1
    assert ask("activations", "unblock", two)[0] == 0
    status, out, err = ask("activations", "deactivate", 999_999)
    assert (status, json.loads(out)["refused"][0]["id"]) == (1, 999_999)
    assert rows("--customer", "anna@a.example", "--product", "MOD-1")[0]["activations"] == 0


def test_renewals_and_what_is_sold(ask, issue, rows, three, tmp_path):  # noqa: ARG001 - customers
    soon = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 - far from any edge
    for _each in range(2):
        issue("--customer", "anna@a.example", "--expires", soon, "--subscription")
    told = json.loads(ask("licenses", "renewals")[1])
    assert told["total"] == 1
    assert {"priority": "medium", "count": 2, "soonest": soon}.items() <= told["rows"][0].items()
    assert ask("licenses", "renewals", "--out", tmp_path / "r.csv")[0] == 0
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["E-mail"] for line in csv.DictReader(file)] == ["anna@a.example"]
    status, out, err = ask("licenses", "mark-renewed", "anna@a.example", "bert@b.example")
    assert (status, len(json.loads(out)["done"])) == (1, 1)
    assert "ends within 60 days" in err[-1]
    assert [row["reference"] for row in rows(what="products")] == ["MOD-1"]
    assert len(rows("--search", "anna", what="subscriptions")) == 2


WRONG = (
    (("list", "--status", "gone"), 2, "--status is one of"),
    (("list", "--sort", "colour"), 2, "--sort is one of"),
    (("list", "--product", "NONE"), 1, "Their references: MOD-1"),
    (("list", "--plan", "Basic"), 1, "There are: Pro"),
    (("show", "ZZZZ"), 1, "Check it for typing errors"),
    (("issue", "mod-1", "--cycle", "weekly"), 2, "--cycle is one of"),
    (("issue", "mod-1", "--expires", "soon"), 2, "--expires is a day"),
    (("issue", "mod-1", "--count", "2", "--key", "ABCDEF"), 2, "--count goes with"),
    (("issue", "mod-1", "--key", "AB"), 1, "key: A license key has at least"),
    (("issue", "mod-1", "--customer", "x@y.example"), 1, "Add --create"),
    (("renew", "1"), 2, "Say by how much"),
    (("explain",), 1, "Enter a license key"),
    (("explain", "X-1", "--at", "3000-01-01"), 1, "That lies ahead"),
)


def test_what_cannot_be_is_said(ask, sold):  # noqa: ARG001 - it must be there
    for arguments, status, said in WRONG:
        came, out, err = ask("licenses", *arguments)
        assert (came, out) == (status, "")
        assert any(said in line for line in err), err


def test_keys_and_devices_come_from_files(ask, sold, rows, tmp_path):  # noqa: ARG001 - it must be there
    keys, devices, mend = (tmp_path / name for name in ("keys.csv", "devices.csv", "mend.csv"))
    keys.write_text("Serial No,SKU,Mail,Until\nKEYS-0001,mod-1,joe@roe.example,01/02/2039\n"
                    "KEYS-0002,PNT,,\n")  # fmt: skip
    (tmp_path / "map.json").write_text('{"Serial No": "key", "SKU": "product", "Mail": "email", '
                                       '"Until": "expires_on"}')  # fmt: skip
    how = (keys, "--mapping", tmp_path / "map.json", "--date-order", "dmy")
    status, out, err = ask("licenses", "import", *how, "--rehearse", "--save-errors", mend)
    told = json.loads(out)
    assert (status, told["create"], told["error"], told["errors"][0]["line"]) == (0, 1, 1, 3)
    assert err == [f"1 row is in {mend}.", "1 new customer is created, and invited by e-mail.",
                   "This was a rehearsal. Nothing was written."]  # fmt: skip
    status, out, err = ask("licenses", "import", *how)
    assert (status, json.loads(out)["error"]) == (1, 1)
    assert "1 row has a problem, so nothing was imported." in err[-1]
    assert rows() == []
    status, _out, err = ask("licenses", "import", *how, "--skip-errors")
    assert (status, err[-1]) == (0, "1 created, 0 updated, 0 unchanged, 1 left out.")
    assert rows()[0]["expires_on"] == "2039-02-01"

    devices.write_text("key,device,status\nKEYS-0001,pc-1,active\nKEYS-0001,pc-2,ended\n")
    status, out, err = ask("activations", "import", devices)
    assert (status, err[-1]) == (0, "1 created, 0 updated, 0 unchanged, 1 left out.")
    assert json.loads(out)["skipped"][0]["line"] == 3
    assert rows(what="activations")[0]["identifier"] == "pc-1"
    assert ask("licenses", "import", keys, "--date-order", "odd")[0] == 2
