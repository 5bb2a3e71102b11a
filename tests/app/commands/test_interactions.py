"""`desk interactions` and `desk follow-ups`: logged, listed, done, on a calendar."""

import json

import pytest


@pytest.fixture
def engine_name():
    """What the command line does is the same on each engine; other tests prove that."""
    return "sqlite"


def test_interactions_are_logged_and_listed_and_follow_ups_done(ask, company_file, tmp_path):
    assert ask("customers", "create-company", company_file)[0] == 0
    add = ("interactions", "add", "zoe@acme.example")
    what = ("--type", "call", "--subject", "Renewal", "--description", "Wants seats")
    status, out, said = ask(
        *add, *what, "--sentiment", "positive", "--detail", "minutes=12", "--detail",
        "key_points=Budget", "--follow-up", "2030-01-05", "--follow-up", "2020-01-05",
    )  # fmt: skip
    assert (status, said) == (0, ["It is written down under the number 2."])
    assert json.loads(out) == {"id": 2, "follow_ups": [2, 1]}
    asked = ("--sentiment", "positive", "--staff", "ada admin", "--from", "2026-02-01")
    status, out, _said = ask("interactions", "list", *asked, "--customer", "zoe@acme.example")
    [row] = json.loads(out)["rows"]
    assert (row["id"], row["minutes"], row["staff"], row["follow_up_on"]) == (
        2, 12, "Ada Admin", "2020-01-05",
    )  # fmt: skip
    book = tmp_path / "i.csv"
    said = ask("interactions", "export", book, *asked, "--columns", "subject,key_points")[2]
    assert said == [f"1 interaction saved in {book}."]
    assert book.read_text("utf-8-sig").splitlines()[1].endswith(",Budget")
    for options, status, sentence in (
        ((*what, "--at", "2999-01-01", "--detail", "agenda=x"), 1, "occurred_at: That moment has"),
        (("--type", "fax"), 2, "--type is one of call, email,"),
        (("--detail", "minutes=x"), 2, "minutes is a whole number."),
        (("--detail", "minutes"), 2, "--detail is KEY=VALUE"),
        (("--follow-up", "soon"), 2, "--follow-up is a day like"),
    ):
        refused, _out, said = ask(*add, *options)
        assert refused == status, options
        assert any(line.startswith(sentence) for line in said), said
    assert "Nobody here is called “Bob”" in ask("interactions", "list", "--staff", "Bob")[2][-1]

    assert ask("follow-ups", "done", 2, "--result", "Sent")[0] == 0
    status, out, _said = ask("follow-ups", "list", "--assignee", "1")
    assert [row["id"] for row in json.loads(out)["rows"]] == [1]
    path = tmp_path / "mine.ics"
    assert ask("follow-ups", "calendar", path)[2] == [f"1 follow-up saved in {path}."]
    assert path.read_bytes().count(b"DTSTART;VALUE=DATE:20300105") == 1
    status, _out, said = ask("follow-ups", "drop", 1)
    assert (status, said[-1]) == (1, "result: Say why it is dropped; it stays with the follow-up.")
    assert ask("interactions", "remove", 2, "--yes")[0] == 0
    assert ask("undo", "--yes")[0] == 0
    assert json.loads(ask("interactions", "show", 2)[1])["details"] == {"key_points": "Budget"}
