from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.sniff import (
    DateOrder,
    guess_date_order,
    guess_decimal_sign,
    guess_delimiter,
    parse_day,
    sep_line,
)


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a,b,c\n", "1,2,3\n"], ","),
        (["a;b;c\n", "1,5;2;3\n", "1,5;2,5;3\n"], ";"),
        (["a\tb\n", "1, 2, 3\t4\n"], "\t"),
        (["a|b\n", "1|2\n"], "|"),
        (["name\n", "Miller; Smith\n", "x\n"], ","),
        (['"Last, First";Mail\n', '"B, A";x\n'], ";"),
        (["one column\n"], ","),
    ],
)
def test_the_delimiter_that_gives_even_rows_wins(lines, delimiter):
    assert guess_delimiter(lines) == delimiter


def test_a_declared_delimiter_is_understood():
    assert sep_line("sep=;\r\n") == ";"
    assert sep_line("SEP=\t\n") == "\t"
    assert sep_line("sep=,,\n") is None
    assert sep_line('sep="\n') is None
    assert sep_line("separate\n") is None


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2020-08-24", "2021-04-23"], DateOrder.YMD),
        (["2021-01-01 00:00:00", "2021-01-02T10:00:00Z"], DateOrder.YMD),
        (["24/08/2020", "01/02/2020"], DateOrder.DMY),
        (["08/24/2020", "01/02/2020"], DateOrder.MDY),
        (["01/02/2020", "03/04/20"], DateOrder.AMBIGUOUS),
        (["24/08/2020", "08/24/2020"], DateOrder.AMBIGUOUS),
        (["1.2.2020", "3.4.2020"], DateOrder.DMY),
        (["31.12.99 23:59"], DateOrder.DMY),
        (["2020-08-24", "24/08/2020"], DateOrder.DMY),
        (["", " "], None),
        (["Anna", "2020-08-24"], None),
        (["229.077.5154", "+1-539-402-0259"], None),
        (["10.0.0.1"], None),
        (["12345"], None),
    ],
)
def test_the_order_of_dates(cells, order):
    assert guess_date_order(cells) is order


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1.98", "3"], "."),
        (["1,98", "3"], ","),
        (["1,234.50"], "."),
        (["1.234,50"], ","),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1.234"], None),
        (["5", "Anna", ""], None),
        (["1.5", "1,5"], None),
        (["229.077.5154"], None),
    ],
)
def test_the_decimal_sign(cells, sign):
    assert guess_decimal_sign(cells) == sign


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2020-08-24", DateOrder.DMY, date(2020, 8, 24)),
        ("2021-01-01 00:00:00", DateOrder.YMD, date(2021, 1, 1)),
        (" 1.2.2020 ", DateOrder.DMY, date(2020, 2, 1)),
        ("1/2/2020", DateOrder.MDY, date(2020, 1, 2)),
        ("1/2/2020", DateOrder.AMBIGUOUS, None),
        ("2/2/2020", DateOrder.AMBIGUOUS, date(2020, 2, 2)),
        ("24/8/2020", DateOrder.AMBIGUOUS, date(2020, 8, 24)),
        ("1/2/68", DateOrder.DMY, date(2068, 2, 1)),
        ("1/2/69", DateOrder.DMY, date(1969, 2, 1)),
        ("31.2.2020", DateOrder.DMY, None),
        ("24/8/2020", DateOrder.MDY, None),
        ("0000-01-01", DateOrder.YMD, None),
        ("soon", DateOrder.DMY, None),
    ],
)
def test_days_are_read_in_the_order_of_their_column(text, order, day):
    assert parse_day(text, order) == day


@given(st.dates(date(1000, 1, 1)), st.sampled_from("-/."))
def test_written_days_are_read_back(day, sign):
    written = {
        DateOrder.YMD: f"{day:%Y}{sign}{day:%m}{sign}{day:%d}",
        DateOrder.DMY: f"{day:%d}{sign}{day:%m}{sign}{day:%Y}",
        DateOrder.MDY: f"{day:%m}{sign}{day:%d}{sign}{day:%Y}",
    }

    assert {parse_day(text, order) for order, text in written.items()} == {day}
