from decimal import Decimal

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from app.core.currencies import is_currency
from app.core.errors import DeskError
from app.core.money import Money, currencies, exponent, parse

CODES = st.sampled_from([currency.code for currency in currencies()])
MINOR = st.integers(-(2**63) + 1, 2**63 - 1)


def test_every_currency_that_is_legal_tender_somewhere_is_known():
    tender = {
        code
        for used in get_global("territory_currencies").values()
        for code, _since, until, legal in used
        if legal and until is None
    }

    assert {code for code in tender if not is_currency(code)} == set()


def test_currencies_have_names_and_the_exponents_of_iso_4217():
    by_code = {currency.code: currency for currency in currencies()}

    assert by_code["EUR"].name == "Euro"
    assert [by_code[code].exponent for code in ("JPY", "EUR", "KWD", "IQD", "RSD")] == [
        0,
        2,
        3,
        3,
        2,
    ]
    assert list(by_code) == sorted(by_code)
    assert all(currency.name != currency.code for currency in currencies())


def test_an_unknown_currency_is_refused_by_name():
    with pytest.raises(DeskError, match="ZZZ is not a currency code"):
        Money(1, "ZZZ")


@given(MINOR, CODES)
def test_major_units_lead_back_to_the_same_minor_units(minor, code):
    money = Money(minor, code)

    assert Money.of(money.amount, code) == money
    assert -money.amount.as_tuple().exponent == exponent(code)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1.005", "EUR"),
        ("1.5", "JPY"),
        ("0.0001", "KWD"),
        ("1E-999999", "EUR"),
        ("1." + "0" * 40 + "1", "EUR"),
        ("1E+999999", "EUR"),
        ("92233720368547758.08", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
    ],
)
def test_what_the_currency_cannot_hold_is_refused(amount, code):
    with pytest.raises(DeskError):
        Money.of(Decimal(amount), code)


def test_zeros_behind_the_last_place_and_huge_exponents_of_zero_are_harmless():
    assert Money.of(Decimal("1.50000"), "EUR") == Money(150, "EUR")
    assert Money.of(Decimal("0E-999999"), "EUR") == Money(0, "EUR")


def test_one_currency_adds_subtracts_and_compares():
    five, two = Money(500, "EUR"), Money(200, "EUR")

    assert five + two == Money(700, "EUR")
    assert two - five == -Money(300, "EUR")
    assert two < five
    assert two <= Money(200, "EUR")
    assert five > two
    assert five >= Money(500, "EUR")
    assert five
    assert not five - five


def test_two_currencies_do_not_mix():
    euro, dollar = Money(500, "EUR"), Money(500, "USD")

    assert euro != dollar
    for mix in (
        Money.__add__,
        Money.__sub__,
        Money.__lt__,
        Money.__le__,
        Money.__gt__,
        Money.__ge__,
    ):
        with pytest.raises(ValueError, match="EUR and USD do not mix"):
            mix(euro, dollar)


@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any),
)
def test_shares_add_up_and_none_is_off_by_a_whole_unit(minor, weights):
    shares = Money(minor, "EUR").split(weights)

    assert sum(share.minor for share in shares) == minor
    total = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor * total - minor * weight) < total


def test_the_odd_cent_goes_to_whom_rounding_cost_most_then_to_the_first():
    assert [m.minor for m in Money(100, "EUR").split([1, 1, 1])] == [34, 33, 33]
    assert [m.minor for m in Money(100, "EUR").split([1, 5])] == [17, 83]
    assert [m.minor for m in Money(-100, "EUR").split([1, 1, 1])] == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_are_a_mistake(weights):
    with pytest.raises(ValueError, match=r"weights|empty"):
        Money(100, "EUR").split(weights)


@pytest.mark.parametrize(
    ("text", "code", "sign", "minor"),
    [
        ("1234.5", "EUR", ".", 123450),
        (" 1,234.50 ", "EUR", ".", 123450),
        ("1.234,50", "EUR", ",", 123450),
        ("1\u202f234,50", "EUR", ",", 123450),
        ("1\u2019234.50", "CHF", ".", 123450),
        ("12,34,567.00", "INR", ".", 123456700),
        ("EUR 12", "EUR", ".", 1200),
        ("12 EUR", "EUR", ".", 1200),
        ("\u22125", "EUR", ".", -500),
        ("-.5", "EUR", ".", -50),
        ("1,234", "JPY", ".", 1234),
        ("\uff11\uff12", "JPY", ".", 12),
        ("0.125", "KWD", ".", 125),
        ("1.500", "EUR", ".", 150),
    ],
)
def test_amounts_as_people_write_them(text, code, sign, minor):
    assert parse(text, code, sign) == Money(minor, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ".",
        "abc",
        "12,5",
        "1.2.3",
        "1,23.4",
        "$5",
        "USD 5",
        "1e5",
        "--1",
        "1,,000",
        "٣",
    ],
)
def test_anything_else_is_answered_with_an_example(text):
    with pytest.raises(DeskError, match=r"Write the amount like 1234\.50\.|٣"):
        parse(text, "EUR")


def test_the_example_fits_the_currency_and_the_decimal_sign():
    with pytest.raises(DeskError, match="like 1234,500"):
        parse("x", "KWD", ",")
    with pytest.raises(DeskError, match=r"like 1234\."):
        parse("x", "JPY")


def test_a_typed_fraction_of_a_cent_is_refused_and_not_rounded():
    with pytest.raises(DeskError, match="at most 2 decimal places"):
        parse("1.005", "EUR")
    with pytest.raises(DeskError, match="JPY has no decimal places"):
        parse("1.5", "JPY")


@given(MINOR, CODES, st.sampled_from(".,"))
def test_a_written_amount_is_read_back(minor, code, sign):
    money = Money(minor, code)

    assert parse(f"{money.amount:f}".replace(".", sign), code, sign) == money
