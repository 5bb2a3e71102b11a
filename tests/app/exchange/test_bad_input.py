"""Whatever file is chosen, it ends in rows with reasons or in one sentence; nothing is written."""

import unicodedata

import pytest

from app.core.clean import without_controls
from app.core.csvio import csv_out
from app.core.errors import DeskError, Invalid
from app.core.listing import ListQuery
from app.exchange.schemas import Label, Options, RowsRefused
from tests.app.exchange.bad_files import REFUSED
from tests.naughty import ACCEPTABLE

GOOD = "E-mail,Client ID,First name,Notes\n"


def refusal(services, path):
    with pytest.raises(DeskError) as refused:
        services.exchange.run(path)
    assert services.customers.count(ListQuery()) == 0
    return refused.value


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_is_no_table_is_refused_in_one_sentence(services, tmp_path, name):
    content, said = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(services, path)
    assert isinstance(error, Invalid)
    assert said in str(error)
    for use in (services.exchange.inspect, services.exchange.rehearse):
        with pytest.raises(Invalid):
            use(path)


def test_folders_and_missing_files_are_refused(services, tmp_path):
    assert "is a folder" in str(refusal(services, tmp_path))
    assert "There is no file" in str(refusal(services, tmp_path / "nowhere.csv"))


def test_header_only_and_without_any_key(services, write):
    assert "no rows" in str(refusal(services, write(GOOD)))
    assert "Map a column to E-mail" in str(refusal(services, write("a,b\n1,2\n")))


def test_semicolons_tabs_and_wrong_encodings(services, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("E-mail;Vorname\nj@a.org;Jürgen\n".encode("cp1252"))
    seen = services.exchange.inspect(path)
    assert (seen.delimiter, seen.encoding, seen.uncertain) == (";", "cp1252", True)
    with pytest.raises(Invalid) as refused:
        services.exchange.run(path, None, Options(encoding="utf-8-sig"))
    assert "Line 2 does not fit" in refused.value.fields["encoding"]
    services.exchange.run(path, None, Options(encoding="cp1252"))
    path.write_bytes("E-mail\tVorname\nz@a.org\tZoë\n".encode("utf-16"))
    services.exchange.run(path)
    for email, name in (("j@a.org", "Jürgen"), ("z@a.org", "Zoë")):
        assert services.customers.show(services.customers.find(email)).first_name == name


def test_uneven_rows_broken_quotes_and_duplicate_headers(services, write):
    path = write(
        'E-mail,Name,E-mail\na@a.org,Ann,x@a.org\nb@b.org,Bob\nc@c.org,Cid,,d\nd@d.org,D"a"n,"x"y\n'
    )
    rows = services.exchange.rehearse(path).rows
    assert [(row.line, row.label) for row in rows] == [
        (2, Label.CREATE), (3, Label.CREATE), (4, Label.ERROR), (5, Label.ERROR),
    ]  # fmt: skip
    assert "the rest was left blank" in rows[1].warnings[0].message
    assert "4 cells" in rows[2].problems[0].message
    assert "quotation marks" in rows[3].problems[0].message
    inspected = services.exchange.inspect(path)
    assert inspected.header == ("E-mail", "Name", "E-mail (2)")
    assert any("“E-mail (2)” here" in note for note in inspected.notes)
    refusal(services, path)


def test_an_unclosed_quote_names_its_line(services, write):
    path = write(GOOD + 'a@a.org,C-1,Ann,fine\nb@b.org,C-2,"Bob,never\n' + "x,y,z,w\n" * 1000)
    assert "Line 3: a quotation mark is opened and never closed" in str(refusal(services, path))


def test_a_cell_of_a_megabyte(services, write):
    assert "Line 2 has a cell longer" in str(
        refusal(services, write(GOOD + f"a@a.org,C-1,Ann,{'x' * (1 << 20) + 'x'}\n"))
    )
    path = write(GOOD + f"a@a.org,C-1,Ann,{'x' * 900_000}\n")
    [row] = services.exchange.rehearse(path).rows
    assert "10000 characters at most" in row.problems[0].message
    refusal(services, path)


def test_more_problems_than_can_be_shown_are_all_counted(services, write, monkeypatch):
    monkeypatch.setattr("app.exchange.plans.KEPT_ROWS", 10)
    path = write("E-mail\n" + "".join(f"{number}@\n" for number in range(1000)))
    with pytest.raises(RowsRefused) as refused:
        services.exchange.run(path)
    assert refused.value.rehearsal.counts[Label.ERROR] == 1000
    assert len(refused.value.rehearsal.rows) == 10


def test_naughty_strings_are_kept_as_typed_or_refused_by_name(services, tmp_path):
    path = tmp_path / "naughty.csv"
    with csv_out(path) as writer:
        writer.row(["E-mail", "First name", "Notes", "Client ID"])
        for number, text in enumerate(ACCEPTABLE):
            writer.row([f"n{number}@n.org", text, text, f"N-{number}"])
    result = services.exchange.run(path, None, Options(skip_errors=True))
    refused = {row.line for row in result.rehearsal.rows if row.problems}
    for number, text in enumerate(ACCEPTABLE):
        if number + 2 in refused:
            continue
        shown = services.customers.show(services.customers.find(f"n{number}@n.org"))
        assert shown.notes == _kept(text)
        assert shown.first_name == _kept(text)
    assert len(refused) < len(ACCEPTABLE) / 4
    for row in result.rehearsal.rows:
        for problem in row.problems:
            assert problem.field in {"first_name", "notes", ""}
            assert problem.message.endswith(".")
    again = services.exchange.run(path, None, Options(skip_errors=True))
    assert (again.counts[Label.CREATE], again.counts[Label.UPDATE]) == (0, 0)


def _kept(text):
    return unicodedata.normalize("NFC", without_controls(text)).strip()


def test_control_characters_are_taken_out_and_said(services, tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(b"E-mail,First name,City\na@a.org,A\x00n\x07n,Stratford-upon-Avon\n")
    [row] = services.exchange.rehearse(path).rows
    assert "Control characters were taken out" in row.warnings[0].message
    services.exchange.run(path)
    assert services.customers.show(services.customers.find("a@a.org")).first_name == "Ann"
