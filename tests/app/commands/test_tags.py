"""`desk tags`: added, listed, given to customers, merged; slips are told."""

import json

import pytest


@pytest.fixture
def engine_name():
    """What the command line does is the same on each engine; other tests prove that."""
    return "sqlite"


def test_tags_on_the_command_line(ask, company_file, tmp_path):
    assert ask("customers", "create-company", company_file)[0] == 0
    assert json.loads(ask("tags", "add", "--usual")[1]) == {"added": 8}
    status, _out, said = ask("tags", "add", "vip", "--colour", "purple")
    assert (status, said[-1]) == (
        1, "name: There is a tag “VIP” already. Choose another name, or edit that tag.",
    )  # fmt: skip
    changed = json.loads(ask("tags", "assign", "Vip", "1")[1])
    assert (changed["changed"], changed["unchanged"]) == (1, 0)
    where = ("--customer", "1", "--yes")
    done = ask("customers", "bulk", "tag", "--tag", "New", "--untag", "vip", *where)
    assert json.loads(done[1])["changed"] == 1
    assert json.loads(ask("tags", "merge", "New", "Loyal", "--yes")[1]) == {"changed": 1}
    lines = ask("tags", "list")[1].splitlines()
    assert next(line for line in lines if "Loyal" in line).split()[1:4] == ["Loyal", "green", "1"]
    status, _out, said = ask("tags", "follow", "Trial", "--segment", "Nobody")
    assert (status, "Nobody" in said[-1]) == (1, True)
    file = tmp_path / "in.csv"
    file.write_text("E-mail,First name,Last name,Tags\nann@x.example,Ann,Roe,Silver\n")
    status, out, _said = ask("customers", "import", file)
    assert (status, json.loads(out)["errors"][0]["field"]) == (1, "tags")
    status, out, _said = ask("customers", "import", file, "--create-tags")
    assert (status, json.loads(out)["new_tags"]) == (0, ["Silver"])
    status, _out, said = ask("tags", "unassign", "Gold", "1")
    assert (status, said[-1]) == (
        1, "There is no tag “Gold”. Look at the list of tags, or add it.",
    )  # fmt: skip
