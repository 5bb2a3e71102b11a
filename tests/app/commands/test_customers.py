"""`desk customers`."""

import io
import json
import sys
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.customers.drafts import CustomerDraft, HoldDraft
from app.customers.schemas import HoldKind
from app.services import Services
from tests.app.commands.conftest import ADA, COMPANY, typed


def test_a_created_company_is_listed_and_shown(ask, company_file):
    status, out, err = ask("customers", "create-company", company_file)
    made = json.loads(out)
    assert (status, err) == (0, ["Zürich Ä&Ö AG was created."])
    assert made == {"customer_id": 1, "client_id": "CUST-000001", "sign_in": "zoe@acme.example"}

    listed = json.loads(ask("customers", "list", "--search", "ZURICH")[1])
    assert listed["total"] == 1
    [row] = listed["rows"]
    assert row["name"] == "Zürich Ä&Ö AG"
    assert row["revenue"] == {"minor": 0, "currency": "EUR", "amount": "0.00"}
    assert row["created_at"].endswith("+00:00")

    for named in ("1", "CUST-000001", " ZOE@acme.example"):
        status, out, err = ask("customers", "show", named)
        assert json.loads(out)["contacts"][0]["name"] == "Zoë Ng"
    assert "password" not in out


def test_a_company_from_stdin(ask, monkeypatch):
    text = io.TextIOWrapper(io.BytesIO(json.dumps(COMPANY).encode()))
    monkeypatch.setattr(sys, "stdin", text)

    assert ask("customers", "create-company", "-")[0] == 0


def test_a_taken_address_is_refused_at_its_field(ask, company_file):
    ask("customers", "create-company", company_file)

    status, out, err = ask("customers", "create-company", company_file)

    assert (status, out) == (1, "")
    assert err[-1].startswith("admin_email: This e-mail already belongs to Zürich Ä&Ö AG.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "must hold one JSON object"),
        ('{"company_name": 5}', "company_name: Write this as text"),
        ('{"nickname": "x"}', "nickname: There is no such field"),
        ('{"company_name": "A\\u0000B"}', "then try again"),
        ('{"company_name": "\\ud800"}', "then try again"),
        ("{}", "then try again"),
        ("\udcff", "is not JSON"),
    ],
)
def test_what_is_no_company_is_refused(ask, tmp_path, text, words):
    path = tmp_path / "bad.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    status, out, err = ask("customers", "create-company", path)

    assert (status, out) == (1, "")
    assert words in err[-1]
    assert json.loads(ask("customers", "list")[1])["total"] == 0


def test_a_missing_file_is_said(ask, tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        status, out, err = ask("customers", "create-company", path)
        assert (status, out, len(err)) == (1, "", 1)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Anna Ärger", "Bert Zorn", "Çelik"]),
        ("-name", ["Çelik", "Bert Zorn", "Anna Ärger"]),
        ("email", ["Anna Ärger", "Bert Zorn", "Çelik"]),
        ("phone", ["Bert Zorn", "Anna Ärger", "Çelik"]),
        ("-phone", ["Anna Ärger", "Bert Zorn", "Çelik"]),
    ],
)
def test_lists_are_sorted_with_blanks_last(ask, three, sort, names):
    assert three
    listed = json.loads(ask("customers", "list", "--sort", sort)[1])

    assert [row["name"] for row in listed["rows"]] == names


@pytest.mark.parametrize(
    "key", ["company", "status", "created_at", "licenses", "subscriptions", "revenue"]
)
def test_every_sort_key_works_both_ways(ask, three, key):
    assert three
    for sort in (key, f"-{key}"):
        status, out, _err = ask("customers", "list", "--sort", sort)
        assert (status, json.loads(out)["total"]) == (0, 3)


def test_limit_and_offset_cut_but_do_not_count(ask, three):
    assert three
    names = ["Anna Ärger", "Bert Zorn", "Çelik"]
    for limit, offset in ((0, 0), (1, 0), (1, 2), (2, 1), (9, 9), (None, 1)):
        cut = ["--offset", offset] + (["--limit", limit] if limit is not None else [])
        listed = json.loads(ask("customers", "list", "--sort", "name", *cut)[1])
        stop = None if limit is None else offset + limit
        assert [row["name"] for row in listed["rows"]] == names[offset:stop]
        assert listed["total"] == 3


def test_status_narrows_the_list(ask, three):
    assert three
    for status, total in (("active", 3), ("blocked", 0), ("deleted", 0)):
        assert json.loads(ask("customers", "list", "--status", status)[1])["total"] == total


