import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.csvio import csv_out, guard, guarded, unguard
from app.core.errors import Unavailable
from tests.naughty import ACCEPTABLE, REFUSED

NAUGHTY = ACCEPTABLE + REFUSED
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def read(path, encoding="utf-8-sig"):
    with path.open(encoding=encoding, newline="") as stream:
        return [[unguard(cell) for cell in row] for row in csv.reader(stream)]


@given(st.text(st.characters()) | st.text("'=+-@\t\r\n 1a\uff1d", max_size=6))
def test_every_text_comes_back(text):
    assert unguard(guard(text)) == text


@given(st.lists(st.text(st.characters()) | st.text("'=+-@\t\r\n 1a\uff1d", max_size=6)))
def test_a_column_is_guarded_as_its_texts_are(texts):
    assert list(guarded([*NAUGHTY, *texts])) == [guard(text) for text in [*NAUGHTY, *texts]]


@given(st.sampled_from(LIVE), st.text(st.characters()))
def test_no_cell_starts_live_unless_it_is_a_number(sign, text):
    cell = guard(sign + text)

    assert cell.startswith("'") or set(cell[:-3].lower()) <= set(
        "+-0123456789.,e()/ '%\u00a0\u202f"
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "+A1",
        "-A1",
        "+1(A1)2345678",
        "+123-45",
        "=",
        "-",
        "- note",
        "'=1",
        "''=1",
        "' =1",
    ],
)
def test_what_would_compute_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Acme",
        "O'Brien",
        "'tis",
        "''",
        "+49 30 123456",
        "+1-555-0789",
        "+1 (555) 078-9123",
        "-5",
        "-1,234.56",
        "-1.234,56 EUR",
        "+5 %",
        "-1e5",
        "a=b",
        "1=1",
        "\u22125",
        "émile@example.org",
    ],
)
def test_phones_amounts_and_plain_text_stay(text):
    assert guard(text) == text


def test_an_apostrophe_someone_else_put_before_a_phone_goes():
    assert unguard("'+49 30 123456") == "+49 30 123456"
    assert unguard("'tis") == "'tis"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_of_naughty_strings_comes_back(tmp_path, delimiter):
    path = tmp_path / "out.csv"
    rows = [[text, "next"] for text in NAUGHTY if not any("\ud800" <= c <= "\udfff" for c in text)]
    with csv_out(path, delimiter) as out:
        for row in rows:
            out.row(row)

    with path.open(encoding="utf-8-sig", newline="") as stream:
        raw = list(csv.reader(stream, delimiter=delimiter))
    assert [[unguard(cell) for cell in row] for row in raw] == rows
    assert not [row[0] for row in raw if row[0].startswith(("=", "@", "\uff1d"))]


def test_values_are_written_so_that_spreadsheets_understand(tmp_path):
    path = tmp_path / "out.csv"
    with csv_out(path) as out:
        out.row(["Name", "Amount"])
        out.row([None, 5, True, False, Decimal("-1E+3"), Decimal("0.10"), date(2026, 1, 2)])
        out.row([datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), 'say "hi", ok'])
        out.row([""])

    assert path.read_bytes() == (
        b"\xef\xbb\xbfName,Amount\r\n"
        b",5,yes,no,-1000,0.10,2026-01-02\r\n"
        b'2026-01-02 03:04:05+00:00,"say ""hi"", ok"\r\n'
        b'""\r\n'
    )


def test_the_mark_can_be_left_out_and_a_failure_leaves_nothing(tmp_path):
    with csv_out(tmp_path / "plain.csv", bom=False) as out:
        out.row(["Zoë"])
    assert read(tmp_path / "plain.csv", "utf-8") == [["Zoë"]]

    with pytest.raises(Unavailable), csv_out(tmp_path / "missing" / "x.csv") as out:
        out.row(["x"])
    assert [path.name for path in tmp_path.iterdir()] == ["plain.csv"]
