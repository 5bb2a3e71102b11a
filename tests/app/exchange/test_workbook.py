"""Whatever workbook is chosen, it ends in rows with reasons or in one sentence."""

import pytest

from app.core.errors import Invalid
from app.exchange.reading import read_table
from app.exchange.sniff import DateOrder
from tests.app.exchange import bad_books, books
from tests.app.exchange.books import END, START, book, number, row, rows, text, typed


@pytest.fixture
def write(tmp_path):
    def made(content, name="list.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return made


def cells(path, **how):
    with read_table(path, **how) as table:
        return [row.cells for row in table.rows()]


@pytest.mark.parametrize("name", bad_books.REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(write, name):
    content, words = bad_books.REFUSED[name]

    with pytest.raises(Invalid) as refused:
        cells(write(content()))

    assert list(refused.value.fields) == ["file"]
    assert words in refused.value.fields["file"]
    assert "%(" not in refused.value.fields["file"]


@pytest.mark.parametrize("name", bad_books.ODD)
def test_what_is_odd_is_read_and_told(write, name):
    content, expected, noted, said = bad_books.ODD[name]

    with read_table(write(content())) as table:
        found = list(table.rows())

    assert [row.cells for row in found] == expected
    assert noted in " ".join(table.notes)
    assert bool(table.notes) == bool(noted)
    told = " ".join(f"{row.note or ''} {row.problem or ''}" for row in found)
    assert said in told
    assert bool(told.strip()) == bool(said)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (number("A2", 49301234567.0), "49301234567"),
        (number("A2", "4.9301234567E10"), "49301234567"),
        (number("A2", "1E+15"), "1000000000000000"),
        (number("A2", "12345678901234567890"), "12345678901234567890"),
        (number("A2", "0.30000000000000004"), "0.3"),
        (number("A2", "-1.5"), "-1.5"),
        (number("A2", "1E-7"), "0.0000001"),
        (number("A2", 1234, books.PADDED), "01234"),
        (number("A2", "1234.5", books.AMOUNT), "1234.5"),
        (text("A2", "01234"), "01234"),
        (text("A2", "31.12.2024"), "31.12.2024"),
        (number("A2", 45657, books.DAY), "2024-12-31"),
        (number("A2", "45657.75", books.MOMENT), "2024-12-31 18:00:00"),
        (number("A2", "0.573", books.CLOCK), "13:45:07"),
        (number("A2", "1.25", books.ELAPSED), "30:00:00"),
        (number("A2", 1, books.DAY), "1900-01-01"),
        (number("A2", 59, books.DAY), "1900-02-28"),
        (number("A2", 61, books.DAY), "1900-03-01"),
        (number("A2", 2958465, books.DAY), "9999-12-31"),
        (typed("A2", "d", "2024-12-31T00:00:00"), "2024-12-31"),
        (typed("A2", "b", 1), "yes"),
        (typed("A2", "b", 0), "no"),
        (typed("A2", "str", "a_x000D_b"), "a\nb"),
        (typed("A2", "s", 0), "a bc"),
        (number("A2", 7, 99), "7"),
        ('<c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c>', "a b"),
        ('<c r="A2" s="é"><v>7</v></c>', "7"),
        ('<c t="str"><v>no place</v></c>', "no place"),
        ('<c r="A2" t="str"><f>A1</f><v></v></c><c r="B2"><v>1</v></c>', ""),
    ],
)
def test_cells_are_read_as_a_person_would_have_typed_them(write, cell, expected):
    strings = books.strings("<r><t>a</t></r><r><t> b</t></r><rPh><t>x</t></rPh><t>c</t>")
    path = write(
        book(START + row(1, text("A1", "name"), text("B1", "n")) + row(2, cell) + END,
             strings=strings)
    )  # fmt: skip

    assert cells(path)[0][0] == expected


def test_days_of_a_mac_begin_in_1904(write):
    sheet = START + row(1, text("A1", "day")) + row(2, number("A2", 44195, books.DAY)) + END

    path = write(book(sheet, about='<workbookPr date1904="1"/>'))

    assert cells(path) == [("2024-12-31",)]


@pytest.mark.parametrize("value", [-1, 2958466, "1e300"])
def test_a_day_there_is_not_stays_a_number(write, value):
    sheet = START + row(1, text("A1", "day")) + row(2, number("A2", value, books.DAY)) + END

    with read_table(write(book(sheet))) as table:
        [found] = table.rows()

    assert found.note == "Column A is a date there is not; its number was read."


def test_dates_of_both_kinds_stand_in_one_column(write):
    sheet = (
        START
        + row(1, text("A1", "joined"), text("B1", "left"))
        + row(2, number("A2", 45657, books.DAY), text("B2", "31.12.2024"))
        + row(3, number("A3", 45292, books.DAY), text("B3", "13.01.2024"))
        + END
    )

    with read_table(write(book(sheet))) as table:
        assert table.date_orders == {0: DateOrder.YMD, 1: DateOrder.DMY}


