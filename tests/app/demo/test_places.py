"""Names, towns and notations fit the rules the program itself applies."""

from random import Random

import pytest

from app.core.addresses import address_rules, postal_code_problem
from app.core.contact import phone_e164, phone_problem
from app.core.currencies import is_currency
from app.customers.schemas import INDUSTRIES
from app.demo.country import Country, slug
from app.demo.names import Names
from app.demo.phrases import DESCRIPTIONS, PER_EURO
from app.demo.places import COUNTRIES

EACH = pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)


@pytest.fixture
def names() -> Names:
    return Names(Random(1))


def test_countries_are_many_and_named_once():
    codes = [country.code for country in COUNTRIES]

    assert len(codes) == len(set(codes)) >= 35


@EACH
def test_towns_have_states_and_postal_codes_of_their_country(country: Country, names: Names):
    known = {name for pair in address_rules(country.code).states for name in pair}
    for town in country.places:
        assert not known or town.state in known
        for _time in range(10):
            assert postal_code_problem(names.fill(town.postal), country.code) is None


@EACH
def test_phone_numbers_are_international(country: Country, names: Names):
    for pattern in (*country.all_phones, *(town.phone for town in country.places)):
        number = names.fill(pattern)
        assert phone_problem(number, country.code) is None
        assert phone_e164(number, country.code) is not None, number


@EACH
def test_trades_and_currencies_are_known(country: Country):
    assert {trade.industry for trade in country.businesses} <= set(INDUSTRIES) & set(DESCRIPTIONS)
    assert is_currency(country.currency)
    assert country.currency in PER_EURO


@EACH
def test_every_name_has_a_spelling_for_addresses(country: Country, names: Names):
    for words in (*country.given, *country.families):
        for word in words:
            assert word.slug == slug(word.slug) != ""
    firm = names.firm(country, country.places[0], 1)
    assert firm.domain.isascii()
    assert len(firm.name) <= len(firm.legal_name) <= 200


@EACH
def test_surnames_of_men_and_women_are_pairs(country: Country):
    men, women = country.families

    assert len(men) == len(women) > 5


def test_numbers_keep_addresses_apart(names: Names):
    assert [names.unused("anna", 1), names.unused("anna", 2)] == ["anna", "anna2"]
    assert names.unused("anna", 20_001) == "anna20001"
