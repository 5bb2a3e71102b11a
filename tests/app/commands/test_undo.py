"""`desk undo` and `desk redo`."""

import json
import os
import subprocess
import sys

import pytest

from tests.app.commands.conftest import ADA
from tests.conftest import PASSWORD

ALL = ("customers", "bulk", "edit", "--all", "--yes", "--set")


@pytest.fixture
def cities(ask):
    """A function that gives everybody's city by first name."""

    def found():
        rows = json.loads(ask("customers", "list")[1])["rows"]
        return {row["person"].split()[0]: row["city"] for row in rows}

    return found


@pytest.fixture
def moved(ask):
    """A function that runs a command line that must succeed, and gives its data and last word."""

    def run(*arguments):
        status, out, err = ask(*arguments)
        assert status == 0, err
        return json.loads(out), err[-1]

    return run


def test_the_last_change_goes_and_comes_back(ask, three, moved, cities):  # noqa: ARG001 - they must be there
    assert ask(*ALL, "city=Bern")[0] == 0
    steps = json.loads(ask("undo", "--list")[1])
    assert (steps["undo"]["title"], steps["redo"]) == ("Edit 3 customers", None)

    told, said = moved("undo", "--rehearse")
    assert said == "This was a rehearsal. Nothing was changed."
    assert set(cities().values()) == {"Bern"}
    done, said = moved("undo", "--yes")
    assert (done, said) == (told, "Undone for 3 customers.")
    assert {"title": "Edit 3 customers", "changed": 3, "refused": 0, "rows": []}.items() <= (
        done.items()
    )
    assert set(cities().values()) == {""}

    command = done["command"]
    status, out, err = ask("undo", command, "--rehearse")
    assert (status, out) == (1, "")
    assert err[-1].startswith("Ada Admin undid this on ")
    told, _said = moved("redo", command, "--rehearse")
    again, said = moved("redo", "--yes")
    assert (again, said) == (told, "Redone for 3 customers.")
    assert set(cities().values()) == {"Bern"}
    assert ask("redo", command, "--yes")[2][-1].startswith("This is not undone")


def test_who_changed_it_since_is_named(ask, three, moved, cities):  # noqa: ARG001 - they must be there
    assert ask(*ALL, "city=Bern")[0] == 0
    command = json.loads(ask("undo", "--list")[1])["undo"]["command"]
    since = ("customers", "bulk", "edit", "--customer", "bert@b.example", "--set")
    assert ask(*since, "city=Chur", "--yes")[0] == 0

    status, out, err = ask("undo", command, "--yes")
    told = json.loads(out)
    assert (status, told["changed"], told["refused"]) == (1, 0, 1)
    assert told["rows"][0]["name"] == "Bert Zorn"
    assert told["rows"][0]["reason"].startswith("You changed City on ")
    assert err[-2] == "Add --partly to do it for the other 2."
    assert err[-1].startswith("1 of 3 customers stands in the way. Bert Zorn: You changed City on")
    assert moved("undo", command, "--rehearse")[0] == told

    looked, _said = moved("undo", command, "--partly", "--rehearse")
    done, said = moved("undo", command, "--partly", "--yes")
    assert (done, said) == (looked, "Undone for 2 customers.")
    assert (done["changed"], done["rows"]) == (2, told["rows"])
    assert cities() == {"Anna": "", "Bert": "Chur", "Çelik": ""}


def test_another_process_undoes_an_import(three, written, cities):  # noqa: ARG001 - they must be there
    run = [sys.executable, "-m", "app.cli", "--database", written, "--user", ADA, "undo", "--yes"]
    ran = subprocess.run(
        run, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "DESK_PASSWORD": PASSWORD},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, "Undone for 3 customers.")
    assert json.loads(ran.stdout)["title"] == "Import three.csv (3 rows)"
    assert cities() == {}


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("undo", "--yes"), 1, "You have done nothing yet that could be undone."),
        (("redo", "--yes"), 1, "You have undone nothing that could be redone."),
        (("undo", "999999", "--yes"), 1, "There is no change with the number 999999."),
        (("undo", "1", "--yes"), 1, "This was no change of customers"),
        (("undo", "1", "--rehearse"), 1, "This was no change of customers"),
        (("redo", "1", "--yes"), 1, "This is not undone"),
        (("undo", "0"), 2, "'command'"),
        (("undo", "99999999999999999999"), 2, "'command'"),
        (("undo", "last"), 2, "'command'"),
    ],
)
def test_what_cannot_be_is_said(ask, arguments, status, said):
    came, out, err = ask(*arguments)
    assert (came, out) == (status, "")
    assert said in err[-1]


def test_nobody_is_asked_where_nobody_is(ask, three, cities):  # noqa: ARG001 - they must be there
    status, out, err = ask("undo")
    assert (status, out) == (2, "")
    assert err[-1].startswith("Nobody is there to ask. Add --yes")
    assert len(cities()) == 3


def test_another_role_may_not(ask, desk, three, written, cities, monkeypatch):  # noqa: ARG001 - three
    command = json.loads(ask("undo", "--list")[1])["undo"]["command"]
    added = ("--name", "Sam", "--email", "sam@example.org", "--role", "Viewer")
    _status, out, _err = ask("--json", "staff", "add", *added)
    with monkeypatch.context() as patch:
        patch.setenv("DESK_PASSWORD", json.loads(out)["password"])
        sam = ("--database", written, "--user", "sam@example.org")
        assert json.loads(desk(*sam, "undo", "--list")[1]) == {"undo": None, "redo": None}
        status, out, err = desk(*sam, "undo", command, "--yes")
    assert (status, out) == (1, "")
    assert err[-1].startswith("Your role, Viewer, does not allow this")
    assert len(cities()) == 3
