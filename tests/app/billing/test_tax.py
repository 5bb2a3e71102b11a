"""Tax: to the smallest unit, and lines that always add up to their document."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.percent import parse_percent, percent
from app.billing.schemas import Rounding
from app.billing.tax import MILLION, Taxed, tax_of, taxes
from app.core.errors import DeskError

NETS = st.integers(-(10**12), 10**12)
RATES = st.sampled_from([0, 1, 25_000, 70_000, 99_750, 190_000, 333_333, 1_000_000])
LINES = st.lists(
    st.builds(
        Taxed,
        net_minor=NETS,
        ppm=st.none() | RATES,
        name=st.sampled_from(["VAT", "GST"]),
        country=st.sampled_from(["DE", "JP", "KW"]),
        tax_minor=st.integers(0, 10**9),
        settled=st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("net", "ppm", "tax"),
    [
        (1000, 190_000, 190),
        (1, 190_000, 0),
        (3, 190_000, 1),
        (50, 10_000, 1),
        (-50, 10_000, -1),
        (49, 10_000, 0),
        (12_345, 99_750, 1231),
        (10**15, 99_750, 99_750_000_000_000),
    ],
)
def test_tax_is_rounded_half_away_from_zero(net, ppm, tax):
    assert tax_of(net, ppm) == tax


def test_a_document_is_taxed_once_for_each_rate():
    lines = [Taxed(10, 190_000, "VAT", "DE")] * 3
    by_line, [line_sum] = taxes(lines, Rounding.LINE)
    by_document, [document_sum] = taxes(lines, Rounding.DOCUMENT)

    assert (by_line, line_sum.tax_minor) == ((2, 2, 2), 6)
    # 5.7 rounds to 6: the same here; with 7 it is 4 instead of 3.
    assert (by_document, document_sum.tax_minor) == ((2, 2, 2), 6)
    assert taxes([Taxed(7, 190_000)] * 3, Rounding.LINE)[1][0].tax_minor == 3
    assert taxes([Taxed(7, 190_000)] * 3, Rounding.DOCUMENT)[1][0].tax_minor == 4


@given(LINES, st.sampled_from(Rounding))
def test_lines_always_add_up_to_their_sums(lines, rounding):
    found, sums = taxes(lines, rounding)

    assert len(found) == len(lines)
    assert sum(found) == sum(one.tax_minor for one in sums)
    assert sum(line.net_minor for line in lines) == sum(one.base_minor for one in sums)
    for line, tax in zip(lines, found, strict=True):
        if line.is_given:
            assert tax == line.tax_minor
        else:
            # Nobody pays a whole unit more or less than exactly right.
            assert abs(tax - Fraction(line.net_minor * line.ppm, MILLION)) < 1
    for one in sums:
        whole = [
            line
            for line in lines
            if (line.name, line.country, line.ppm) == (one.name, one.country, one.ppm)
        ]
        if rounding is Rounding.DOCUMENT and not any(line.is_given for line in whole):
            assert one.tax_minor == tax_of(one.base_minor, one.ppm)


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [("19", 190_000), (" 9.975 % ", 99_750), ("9,975", 99_750), ("0", 0), ("100%", 1_000_000),
     ("０．５", 5000)],
)  # fmt: skip
def test_percentages_are_read_as_written(typed, ppm):
    assert parse_percent(typed) == ppm
    assert parse_percent(percent(ppm)) == ppm


@pytest.mark.parametrize("typed", ["", "x", "-1", "1e2", "100.0001", "1.00001", "1.2.3", "٪"])
def test_what_is_no_percentage_is_refused(typed):
    with pytest.raises(DeskError, match=r"rate|percentage"):
        parse_percent(typed)


def test_percentages_are_written_short():
    assert [percent(ppm) for ppm in (190_000, 99_750, 1, 0)] == ["19", "9.975", "0.0001", "0"]
    assert percent(99_750, ",") == "9,975"
