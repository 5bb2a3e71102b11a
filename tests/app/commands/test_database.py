"""`desk init`, `migrate`, `check`, `audit`, `staff`, and what is refused."""

import io
import json
import os
import stat
import sys

import pytest

from app import bootstrap
from app.core.engine import Database
from app.customers.service import CustomerService
from migrations import HEAD
from tests.app.commands.conftest import ADA, typed
from tests.conftest import PASSWORD


def test_init_makes_the_database_and_its_first_administrator(desk, make_address):
    address = typed(make_address(migrated=False))
    init = ("init", "--organization", "Acmé", "--admin-name", "Ada", "--admin-email", ADA)

    status, out, err = desk("--database", address, *init)
    assert (status, out) == (0, "")
    assert err[-1].endswith(f"is ready. Sign in with {ADA}.")

    status, out, err = desk("--database", address, "--user", ADA, "customers", "list")
    assert (status, json.loads(out), err) == (0, {"total": 0, "rows": []}, [])

    status, out, err = desk("--database", address, *init)
    assert (status, out) == (1, "")
    assert err[-1] == "This database already belongs to Acmé. Sign in instead."


def test_init_without_a_database_named_makes_the_default_one(desk, home):
    status, out, _err = desk(
        "--json", "init", "--organization", "A", "--admin-name", "B", "--admin-email", ADA,
        "--time-zone", "Europe/Berlin", "--currency", "EUR",
    )  # fmt: skip

    path = home / "data" / "customer-desk.db"
    assert (status, json.loads(out)["database"]) == (0, str(path))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_wrong_with_init_is_said_and_nothing_is_made(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_PASSWORD", "short")
    path = tmp_path / "new.db"

    status, out, err = desk(
        "--database", path, "init", "--organization", " ", "--admin-name", "B",
        "--admin-email", "nowhere",
    )  # fmt: skip

    assert (status, out) == (1, "")
    assert {line.partition(":")[0] for line in err[:-1]} == {"organization", "email", "password"}
    assert err[-1].startswith("Nothing was saved. Correct ")
    assert not path.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("customers", "list"),
        ("customers", "show", "1"),
        ("check",),
        ("audit", "verify"),
        ("staff", "list"),
    ],
)
def test_commands_on_data_need_a_user(desk, written, arguments):
    status, out, err = desk("--database", written, *arguments)
    assert (status, out) == (2, "")
    assert "--user" in err[-1]


def test_a_wrong_password_is_refused_and_counted(desk, written, monkeypatch):
    monkeypatch.setenv("DESK_PASSWORD", "wrong")
    asked = ("--database", written, "--user", ADA, "customers", "list")
    for _try in range(5):
        status, out, err = desk(*asked)
        assert (status, out) == (1, "")
        assert err[-1].startswith("E-mail or password is not right.")
    assert "15 seconds" in err[-1]

    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    assert "too many failed attempts" in desk(*asked)[2][-1]


