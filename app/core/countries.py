"""The countries of ISO 3166, their currencies and calling codes; nothing is looked up online."""

from dataclasses import dataclass
from functools import cache

from app.core.country_names import COUNTRY_CODES, country_code, country_codes
from app.core.currencies import is_currency
from app.core.folding import fold

__all__ = [
    "COUNTRY_CODES",
    "DEFAULT_COUNTRY",
    "Country",
    "calling_code",
    "countries",
    "country_code",
    "country_codes",
    "country_name",
    "currency_of",
]

DEFAULT_COUNTRY = "US"
# Newer than what the bundled tables know.
_CURRENCY_SINCE = {"BG": "EUR"}


@dataclass(frozen=True, slots=True)
class Country:
    """A country as a chooser shows it; `code` is the two letters of ISO 3166."""

    code: str
    name: str


@cache
def countries(language: str = "en") -> tuple[Country, ...]:
    """Every country (250, Kosovo among them), named in `language` and in the order of names."""
    from babel import Locale  # noqa: PLC0415 - slow, seldom needed

    names = Locale.parse(language).territories
    return tuple(
        sorted(
            (Country(code, names[code]) for code in COUNTRY_CODES),
            key=lambda country: fold(country.name),
        )
    )


def country_name(code: str, language: str = "en") -> str:
    """The country's name, or `code` itself where it is not a country's."""
    return _names(language).get(code, code)


def calling_code(country: str) -> str:
    """What international numbers of the country begin with ("+49"); empty where it has none."""
    import phonenumbers  # noqa: PLC0415 - slow, seldom needed

    code = phonenumbers.country_code_for_region(country)
    return f"+{code}" if code else ""


def currency_of(country: str) -> str | None:
    """The ISO code of the currency used in the country; None where nobody lives."""
    if country in _CURRENCY_SINCE:
        return _CURRENCY_SINCE[country]
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 - slow, seldom needed

    return next(filter(is_currency, get_territory_currencies(country)), None)


@cache
def _names(language: str) -> dict[str, str]:
    return {country.code: country.name for country in countries(language)}
