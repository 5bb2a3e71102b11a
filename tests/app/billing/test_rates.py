"""Tax rates by country and day; amounts in the organization's currency."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing import events
from app.billing.drafts import ExchangeRateDraft, TaxRateDraft
from app.billing.exchange_rates import Book, in_base
from app.billing.tax_rates import rate_for
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.money import Money
from app.core.progress import Progress

GERMAN = TaxRateDraft("DE", "standard", "MwSt.", 190_000, date(2021, 1, 1))
DAY = date(2026, 11, 20)
FILE = """\ufeffDate, USD, JPY, KWD, ROL,
2026-11-19, 1.10, 180.5, 0.34, 4.5,
20 November 2026, 1.25, 160, N/A, ,
"""


def test_the_rate_of_a_day_is_the_newest_from_then_or_before(services, desk_db, admin):
    rates = services.tax_rates
    old = rates.save(replace(GERMAN, ppm=160_000, valid_from=date(2020, 7, 1)))
    new = rates.save(GERMAN)
    later = rates.save(replace(GERMAN, ppm=210_000, valid_from=date(2027, 1, 1)))
    books = rates.save(replace(GERMAN, category="books", ppm=70_000))
    swiss = rates.save(replace(GERMAN, country="CH", name="MWST", ppm=81_000))

    with desk_db.reading(admin) as session:
        found = {
            day: rate and rate.ppm
            for day in (date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31), DAY)
            for rate in [rate_for(session, "DE", "standard", day)]
        }
        assert rate_for(session, "AT", "standard", DAY) is None
        assert rate_for(session, "DE", "food", DAY) is None
    assert list(found.values()) == [None, 160_000, 160_000, 190_000]
    listed = rates.list()
    # By the countries' names: Germany comes before Switzerland.
    assert [row.id for row in listed] == [books, later, new, old, swiss]
    assert {row.id for row in listed if row.now} == {books, new, swiss}
    assert [row.until for row in listed] == [
        None, None, date(2027, 1, 1), date(2021, 1, 1), None,
    ]  # fmt: skip
    assert rates.categories() == ("standard", "books")

    rates.save(replace(GERMAN, name="VAT"), new, listed[2].version)
    with pytest.raises(Conflict, match="Ada Admin changed this meanwhile"):
        rates.save(GERMAN, new, listed[2].version)
    rates.remove(later)
    with pytest.raises(NotFound):
        rates.remove(later)
    assert [row.name for row in rates.list() if row.id == new] == ["VAT"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"country": "XX"}, "country", "Choose the country"),
        ({"name": " "}, "name", "what the tax is called"),
        ({"category": ""}, "category", "category"),
        ({"ppm": None}, "ppm", "also where it is 0"),
        ({"ppm": -1}, "ppm", "between 0 and 100"),
        ({"ppm": 1_000_001}, "ppm", "between 0 and 100"),
        ({"valid_from": None}, "valid_from", "first day"),
    ],
)
def test_what_is_no_tax_rate_is_refused(change, field, said):
    problems = replace(GERMAN, **change).problems()
    assert list(problems) == [field]
    assert said in problems[field]


def test_a_country_has_one_rate_a_day_for_each_category(services):
    services.tax_rates.save(GERMAN)
    with pytest.raises(Invalid, match="Germany has a rate of this category") as refused:
        services.tax_rates.save(replace(GERMAN, ppm=1))
    assert list(refused.value.fields) == ["valid_from"]


@pytest.fixture
def told(monkeypatch):
    """What followers of rates were told."""
    heard = []
    monkeypatch.setattr(
        events, "rates_changed", [lambda _session, codes, since: heard.append((codes, since))]
    )
    return heard


def test_amounts_are_worth_what_the_latest_rate_says(services, desk_db, admin, told):
    rates = services.exchange_rates
    first = rates.save(ExchangeRateDraft("USD", date(2026, 1, 1), Decimal("0.5")))
    rates.save(ExchangeRateDraft("USD", date(2026, 6, 1), Decimal("0.9")))
    rates.save(ExchangeRateDraft("JPY", date(2026, 1, 1), Decimal("0.00625")))
    rates.save(ExchangeRateDraft("KWD", date(2026, 1, 1), Decimal("2.999999999")))
    assert told[1] == ({"USD"}, date(2026, 6, 1))

    asked = [
        (Money(1001, "USD"), date(2025, 12, 31), None),
        (Money(1001, "USD"), date(2026, 5, 31), 501),
        (Money(-1001, "USD"), date(2026, 5, 31), -501),
        (Money(1001, "USD"), DAY, 901),
        (Money(1000, "JPY"), DAY, 625),
        (Money(1000, "KWD"), DAY, 300),
        (Money(5, "EUR"), DAY, 5),
        (Money(5, "CHF"), DAY, None),
        (Money(9 * 10**18, "JPY"), DAY, 5_625_000_000_000_000_000),
    ]
    with desk_db.reading(admin) as session:
        book = Book(session)
        for amount, on, worth in asked:
            assert in_base(session, amount, on) == book.in_base(amount, on) == worth

    [row] = [row for row in rates.list("USD") if row.id == first]
    rates.save(ExchangeRateDraft("USD", date(2026, 2, 1), Decimal("0.6")), first, row.version)
    # What was true from January is affected, too.
    assert told[-1] == ({"USD"}, date(2026, 1, 1))
    assert [(row.currency, row.rate) for row in rates.latest()] == [
        ("JPY", Decimal("0.00625")), ("KWD", Decimal("2.999999999")), ("USD", Decimal("0.9")),
    ]  # fmt: skip
    rates.remove(first)
    assert len(rates.list()) == 3
    # Rates are those to the currency the organization has now.
    services.organization.save(replace(services.organization.settings(), currency="USD"))
    assert rates.list() == ()
    with desk_db.reading(admin) as session:
        assert in_base(session, Money(1000, "JPY"), DAY) is None


@pytest.mark.parametrize(
    ("draft", "field", "said"),
    [
        (ExchangeRateDraft("EUR", DAY, Decimal(1)), "currency", "the organization's currency"),
        (ExchangeRateDraft("XYZ", DAY, Decimal(1)), "currency", "Choose the currency"),
        (ExchangeRateDraft("USD", None, Decimal(1)), "on_date", "first day"),
        (ExchangeRateDraft("USD", DAY, None), "rate", "Enter the rate"),
        (ExchangeRateDraft("USD", DAY, Decimal(0)), "rate", "above zero"),
        (ExchangeRateDraft("USD", DAY, Decimal("NaN")), "rate", "above zero"),
        (ExchangeRateDraft("USD", DAY, Decimal("1e-10")), "rate", "at most 9 decimal"),
        (ExchangeRateDraft("GBP", DAY, Decimal(1)), "on_date", "GBP has a rate from that day"),
    ],
)
def test_what_is_no_exchange_rate_is_refused(services, draft, field, said):
    services.exchange_rates.save(ExchangeRateDraft("GBP", DAY, Decimal(2)))
    with pytest.raises(Invalid, match=said) as refused:
        services.exchange_rates.save(draft)
    assert list(refused.value.fields) == [field]


def test_rates_come_from_the_central_banks_file(services, tmp_path, told):
    rates, path = services.exchange_rates, tmp_path / "eurofxref.csv"
    path.write_text(FILE)
    rates.save(ExchangeRateDraft("USD", date(2026, 11, 19), Decimal("0.5")))
    rates.save(ExchangeRateDraft("JPY", date(2026, 11, 20), Decimal("0.00625")))
    told.clear()

    looked = rates.look_at(path, Progress())

    assert (looked.added, looked.changed, looked.unchanged, looked.skipped) == (3, 1, 1, 1)
    assert (looked.first, looked.last) == (date(2026, 11, 19), DAY)
    assert looked.currencies == ("JPY", "KWD", "USD")
    assert (len(rates.list()), told) == (2, [])
    assert rates.bring_in(path, Progress()) == looked
    assert told == [({"JPY", "KWD", "USD"}, date(2026, 11, 19))]
    assert {(row.currency, row.on_date.day): str(row.rate) for row in rates.list()} == {
        ("USD", 20): "0.8", ("JPY", 20): "0.00625", ("JPY", 19): "0.005540166",
        ("KWD", 19): "2.941176471", ("USD", 19): "0.909090909",
    }  # fmt: skip
    assert {row.source for row in rates.list("KWD")} == {"eurofxref.csv"}
    # A second time changes nothing.
    again = rates.bring_in(path, Progress())
    assert (again.added, again.changed, again.unchanged) == (0, 0, 5)


def test_rates_to_the_euro_become_rates_to_ones_own_currency(services, tmp_path):
    services.organization.save(replace(services.organization.settings(), currency="USD"))
    path = tmp_path / "rates.csv"
    path.write_text(FILE)
    services.exchange_rates.bring_in(path, Progress())

    found = {(row.currency, row.on_date.day): row.rate for row in services.exchange_rates.list()}
    assert found["EUR", 19] == Decimal("1.1")
    assert found["JPY", 20] == Decimal("0.0078125")
    services.organization.save(replace(services.organization.settings(), currency="CHF"))
    with pytest.raises(Invalid, match="no rates of CHF"):
        services.exchange_rates.look_at(path, Progress())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no table of exchange rates"),
        (b"name,email\na,b\n", "no table of exchange rates"),
        (b"Date,USD\n", "no rates"),
        (b"Date,USD\n2026-02-30,1.1\n", "Line 2: .2026-02-30. is no day"),
        (b"Date,USD\n\n2026-02-03,1\xc2\xb2\n", "Line 3: .1\xb2. is no rate of USD"),
        (b"Date,USD\n2026-02-03,-1\n", "no rate"),
        (b"Date,USD\n2026-02-03,0\n", "no rate"),
        (b"Date,USD\n2026-02-03,1e5\n", "no rate"),
        (b"PK\x03\x04\xff\xfe", "no text"),
        (b"Date,XXX\n" + b"x" * 200_000, "Line 2"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_is_no_file_of_rates_is_refused_by_line(services, tmp_path, content, said):
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    with pytest.raises(DeskError, match=said):
        services.exchange_rates.bring_in(path, Progress())
    with pytest.raises(DeskError, match="gone"):
        services.exchange_rates.bring_in(tmp_path / "gone.csv", Progress())
    assert services.exchange_rates.list() == ()
