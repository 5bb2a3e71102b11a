import pytest

from app.core.addresses import address_rules, format_address, postal_code_problem
from app.core.countries import countries


@pytest.mark.parametrize(
    ("country", "postal", "state", "city"),
    [
        ("US", "ZIP code", "State", "City"),
        ("GB", "Postcode", "County", "Town or city"),
        ("DE", "Postal code", "State or province", "City"),
        ("IN", "PIN code", "State", "City"),
        ("IE", "Eircode", "County", "City"),
        ("JP", "Postal code", "Prefecture", "City"),
        ("CA", "Postal code", "Province", "City"),
        ("AU", "Postcode", "State", "Suburb or city"),
        ("AE", "Postal code", "Emirate", "City"),
        ("??", "Postal code", "State or province", "City"),
    ],
)
def test_countries_use_their_own_words(country, postal, state, city):
    labels = address_rules(country).labels

    assert (labels["postal_code"], labels["state"], labels["city"]) == (postal, state, city)


def test_forms_learn_what_is_used_and_required():
    us, gb, de, hk = (address_rules(code) for code in ("US", "GB", "DE", "HK"))

    assert us.required == {"address_line1", "city", "state", "postal_code"}
    assert ("CA", "California") in us.states
    assert us.postal_example == "95014"
    assert "state" in gb.used
    assert "state" not in gb.required
    assert "state" not in de.used
    assert de.states == ()
    assert "postal_code" not in hk.used


def test_every_country_has_rules_whose_states_have_one_name_each():
    for country in countries():
        rules = address_rules(country.code)
        assert rules.required <= rules.used <= set(rules.labels)
        assert all(rules.labels.values())
        assert len(dict(rules.states)) == len(rules.states)


@pytest.mark.parametrize("country", [country.code for country in countries()])
def test_a_countrys_own_example_is_accepted(country):
    example = address_rules(country).postal_example

    assert postal_code_problem(example, country) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("95014-1234", "US"),
        ("sw1a 1aa", "GB"),
        ("SW1A1AA", "GB"),
        ("h3z2y7", "CA"),
        ("H2G 1A7", "CA"),
        ("12227-000", "BR"),
        ("CH-8001", "CH"),
        (" 70174 ", "DE"),
        ("anything", "AQ"),
        ("anything", "??"),
        ("", "US"),
    ],
)
def test_postal_codes_are_tolerated_as_people_write_them(text, country):
    assert postal_code_problem(text, country) is None


def test_an_impossible_postal_code_is_answered_with_an_example():
    assert postal_code_problem("7017", "DE") == (
        "Postal code for Germany looks like 26133. Check what you typed."
    )
    assert "ZIP code for United States looks like 95014" in postal_code_problem("ABC", "US")


PLACE = {"name": "Acme", "address_line1": "1 Main St", "city": "Springfield"}


@pytest.mark.parametrize(
    ("country", "parts", "lines"),
    [
        (
            "US",
            {**PLACE, "address_line2": "Suite 5", "state": "IL", "postal_code": "62701"},
            ["Acme", "1 Main St", "Suite 5", "Springfield, IL 62701", "United States"],
        ),
        ("US", PLACE, ["Acme", "1 Main St", "Springfield", "United States"]),
        (
            "US",
            {**PLACE, "postal_code": "62701"},
            ["Acme", "1 Main St", "Springfield 62701", "United States"],
        ),
        (
            "DE",
            {**PLACE, "postal_code": "70174"},
            ["Acme", "1 Main St", "70174 Springfield", "Germany"],
        ),
        (
            "GB",
            {**PLACE, "state": "Kent", "postal_code": "DA1 1AA"},
            ["Acme", "1 Main St", "Springfield", "DA1 1AA", "Kent", "United Kingdom"],
        ),
        (
            "BR",
            {"city": "Rio", "postal_code": "12227-000"},
            ["Rio", "12227-000", "Brazil"],
        ),
        (
            "JP",
            {
                "address_line1": "千代田1",
                "state": "東京都",
                "postal_code": "100-0001",
                "name": "山田",
            },
            ["〒100-0001", "東京都", "千代田1", "山田", "Japan"],
        ),
        ("CH", {"city": "Zürich", "postal_code": "8001"}, ["CH-8001 Zürich", "Switzerland"]),
        ("??", PLACE, ["Acme", "1 Main St", "Springfield", "??"]),
        ("", {}, []),
    ],
)
def test_addresses_read_as_on_an_envelope(country, parts, lines):
    assert format_address(country, **parts).splitlines() == lines


def test_no_part_is_lost_or_left_as_a_mark_in_any_country():
    parts = {
        "address_line1": "aaa",
        "city": "bbb",
        "state": "ccc",
        "postal_code": "ddd",
        "name": "e",
    }
    for country in countries():
        whole = format_address(country.code, **parts)
        assert all(part in whole for part in parts.values())
        assert "%" not in whole
        for missing in parts:
            rest = format_address(country.code, **{**parts, missing: ""})
            assert all(line.strip(" ,-/") for line in rest.splitlines()), (country, rest)
