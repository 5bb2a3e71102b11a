import csv
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.csvio import csv_out
from app.core.errors import Cancelled, Invalid
from app.core.progress import Progress
from app.exchange import reading
from app.exchange.encodings import ENCODINGS
from app.exchange.reading import read_table
from app.exchange.sniff import DateOrder
from tests.app.exchange import bad_files
from tests.naughty import ACCEPTABLE


@pytest.fixture
def write(tmp_path):
    def made(content, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return made


def outcome(path, **how):
    """The rows, or the sentences by which the file was refused."""
    try:
        return list(read_table(path, **how).rows()), {}
    except Invalid as refused:
        return [], refused.fields


def refusal(path, **how):
    return outcome(path, **how)[1]


@pytest.mark.parametrize("name", bad_files.READ_RIGHT)
def test_odd_files_are_read_right(write, name):
    content, first = bad_files.READ_RIGHT[name]

    table = read_table(write(content, name))

    assert table.header[1] == "email"
    assert len(table.header) == 2
    assert [row.cells for row in table.rows()] == [(first, "z@x.example")]
    assert [row.problem for row in table.rows()] == [None]
    assert not table.uncertain


@pytest.mark.parametrize("name", bad_files.UNCERTAIN)
def test_an_encoding_without_proof_is_a_guess_and_right_once_chosen(write, name):
    text, encoding, first = bad_files.UNCERTAIN[name]
    path = write(text.encode(encoding))

    guessed = read_table(path)
    chosen = read_table(path, encoding=encoding)

    assert guessed.uncertain
    assert guessed.encoding in ENCODINGS
    assert "The encoding is a guess" in guessed.notes[0]
    assert not chosen.uncertain
    assert next(chosen.rows()).cells[0] == first


@pytest.mark.parametrize("name", ["cp1252", "german", "late", "sjis", "cyrillic"])
def test_the_guess_is_usually_right(write, name):
    text, encoding, _first = bad_files.UNCERTAIN[name]

    assert read_table(write(text.encode(encoding))).encoding == encoding


def test_a_file_in_two_encodings_is_never_taken_for_sure(write):
    path = write("name,email\nZoë,z@x\n".encode() + "José,j@x\n".encode("latin1"))

    assert read_table(path).uncertain
    assert refusal(path, encoding="utf-8-sig") == {
        "encoding": "Line 3 does not fit the encoding Unicode (UTF-8). Choose another one."
    }


@pytest.mark.parametrize("content", [b"\xed\xa0\x80", b"\xc0\xaf"])
def test_broken_utf_8_is_asked_about(write, content):
    path = write(b"name,email\n" + content + b",a@x\n")

    assert read_table(path).uncertain
    assert list(refusal(path, encoding="utf-8")) == ["encoding"]


@pytest.mark.parametrize("name", bad_files.REFUSED)
def test_what_is_no_table_is_refused_in_one_sentence(write, name):
    content, words = bad_files.REFUSED[name]

    fields = refusal(write(content, name))

    assert list(fields) == ["file"]
    assert words in fields["file"]


def test_places_without_a_file_are_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)["file"]
    assert "There is no file" in refusal(tmp_path / "missing.csv")["file"]


@pytest.mark.skipif(os.name == "nt", reason="no such devices")
def test_an_endless_device_is_refused():
    assert "not an ordinary file" in refusal(Path("/dev/zero"))["file"]


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate((4 << 30) + 1)

    assert "larger than 4 GB" in refusal(path)["file"]


@pytest.mark.parametrize("name", bad_files.FLAGGED)
def test_every_doubtful_line_is_named(write, name):
    content, expected = bad_files.FLAGGED[name]

    rows = list(read_table(write(content)).rows())

    assert [row.line for row in rows] == [line for line, _note, _problem in expected]
    for row, (_line, note, problem) in zip(rows, expected, strict=True):
        assert (note or "") in (row.note or "")
        assert (problem or "") in (row.problem or "")
        assert (row.note is None, row.problem is None) == (note is None, problem is None)
        assert len(row.cells) == 2


def test_a_salad_of_quotes_is_flagged_or_refused_but_never_silent(write):
    path = write(bad_files.RANDOM_QUOTES)

    rows, refused = outcome(path)

    assert "quotation mark" in refused.get("file", "") or any(row.problem for row in rows)


