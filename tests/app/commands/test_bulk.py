"""`desk customers bulk`."""

import json

import pytest


@pytest.fixture
def bulk(ask, three):  # noqa: ARG001 - they must be there
    return lambda *arguments: ask("customers", "bulk", *arguments)


@pytest.fixture
def found(ask):
    """A field of each customer by first name."""

    def values(field, *options):
        rows = json.loads(ask("customers", "list", *options)[1])["rows"]
        return {row["person"].split()[0]: row[field] for row in rows}

    return values


def test_fields_are_changed_after_a_rehearsal(bulk, found):
    change = ("edit", "--search", "49 30", "--set", "city=Bern", "--add", "notes=Called")
    status, out, err = bulk(*change, "--rehearse")
    assert (status, err[-1]) == (0, "This was a rehearsal. Nothing was changed.")
    told = json.loads(out)
    assert (told["changed"], told["unchanged"], told["refused"]) == (2, 0, 0)
    assert {"field": "City", "old": "", "new": "Bern"}.items() <= told["samples"][0].items()
    assert set(found("city").values()) == {""}

    status, out, err = bulk(*change, "--yes")
    assert (status, err[-1]) == (0, "2 customers changed.")
    assert found("city") == {"Anna": "Bern", "Bert": "Bern", "Çelik": ""}
    status, out, err = bulk("edit", "--all", "--replace", "city=bern=Basel", "--yes", "--parts")
    assert (status, json.loads(out)["changed"]) == (0, 2)
    assert bulk("edit", "--all", "--clear", "city", "--yes")[0] == 0
    assert set(found("city").values()) == {""}
    assert bulk("edit", "--all", "--clear", "city", "--yes")[2] == ["There was nothing to change."]


def test_states_owners_and_shelves(bulk, found):
    status, out, _err = bulk("suspend", "--customer", "anna@a.example", "--reason", "payment",
                             "--note", "Late", "--yes")  # fmt: skip
    assert (status, json.loads(out)["changed"]) == (0, 1)
    assert found("status")["Anna"] == "suspended"
    status, out, _err = bulk("block", "--all", "--until", "2999-01-31", "--yes")
    assert json.loads(out)["changed"] == 3
    assert bulk("activate", "--status", "blocked", "--yes")[0] == 0
    assert set(found("status").values()) == {"active"}
    assert bulk("owner", "--all", "--to", "nobody", "--yes")[0] == 0
    assert set(found("owner").values()) == {""}
    assert bulk("owner", "--all", "--to", "Ada Admin", "--yes")[0] == 0
    assert set(found("owner").values()) == {"Ada Admin"}
    status, out, _err = bulk("delete", "--search", "zorn", "--yes")
    assert json.loads(out)["changed"] == 1
    assert set(found("status")) == {"Anna", "Çelik"}
    assert bulk("restore", "--status", "deleted", "--yes")[0] == 0
    assert len(found("status")) == 3
    for parent in ("anna@a.example", "bert@b.example"):
        status, out, _err = bulk("edit", "--customer", "bert@b.example", "--set",
                                 f"parent_id={parent}", "--yes")  # fmt: skip
    assert list(json.loads(out)["reasons"]) == ["A customer cannot be its own parent or referrer."]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("fly", "--all"), 2, "ACTION is one of"),
        (("archive",), 2, "Say whom"),
        (("archive", "--all"), 2, "Nobody is there to ask"),
        (("owner", "--all"), 2, "Say who"),
        (("owner", "--all", "--to", "Nemo"), 2, "Nobody who works here is called Nemo"),
        (("edit", "--all", "--set", "city"), 2, "has no ="),
        (("edit", "--all", "--yes"), 1, "at least one field"),
        (("edit", "--all", "--set", "email=x@y.org", "--yes"), 1, "no such field"),
        (("edit", "--all", "--set", "country=XX", "--yes"), 1, "ISO code"),
        (("suspend", "--all", "--reason", "why", "--yes"), 2, "--reason is one of"),
        (("suspend", "--all", "--until", "soon", "--yes"), 2, "--until is a day"),
        (("suspend", "--all", "--until", "2001-01-01", "--yes"), 1, "in the future"),
        (("archive", "--customer", "nemo@sea.example", "--yes"), 1, "No customer has"),
    ],
)
def test_what_cannot_be_is_said(bulk, found, arguments, status, said):
    came, out, err = bulk(*arguments)
    assert (came, out) == (status, "")
    assert any(said in line for line in err)
    assert len(found("status")) == 3