def test_the_sheet_in_front_is_read_unless_another_is_chosen(write):
    path = write(
        book(
            rows(["one"], ["1"]),
            rows(["two"], ["2"]),
            rows([]),
            names=("Müller", "B", "Blank"),
            about='<bookViews><workbookView activeTab="1"/></bookViews>',
        )
    )

    with read_table(path) as table:
        assert (table.sheets, table.sheet, table.header) == (
            ("Müller", "B", "Blank"),
            "B",
            ("two",),
        )
        assert table.notes == ("The workbook has 3 sheets; “B” is read.",)
    assert cells(path, sheet="Müller") == [("1",)]
    with pytest.raises(Invalid) as refused:
        read_table(path, sheet="C")
    assert "has no sheet called “C”" in refused.value.fields["sheet"]
    with pytest.raises(Invalid) as refused:
        read_table(path, sheet="Blank")
    assert "The sheet “Blank” of list.xlsx is empty" in refused.value.fields["file"]


def test_a_sheet_in_front_without_cells_is_passed_over(write):
    path = write(book(rows([]), rows(["two"], ["2"]), rows(["no"]), states=("", "", "hidden")))

    with read_table(path) as table:
        assert table.sheet == "Sheet2"


def test_blank_rows_and_columns_are_nothing(write):
    path = write(
        book(
            START
            + row(1, text("A1", "name"), text("B1", "email"), text("C1", ""), '<c r="D1" s="1"/>')
            + row(2, text("A2", "Zoë"), text("B2", "z@x.example"), '<c r="XFD2" s="1"/>')
            + row(3, '<c r="A3" s="1"/>')
            + row(9, text("A9", "Ann"))
            + row(1_048_576, '<c r="A1048576" s="1"/>')
            + END
        )
    )

    with read_table(path) as table:
        assert table.header == ("name", "email")
        assert [(row.line, row.cells, row.note) for row in table.rows()] == [
            (2, ("Zoë", "z@x.example"), None),
            (9, ("Ann", ""), None),
        ]


def test_a_column_without_a_name_is_named(write):
    with read_table(write(book(rows(["name"], ["Zoë", "told us so"])))) as table:
        assert table.header == ("name", "Column 2")


def test_titles_above_the_header_are_left_out(write):
    sheet = rows(["Customers of 2024"], [], ["E-mail", "City", "Phone"], ["z@x.example", "Köln"])

    with read_table(write(book(sheet))) as table:
        assert (table.header, table.header_row) == (("E-mail", "City", "Phone"), 3)
        assert [row.line for row in table.rows()] == [4]
    assert table.notes == ("1 row above the names of the columns is left out: “Customers of 2024”",)
    with read_table(write(book(sheet)), header_row=1) as table:
        assert table.header == ("Customers of 2024", "Column 2", "Column 3")
        assert [row.line for row in table.rows()] == [3, 4]
    with pytest.raises(Invalid) as refused:
        read_table(write(book(sheet)), header_row=2)
    assert "Nothing can be the header in row 2" in refused.value.fields["header_row"]


def test_two_header_rows_are_read_as_one(write):
    sheet = rows(
        ["Report"],
        ["Client", "Billing", "", "Delivery", ""],
        ["", "Street", "City", "Street", "City"],
        ["7", "A 1", "Köln", "B 2", "Bonn"],
    )
    expected = ("Client", "Billing Street", "Billing City", "Delivery Street", "Delivery City")

    for how in ({}, {"header_row": 3}):
        with read_table(write(book(sheet)), **how) as table:
            assert (table.header, table.header_row) == (expected, 3)
            assert [row.line for row in table.rows()] == [4]
            assert "The names of the columns stand in two rows, 2 and 3." in table.notes


def test_old_workbooks_and_those_of_libreoffice(write):
    old = books.old_book(["Kürzel", "Phone"], ["Zoë", 49301234567.0], ["Ann", 0.1 + 0.2])
    with read_table(write(old, "old.xls")) as table:
        assert (table.header, table.sheet) == (("Kürzel", "Phone"), "Old")
        assert [row.cells for row in table.rows()] == [("Zoë", "49301234567"), ("Ann", "0.3")]
    other = books.open_document(["name", "email"], [], ["Zoë", "z@x.example"])
    with read_table(write(other, "list.ods")) as table:
        assert [(row.line, row.cells) for row in table.rows()] == [(3, ("Zoë", "z@x.example"))]


def test_prefixed_names_and_strict_workbooks_are_read(write):
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c></x:row>'
        "<x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert cells(write(book(sheet))) == [("7",)]


def test_the_digest_tells_a_changed_workbook(write):
    with read_table(write(book(rows(["a"], ["b"])))) as one:
        pass
    with read_table(write(book(rows(["a"], ["c"])))) as other:
        assert one.sha256 != other.sha256
