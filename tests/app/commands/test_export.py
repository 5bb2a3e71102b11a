"""`desk customers export` and the log of it."""

import csv
import json


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_an_export_has_what_was_asked_for(ask, three, tmp_path):
    assert three
    out = tmp_path / "out.csv"
    status, said, err = ask(
        "customers", "export", "--format", "csv", "--out", out, "--sort", "name",
        "--search", "example", "--columns", "name, email",
    )  # fmt: skip

    assert (status, said, err) == (0, "", [f"3 customers are in {out}."])
    assert out.read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "Anna Ärger,anna@a.example", "Bert Zorn,bert@b.example", "Çelik,celik@c.example",
    ]  # fmt: skip


def test_the_files_ending_says_the_format(ask, three, tmp_path):
    assert three
    begins = {"xlsx": b"PK", "pdf": b"%PDF", "vcf": b"BEGIN:VCARD", "csv": b"\xef\xbb\xbfName"}
    for ending, begin in begins.items():
        out = tmp_path / f"out.{ending}"
        columns = () if ending != "pdf" else ("--columns", "name,phone", "--title", "Calls")
        assert ask("customers", "export", "--out", out, *columns)[0] == 0
        assert out.read_bytes().startswith(begin)


def test_a_preset_brings_columns_order_and_format(ask, three, tmp_path):
    assert three
    out = tmp_path / "contacts.csv"
    assert ask("customers", "export", "--out", out, "--preset", "contact list")[0] == 0
    header, *found = rows(out)
    assert header == ["Name", "Email", "License Count", "Soonest Expiry"]
    assert [row[0] for row in found] == ["Anna Ärger", "Bert Zorn", "Çelik"]

    status, _out, err = ask("customers", "export", "--out", out, "--preset", "Nobody's")
    assert (status, err[-1].startswith("--preset is one of Renewal list,")) == (2, True)


def test_all_customers_are_the_archived_too(ask, three, tmp_path):
    assert three
    out = tmp_path / "all.csv"
    assert ask("customers", "export", "--out", out, "--all", "--sort", "-name")[0] == 0
    assert [row[0] for row in rows(out)[1:]] == ["Çelik", "Bert Zorn", "Anna Ärger"]
    assert ask("customers", "export", "--out", out, "--all", "--search", "x")[0] == 2


def test_the_log_says_who_and_why(ask, three, tmp_path):
    assert three
    out = tmp_path / "out.csv"
    ask("customers", "export", "--out", out, "--search", "bert", "--why", "A call")
    [job] = json.loads(ask("customers", "exports")[1])
    told = {key: job[key] for key in ("who", "file", "form", "words", "rows", "purpose")}
    assert told == {
        "who": "Ada Admin", "file": "out.csv", "form": "csv", "words": "Search “bert”",
        "rows": 1, "purpose": "A call",
    }  # fmt: skip
    log = tmp_path / "log.csv"
    assert ask("customers", "exports", "--out", log)[2] == [f"1 line is in {log}."]
    assert "A call" in rows(log)[1]


def test_an_export_that_cannot_be_is_said(ask, three, tmp_path):
    assert three
    assert ask("customers", "export", "--out", tmp_path / "out.docx")[0] == 2
    for wrong in (("--out", tmp_path), ("--out", tmp_path / "a.csv", "--columns", "shoe_size")):
        status, out, err = ask("customers", "export", "--format", "csv", *wrong)
        assert (status, out, len(err)) == (1, "", 1)
    assert not (tmp_path / "a.csv").exists()
