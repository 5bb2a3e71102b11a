"""Cells copied in a spreadsheet and pasted as text are the cells that were copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Cancelled, Invalid
from app.core.progress import Progress
from app.exchange.pasted import Pasted
from app.exchange.reading import read_table

HEADER = "Name\tE-mail\r\n"


def cells(text, **how):
    return [row.cells for row in read_table(Pasted(text), **how).rows()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Zoë\tz@x.example\r\n", ("Zoë", "z@x.example")),
        ("Zoë\tz@x.example", ("Zoë", "z@x.example")),
        ('"A\nB"\tz@x.example\r\n', ("A\nB", "z@x.example")),
        ('"A\r\nB"\tz@x.example\n', ("A\nB", "z@x.example")),
        ('"A\tB"\tz@x.example\n', ("A\tB", "z@x.example")),
        ('"He said ""no""\nand left"\tx\n', ('He said "no"\nand left', "x")),
        ('"5"" pipe"\tx\n', ('5" pipe', "x")),
        ('5" pipe\tx\n', ('5" pipe', "x")),
        ('"Acme"\tx\n', ('"Acme"', "x")),
        ('"Acme" GmbH\tx\n', ('"Acme" GmbH', "x")),
        ('"never closed\tx\n', ('"never closed', "x")),
        ("\tx\n", ("", "x")),
        ("A\t\n", ("A", "")),
        ("'=1+1\tx\n", ("=1+1", "x")),
    ],
)
def test_cells_are_those_that_were_copied(line, expected):
    assert cells(HEADER + line) == [expected]


def test_lines_are_counted_through_cells_of_several():
    table = read_table(Pasted(HEADER + '"A\nB\r\nC"\tx\r\n\r\nD\ty\rE\tz'))

    assert [row.line for row in table.rows()] == [2, 6, 7]
    assert (table.kind, table.delimiter, table.encoding) == ("pasted", "\t", "")
    assert table.header_row == 1


def test_text_without_tabs_is_read_like_a_file():
    assert cells('name;email\n"Zoë; Ann";x\n') == [("Zoë; Ann", "x")]
    assert cells("a,b;c\n1,2;3\n", delimiter=",") == [("1", "2;3")]
    assert cells("E-mail\na@x.example\n") == [("a@x.example",)]


def test_a_title_is_left_out_and_the_header_can_be_chosen():
    text = "Our list\nName\tE-mail\nZoë\tz@x.example\n"

    assert read_table(Pasted(text)).header == ("Name", "E-mail")
    assert read_table(Pasted(text), header_row=1).header == ("Our list",)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_nothing_is_refused(text):
    with pytest.raises(Invalid) as refused:
        read_table(Pasted(text))

    assert "Copy cells in a spreadsheet" in refused.value.fields["file"]


def test_a_header_alone_is_refused():
    with pytest.raises(Invalid) as refused:
        read_table(Pasted(HEADER))

    assert refused.value.fields["file"].startswith("The pasted text has a header but no rows")


def test_reading_can_be_stopped():
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        list(read_table(Pasted(HEADER + "A\tx\n")).rows(progress))


def copied(cell):
    """What Excel puts on the clipboard for a cell."""
    if any(sign in cell for sign in "\t\n"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\t\n"a')),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_cells_come_back(rows):
    kept = [[f"x{cell}x" for cell in row] for row in rows]
    text = "a\tb\n" + "".join("\t".join(map(copied, row)) + "\r\n" for row in kept)

    assert [list(found) for found in cells(text)] == kept
