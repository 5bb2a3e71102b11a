"""`desk segments`: added from JSON, counted, listed, shown, removed; slips are told."""

import json

import pytest


@pytest.fixture
def engine_name():
    """What the command line does is the same on each engine; other tests prove that."""
    return "sqlite"


def test_segments_on_the_command_line(ask, company_file, tmp_path):
    assert ask("customers", "create-company", company_file)[0] == 0
    path = tmp_path / "swiss.json"
    path.write_text('{"country": "Switzerland", "status": "active"}', encoding="utf-8")
    status, out, said = ask("segments", "count", path)
    assert (status, said) == (0, ["1 customer matches."])
    assert json.loads(out)["names"] == ["Zürich Ä&Ö AG"]
    added = ask("segments", "add", path, "--name", "Swiss")
    assert json.loads(added[1]) == {"id": 1, "members": 1}
    listed = ask("segments", "list")[1].splitlines()
    assert listed[1].split("  ")[0] == "Swiss"
    assert "Country is Switzerland; Status is Active" in listed[1]
    shown = json.loads(ask("segments", "show", "SWISS")[1])
    assert (shown["members"], shown["criteria"]) == (1, {"country": "CH", "status": "active"})
    rows = json.loads(ask("segments", "members", "Swiss", "--sort", "-name", "--limit", "5")[1])
    assert (rows["total"], rows["rows"][0]["name"]) == (1, "Zürich Ä&Ö AG")
    path.write_text('{\n"status" "active"}', encoding="utf-8")
    status, _out, said = ask("segments", "count", path)
    assert (status, said[-1]) == (
        1, "criteria: Line 2, column 10: a colon is expected after the key.",
    )  # fmt: skip
    assert ask("segments", "remove", "Swiss", "--yes")[0] == 0
