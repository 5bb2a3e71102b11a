import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.countries import (
    DEFAULT_COUNTRY,
    calling_code,
    countries,
    country_code,
    country_codes,
    country_name,
    currency_of,
)
from app.core.currencies import is_currency
from tests.naughty import ACCEPTABLE, REFUSED

# As public sample files spell them, customers and invoices alike.
IN_FILES = """
Albania|Algeria|Anguilla|Antigua and Barbuda|Argentina|Aruba|Australia|Austria|Bahamas|Belarus
Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Brazil|Bulgaria|Burkina Faso|Canada
Chile|Cyprus|Czech Republic|Denmark|Djibouti|Dominica|Dominican Republic|Ecuador|Ethiopia|Fiji
Finland|France|French Polynesia|French Southern Territories|Germany|Ghana|Guernsey|Guyana|Honduras
Hungary|Iceland|India|Iran|Ireland|Isle of Man|Italy|Kiribati|Kyrgyz Republic
Lao People's Democratic Republic|Liberia|Liechtenstein|Lithuania|Madagascar|Maldives|Mali|Malta
Micronesia|Monaco|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Netherlands|New Caledonia
New Zealand|Norway|Oman|Palau|Palestinian Territory|Panama|Paraguay|Pitcairn Islands|Poland
Portugal|Russian Federation|Saint Barthelemy|Saint Vincent and the Grenadines
Sao Tome and Principe|Singapore|Slovakia (Slovak Republic)|Solomon Islands
South Georgia and the South Sandwich Islands|Spain|Sri Lanka|Swaziland|Sweden|Switzerland|Tanzania
Timor-Leste|Togo|USA|United Arab Emirates|United Kingdom|United States Virgin Islands
United States of America|Uruguay|Uzbekistan|Vietnam|Western Sahara|Yemen|Zimbabwe
Antarctica (the territory South of 60 deg S)|Bouvet Island (Bouvetoya)|Brunei Darussalam
British Indian Ocean Territory (Chagos Archipelago)|Cocos (Keeling) Islands|Cote d'Ivoire
Falkland Islands (Malvinas)|Heard Island and McDonald Islands|Reunion|Svalbard & Jan Mayen Islands
Syrian Arab Republic|United States Minor Outlying Islands|Saint Helena|Saint Martin|Macao|Macedonia
Cape Verde|Faroe Islands|Gambia|Saint Kitts and Nevis|Saint Pierre and Miquelon|Wallis and Futuna
"""


def test_every_country_of_the_standard_is_there_in_the_order_of_names():
    codes = [country.code for country in countries()]

    assert len(codes) == len(set(codes)) == 250
    assert [c.name for c in countries()][:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert country_name(DEFAULT_COUNTRY) == "United States"
    assert country_name("??") == "??"
    assert country_name("DE", "de") == "Deutschland"


@pytest.mark.parametrize("name", [n for row in IN_FILES.split("\n") if row for n in row.split("|")])
def test_names_found_in_files_are_recognised(name):
    assert country_code(name) is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        ("U.S.A.", "US"),
        ("DEU", "DE"),
        (" germany ", "DE"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Niemcy", "DE"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("مصر", "EG"),
        ("Österreich", "AT"),
        ("OSTERREICH", "AT"),
        ("Lao People\u2019s Democratic Republic", "LA"),
        ("Korea", "KR"),
        ("Korea (the Republic of)", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Korea (the Democratic People's Republic of)", "KP"),
        ("Libyan Arab Jamahiriya", "LY"),
        ("Palestinian Territory, Occupied", "PS"),
        ("Holy See (Vatican City State)", "VA"),
        ("Congo", "CG"),
        ("Congo (the Democratic Republic of the)", "CD"),
        ("Democratic Republic of the Congo", "CD"),
        ("Tanzania, United Republic of", "TZ"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Micronesia (Federated States of)", "FM"),
        ("Republic of Ireland", "IE"),
        ("Kingdom of Sweden", "SE"),
        ("People's Republic of China", "CN"),
        ("Republic of China", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("St. Lucia", "LC"),
        ("Virgin Islands, U.S.", "VI"),
        ("Virgin Islands (British)", "VG"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Guinea", "GN"),
        ("Dominica", "DM"),
        ("The Netherlands", "NL"),
        ("Türkiye", "TR"),
        ("Czechia", "CZ"),
        ("England", "GB"),
        ("Kosovo", "XK"),
        ("", None),
        ("Atlantis", None),
        ("Mars", None),
        ("Europe", None),
        ("Earth (planet)", None),
    ],
)
def test_countries_are_recognised(text, code):
    assert country_code(text) == code


def test_every_english_name_and_code_means_its_own_country():
    wrong = [
        c for c in countries() if {country_code(c.name), country_code(c.code.lower())} != {c.code}
    ]

    assert wrong == []


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pt", "pl", "nl", "ja", "ar", "ru"])
def test_the_large_languages_are_understood(language):
    wrong = [c for c in countries(language) if country_code(c.name) != c.code]

    assert wrong == []


@pytest.mark.parametrize("text", ACCEPTABLE + REFUSED, ids=range(len(ACCEPTABLE + REFUSED)))
def test_naughty_strings_are_no_country(text):
    assert country_code(text) == ("ID" if text == "`id`" else None)


@given(st.text(st.characters(), max_size=20))
def test_any_text_is_answered(text):
    assert country_code(text) in {None, *(country.code for country in countries())}


def test_calling_codes_and_currencies():
    assert [calling_code(code) for code in ("US", "DE", "AG", "BV")] == ["+1", "+49", "+1", ""]
    assert [currency_of(code) for code in ("US", "DE", "JP", "BG", "HR", "AQ")] == [
        "USD", "EUR", "JPY", "EUR", "EUR", None,
    ]  # fmt: skip
    assert [c for c in countries() if not is_currency(currency_of(c.code) or "EUR")] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", ("CG", "CD")),
        ("Kongo", ("CG", "CD")),
        ("Korea", ("KR", "KP")),
        ("टोगो", ("TG",)),
        ("टोंगा", ("TO",)),
        ("한국", ("KR",)),
        ("Elfenbeinküste", ("CI",)),
        ("Nowhere", ()),
        (" ", ()),
    ],
)
def test_a_name_of_several_countries_gives_all_of_them(text, codes):
    assert country_codes(text) == codes