def test_without_keyboard_and_variable_the_password_is_asked_for_in_words(
    desk, written, monkeypatch
):
    monkeypatch.delenv("DESK_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    status, _out, err = desk("--database", written, "--user", ADA, "customers", "list")

    assert (status, err[-1]) == (2, "Put the password into the environment variable DESK_PASSWORD.")


@pytest.mark.parametrize(
    "wrong",
    [
        ("customers", "list", "--sort", "shoe size"),
        ("customers", "list", "--status", "sleepy"),
        ("customers", "list", "--limit", "-1"),
        ("customers", "list", "--limit", "many"),
        ("customers", "import", "x.csv", "--delimiter", "dot"),
        ("customers", "show"),
        ("customers",),
        ("frobnicate",),
        ("--frobnicate",),
        (),
        ("customers", "list", "--search", "a\udcffb"),
    ],
)
def test_wrong_usage_is_two(desk, wrong):
    status, out, err = desk(*wrong)

    assert (status, out) == (2, "")
    assert err


def test_check_finds_a_sound_database_sound(ask, three):
    assert three
    status, out, err = ask("check")
    assert (status, err[-1]) == (0, "The database is sound.")
    assert out.splitlines()[0].split() == ["check", "result"]

    status, out, _err = ask("--json", "check")
    assert (status, json.loads(out)["sound"]) == (0, True)


def test_check_and_verify_fail_with_a_sentence(desk, make_address):
    address = make_address(founded=True)
    asked = ("--database", typed(address), "--user", ADA, "--json")
    assert json.loads(desk(*asked, "audit", "verify")[1])["whole"]
    database = Database(address)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_head SET hash = 'x'")
    database.close()

    status, out, err = desk(*asked, "check")
    assert (status, json.loads(out)["sound"]) == (1, False)
    assert "audit trail does not end" in err[-1]
    status, out, err = desk(*asked, "audit", "verify")
    assert (status, json.loads(out)["whole"]) == (1, False)
    assert "audit trail does not end" in err[-1]


def test_staff_are_added_with_a_password_shown_once(desk, written, monkeypatch):
    asked = ("--database", written, "--user", ADA, "--json", "staff")
    status, out, _err = desk(
        *asked, "add", "--name", "Sam Ö", "--email", "sam@example.org",
        "--role", "sales manager", "--team", "North",
    )  # fmt: skip
    added = json.loads(out)
    assert status == 0

    listed = json.loads(desk(*asked, "list")[1])
    assert [(row["name"], row["team"], row["role"]) for row in listed["rows"]] == [
        ("Ada Admin", "", "Super Admin"),
        ("Sam Ö", "North", "Sales Manager"),
    ]
    monkeypatch.setenv("DESK_PASSWORD", added["password"])
    as_sam = ("--database", written, "--user", "sam@example.org")
    assert json.loads(desk(*as_sam, "customers", "list")[1])["total"] == 0
    status, out, err = desk(*as_sam, "staff", "list")
    assert (status, out) == (1, "")
    assert err[-1].startswith("Your role, Sales Manager, does not allow this")


def test_an_unknown_role_is_refused_with_the_known_ones(ask):
    status, _out, err = ask(
        "staff", "add", "--name", "X", "--email", "x@example.org", "--role", "King"
    )

    assert status == 1
    assert "Super Admin, CEO, Manager" in err[-1]


def test_migrate_says_what_it_did(desk, written, monkeypatch):
    status, _out, err = desk("--database", written, "migrate")
    assert (status, err) == (
        0,
        [f"The database has schema {HEAD} already. There was nothing to do."],
    )

    monkeypatch.setattr(bootstrap, "HEAD", "0002")
    monkeypatch.setattr("migrations.HEAD", "0002")
    status, out, err = desk("--database", written, "--json", "migrate")
    assert (status, json.loads(out)["found"]) == (0, HEAD)
    assert err[-1] == "The database now has schema 0002."
    assert (json.loads(out)["backup"] is None) == written.startswith("postgresql")


def test_a_database_that_cannot_be_opened_is_one_sentence(desk, tmp_path):
    (tmp_path / "picture.db").write_bytes(b"\x89PNG")
    for address in (
        tmp_path / "none.db", tmp_path / "picture.db", tmp_path, "mysql://host/db",
        "postgresql://ada:s3cret@127.0.0.1:1/desk",
    ):  # fmt: skip
        status, out, err = desk("--database", address, "--user", ADA, "customers", "list")
        assert (status, out, len(err)) == (1, "", 1)
        assert "s3cret" not in err[0]


def test_a_bug_is_one_sentence_and_an_entry_in_the_log(ask, monkeypatch, home):
    def broken(*_arguments):
        raise ZeroDivisionError("secret thoughts")

    monkeypatch.setattr(CustomerService, "ids", broken)

    status, out, err = ask("customers", "list")

    log = home / "log" / "desk.log"
    assert (status, out, len(err)) == (1, "", 1)
    assert "ZeroDivisionError" in err[0]
    assert str(log) in err[0]
    assert "Traceback" in log.read_text()


def test_demo_data_goes_into_an_initialised_empty_database_only(desk, make_address):
    address = typed(make_address(founded=True))
    status, out, err = desk("--database", address, "--json", "demo", "--customers", "120")
    assert (status, json.loads(out), err[-1]) == (
        0,
        {"customers": 120},
        "120 customers were made up.",
    )
    asked = ("--database", address, "--user", ADA)
    assert json.loads(desk(*asked, "customers", "list", "--limit", 1)[1])["total"] > 80
    assert desk(*asked, "check")[0] == 0

    status, out, err = desk(*asked, "demo")
    assert (status, out) == (1, "")
    assert "has customers already" in err[-1]


def test_demo_data_needs_an_organization(desk, make_address):
    status, out, err = desk("--database", typed(make_address()), "demo")

    assert (status, out) == (1, "")
    assert "desk init" in err[-1]
