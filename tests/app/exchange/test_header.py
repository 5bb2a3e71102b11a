"""The names of the columns are found below titles and in two rows, and nowhere by mistake."""

import pytest

from app.core.errors import Invalid
from app.exchange.header import find_header
from app.exchange.reading import read_table
from app.exchange.records import Record

DATA = ["7", "Ann", "a@x.example", "Köln"]


def found(*rows, asked=None):
    records = [Record(line, list(cells)) for line, cells in enumerate(rows, start=1) if any(cells)]
    header = find_header(records, asked, lines=True)
    return header.line, header.cells


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([["name", "email"], ["Ann", "a@x"]], 1),
        ([["Imię", "Poczta"], ["Ann", "a@x"]], 1),
        ([["Imię", "Poczta", "Miasto"], ["Business", "Customer", "Köln"], DATA], 1),
        ([["only"], ["A"], ["B"]], 1),
        ([["a"], ["1", "2", "3"], ["4", "5", "6"]], 1),
        ([["Customers", "2024"], ["Client ID", "Name", "E-mail", "City"], DATA], 2),
        ([["List"], [], ["from Ann"], ["ID", "Name", "E-mail", "City"], DATA], 4),
        ([["Lista"], ["Numer", "Imię", "Poczta", "Miasto"], DATA], 2),
        ([["Lista"], ["1", "Ann", "a@x.example", "Köln"], DATA], 1),
        ([["name", "email"], ["City", "Country"]], 1),
    ],
)
def test_the_likeliest_row_is_the_header(rows, line):
    assert found(*rows)[0] == line


@pytest.mark.parametrize(
    ("upper", "lower", "names"),
    [
        (
            ["ID", "Contact", "", ""],
            ["", "First name", "E-mail", "City"],
            ["ID", "First name", "E-mail", "City"],
        ),
        (
            ["Billing", "", "Delivery", ""],
            ["Street", "City", "Street", "City"],
            ["Billing Street", "Billing City", "Delivery Street", "Delivery City"],
        ),
    ],
)
def test_two_rows_are_one_header(upper, lower, names):
    assert found(upper, lower, DATA) == (2, names)
    assert found(upper, lower, DATA, asked=2) == (2, names)
    assert found(["Title"], [], upper, lower, DATA) == (4, names)


def test_a_gap_in_the_header_does_not_make_the_first_customer_a_name():
    assert found(["ID", "", "E-mail", "City"], DATA) == (1, ["ID", "", "E-mail", "City"])
    assert found(["ID", "", "E-mail", "City"], ["7", "Firma", "", "Bonn"])[0] == 1


def test_any_row_may_be_chosen_and_only_one_there_is(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,email\n\n" + "a,b\n" * 50 + "city,country\nKöln,DE\n")

    assert read_table(path, header_row=53).header == ("city", "country")
    assert [row.line for row in read_table(path, header_row=53).rows()] == [54]
    for line in (2, 55, 0, -1):
        with pytest.raises(Invalid) as refused:
            read_table(path, header_row=line)
        assert list(refused.value.fields) in (["header_row"], ["file"])