def test_headers_are_made_unique_and_named(write):
    table = read_table(write(b"email,Email,,email (2),name\na,b,c,d,e\n"))

    assert table.header == ("email", "Email (2)", "Column 3", "email (2) (2)", "name")
    assert len(table.notes) == 3
    assert "Column 2 is called “Email” in the file and “Email (2)” here." in table.notes


def test_dates_and_decimals_are_guessed_by_column(write):
    table = read_table(
        write(
            b"iso;german;us;either;price;name\n"
            b"2020-08-24;24.08.2020;08/24/2020;01/02/2020;1.234,50;A\n"
            b"2020-01-02 10:00:00;01.02.2020;01/02/2020;03/04/2020;5,25;B\n"
            b";;;;;\n"
        )
    )

    assert table.date_orders == {
        0: DateOrder.YMD,
        1: DateOrder.DMY,
        2: DateOrder.MDY,
        3: DateOrder.AMBIGUOUS,
    }
    assert table.decimal_sign == ","


def test_overrides_win_over_guesses(write):
    path = write(b"a;b,c\n1;2,3\n")

    assert read_table(path, delimiter=",").header == ("a;b", "c")
    assert read_table(path, delimiter=";").header == ("a", "b,c")
    assert list(refusal(path, delimiter="")) == ["delimiter"]
    assert list(refusal(path, delimiter='"')) == ["delimiter"]
    assert list(refusal(path, encoding="klingon")) == ["encoding"]
    assert list(refusal(path, encoding="hex")) == ["encoding"]
    for encoding in ENCODINGS:
        if not encoding.startswith(("utf-16", "utf-32")):
            assert read_table(path, encoding=encoding).encoding == encoding


def test_a_large_file_is_read_in_constant_memory(write):
    row = ("x" * 60_000 + ",y\n").encode()
    path = write(b"name,email\n" + row * 1000)
    tracemalloc.start()
    try:
        count = sum(1 for _row in read_table(path).rows())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 1000
    assert peak < path.stat().st_size / 2


def test_too_many_rows_are_refused_when_met(write, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 1500)
    path = write(b"n\n" + b"1\n" * 1501)

    assert "has more than 1,500 rows" in refusal(path)["file"]


def test_progress_is_told_bytes_and_can_stop_the_reading(write):
    path = write(b"name,email\n" + b"A,a@x.example\n" * 50_000)
    told = []
    progress = Progress(lambda done, total: told.append((done, total)))

    assert sum(1 for _row in read_table(path).rows(progress)) == 50_000
    assert all(0 < done <= total == path.stat().st_size for done, total in told)
    assert told
    progress.cancel()
    with pytest.raises(Cancelled):
        list(read_table(path).rows(progress))


def test_the_digest_tells_a_changed_file(write):
    path = write(b"name\nA\n")
    before = read_table(path).sha256

    assert read_table(path).sha256 == before
    path.write_bytes(b"name\nB\n")
    assert read_table(path).sha256 != before


def test_what_we_export_we_read_back(tmp_path):
    path = tmp_path / "out.csv"
    texts = [text for text in ACCEPTABLE if text == text.strip()]
    with csv_out(path) as out:
        out.row(["text", "phone"])
        for text in texts:
            out.row([text, "+49 30 123456"])

    rows = list(read_table(path).rows())

    assert [row.cells for row in rows] == [(text, "+49 30 123456") for text in texts]
    assert {row.problem for row in rows} == {None}


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(",;\t|"),
)
def test_any_table_is_read_as_it_was_written(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    kept = [[f"x{cell}" for cell in row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([["a", "b", "c"], *kept])

    table = read_table(path, delimiter=delimiter)

    assert [list(row.cells) for row in table.rows()] == kept


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "any.csv"
    path.write_bytes(content)

    rows, refused = outcome(path)

    assert set(refused) <= {"file", "encoding"}
    assert len({len(row.cells) for row in rows}) == (0 if refused else 1)


@pytest.mark.parametrize(
    "name", ["Jörg", "Größe", "Zoë", "Müller-Lüdenscheid", "Señor Núñez", "Ångström"]
)
def test_one_accent_is_not_taken_for_a_chinese_sign(tmp_path, name):
    path = tmp_path / "list.csv"
    path.write_bytes(f"email;name\na@b.example;{name}\n".encode("cp1252"))

    table = read_table(path)

    assert (table.encoding, table.uncertain) == ("cp1252", True)
    assert table.sample[0].cells[1] == name