def test_a_search_takes_its_words_literally(ask, three):
    assert three
    for words in ("%", "_", "'; DROP TABLE customers; --", '"', "*", "NEAR(", "\\"):
        status, out, _err = ask("customers", "list", "--search", words)
        assert (status, json.loads(out)["total"]) == (0, 0)


def test_a_rehearsal_writes_nothing(ask, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("email,name\nann@a.example,Ann\n")

    status, out, err = ask("customers", "import", path, "--rehearse")

    assert (status, json.loads(out)["create"]) == (0, 1)
    assert err[-1] == "This was a rehearsal. Nothing was written."
    assert json.loads(ask("customers", "list")[1])["total"] == 0


def test_the_same_file_twice_changes_nothing(ask, three):
    status, out, _err = ask("customers", "import", three)

    assert (status, json.loads(out)["unchanged"], json.loads(out)["create"]) == (0, 3, 0)


def test_a_bad_row_stops_the_import_unless_it_is_left_out(ask, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("email,name\nann@a.example,Ann\nnot an address,Bob\n")

    status, out, err = ask("customers", "import", path)
    assert status == 1
    [problem] = json.loads(out)["errors"]
    assert (problem["line"], problem["field"]) == (3, "email")
    assert "1 row has a problem" in err[-1]
    assert json.loads(ask("customers", "list")[1])["total"] == 0

    status, out, _err = ask("customers", "import", path, "--skip-errors")
    assert (status, json.loads(out)["create"], json.loads(out)["error"]) == (0, 1, 1)


def test_a_mapping_says_which_column_is_what(ask, tmp_path):
    path, mapping = tmp_path / "odd.csv", tmp_path / "mapping.json"
    path.write_text("A;B\nann@a.example;Ann\n")
    mapping.write_text('{"A": "email", "B": "first_name"}')

    assert (
        ask("customers", "import", path, "--mapping", mapping, "--delimiter", "semicolon")[0] == 0
    )

    mapping.write_text('{"A": "shoe_size"}')
    status, _out, err = ask("customers", "import", path, "--mapping", mapping)
    assert status == 1
    assert "shoe_size" in err[-1]


def test_changes_by_desk_are_in_the_history_under_the_users_name(desk, make_address, company_file):
    address = make_address(founded=True)
    desk("--database", typed(address), "--user", ADA, "customers", "create-company", company_file)

    database = Database(address)
    with database.reading(SYSTEM) as session:
        names = set(
            session.scalars(
                sa.text("SELECT actor_name FROM audit_events WHERE subject = 'customers'")
            )
        )
    database.close()
    assert names == {"Ada Admin"}


def test_a_hold_that_ran_out_is_over_for_whoever_looks(ask, written):
    """Also when no window was open, and nobody ran upkeep, since its end."""
    database = Database(Address.parse(written), FixedClock(datetime(2020, 1, 1, tzinfo=UTC)))
    services = Services.build(database, SYSTEM, Changes())
    held = services.customers.create(CustomerDraft("held@example.org", "H", "E"))
    gone = services.customers.create(CustomerDraft("gone@example.org", "G", "O"))
    end = datetime(2020, 1, 3, tzinfo=UTC)
    services.lifecycle.hold(held, HoldDraft(HoldKind.SUSPENDED, ends_at=end))
    services.lifecycle.delete([gone])
    database.close()

    [row] = json.loads(ask("customers", "list", "--status", "active")[1])["rows"]
    assert (row["id"], row["status"]) == (held, "active")
    assert json.loads(ask("customers", "list", "--status", "suspended")[1])["total"] == 0
    shown = json.loads(ask("customers", "show", str(gone))[1])
    assert (shown["first_name"], shown["email"]) == ("", "")


def test_an_import_shows_what_was_guessed(ask, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(
        "Mail;Vorname;Joined;Mail\na@b.example;J\xf6rg;31.12.2023;x\n".encode("cp1252")
    )

    status, out, err = ask("customers", "import", path, "--rehearse")

    assert (status, json.loads(out) | {"mapping": None}) == (0, {
        "create": 1, "update": 0, "unchanged": 0, "error": 0, "errors": [], "warnings": [],
        "mapping": None, "encoding": "cp1252", "delimiter": "semicolon", "date_order": "dmy",
        "sheet": "", "skip": 0, "skipped": [], "new_tags": [],
    })  # fmt: skip
    assert json.loads(out)["mapping"]["Mail"] == "email"
    assert err[0].startswith("The encoding is a guess: Western European (Windows-1252).")
    assert "“Mail (2)” here" in err[1]
