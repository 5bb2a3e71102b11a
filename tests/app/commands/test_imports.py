"""Imports by rule and saved mapping, the list of imports, and taking one back."""

import json

import pytest

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.exchange.options import MatchBy, Options
from app.exchange.schemas import MappingDraft
from app.services import Services
from tests.app.commands.conftest import ADA


@pytest.fixture
def shop(written):
    """A saved mapping for a shop's files."""
    database = Database(Address.parse(written))
    services = Services.build(database, Actor(1, "Ada Admin", frozenset(Permission)), Changes())
    mapping = {"Wer": "name", "Mail": "email", "Ort": "city"}
    draft = MappingDraft("Shop", tuple(mapping), mapping, Options(match=MatchBy.EMAIL))
    services.imports.save_profile(draft)
    database.close()


def test_rules_are_given_as_options(ask, three, tmp_path):
    assert three
    path = tmp_path / "more.csv"
    path.write_text("E-mail,City\nanna@a.example,\nnew@n.example,Rom\n")
    status, out, err = ask(
        "customers", "import", path, "--mode", "update", "--match", "email",
        "--default", "city=Bonn", "--set", "country=Deutschland", "--rehearse",
    )  # fmt: skip
    told = json.loads(out)
    assert (status, told["update"], told["skip"]) == (0, 1, 1), err
    assert told["skipped"] == [{"line": 3, "message": "There is no such customer yet."}]
    for wrong in (("--match", "name"), ("--mode", "all"), ("--set", "shoe=1"), ("--default", "x")):
        assert ask("customers", "import", path, *wrong)[0] == 2


def test_rows_with_problems_are_saved_to_be_mended(ask, tmp_path):
    path, out_path = tmp_path / "bad.csv", tmp_path / "mend.csv"
    path.write_text("email,name\nann@a.example,Ann\nnot an address,Bob\n")
    status, _out, err = ask("customers", "import", path, "--skip-errors", "--save-errors", out_path)
    assert status == 0
    assert f"1 row is in {out_path}." in err
    mended = out_path.read_text(encoding="utf-8-sig").replace("not an address", "bob@b.example")
    out_path.write_text(mended)
    status, out, _err = ask("customers", "import", out_path)
    assert (status, json.loads(out)["create"]) == (0, 1)


def test_imports_are_listed_and_taken_back(ask, desk, written, three):
    status, out, err = ask("customers", "import", three)
    assert (status, json.loads(out)["unchanged"]) == (0, 3)
    assert any("imported this very file on" in line for line in err)
    status, out, _err = ask("imports", "list")
    assert "three.csv" in out
    listed = json.loads(desk("--json", "--database", written, "--user", ADA, "imports", "list")[1])
    assert (status, listed["total"]) == (0, 2)
    first = listed["rows"][1]
    assert (first["who"], first["file"], first["created"]) == ("Ada Admin", "three.csv", 3)

    status, out, err = ask("imports", "revert", str(first["id"]), "--rehearse")
    assert (status, json.loads(out)) == (0, {"rows": 3, "refused": 0})
    assert json.loads(ask("customers", "list")[1])["total"] == 3
    status, out, err = ask("imports", "revert", str(first["id"]))
    assert (status, err[-1]) == (0, "3 customers are as they were before the import.")
    assert json.loads(ask("customers", "list")[1])["total"] == 0
    status, _out, err = ask("imports", "revert", str(first["id"]))
    assert (status, err[-1]) == (1, "Ada Admin took this import back already.")
    assert ask("imports", "revert", "99")[0] == 1


@pytest.mark.usefixtures("shop")
def test_a_saved_mapping_is_put_to_a_file(ask, tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text("wer,mail\nAnn Able,ann@a.example\n")
    status, out, err = ask("customers", "import", path, "--profile", "shop")
    assert (status, json.loads(out)["mapping"]) == (0, {"wer": "name", "mail": "email"})
    assert err[0].startswith("“Shop” was saved for other columns: this file has no “Ort”.")
    status, _out, err = ask("customers", "import", path, "--profile", "none")
    assert (status, err[-1]) == (
        1, "profile: There is no saved mapping “none”. There are: Shop.",
    )  # fmt: skip
    path.write_text("a,b\nx,y\n")
    status, _out, err = ask("customers", "import", path, "--profile", "Shop")
    assert status == 1
    assert "this file has none of them" in err[-1]
