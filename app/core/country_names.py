"""Recognises a country by whatever name, code or spelling a file gives it."""

import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.core.folding import fold

_ISO_3166 = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
"""
COUNTRY_CODES = tuple(_ISO_3166.split())

# Names that neither Babel nor the rules below know, or know as another's; written as
# `_plain` leaves them.
_ALSO = {
    "AE": "uae; emirates",
    "AX": "aland",
    "BO": "plurinational state of bolivia",
    "BN": "brunei darussalam",
    "BQ": "bonaire; bonaire saint eustatius and saba; bonaire sint eustatius and saba",
    "BV": "bouvetoya",
    "CC": "cocos islands; keeling islands",
    "CD": "congo democratic republic of; congo democratic republic; democratic republic of congo;"
    "dr congo; drc; zaire; congo dr; congo drc; congo democratic republic of congo",
    "CG": "congo; republic of congo; congo republic; congo republic of",
    "CI": "ivory coast; republic of cote divoire",
    "CV": "cape verde; cabo verde",
    "CZ": "czech republic; czechoslovakia",
    "DE": "ger; brd; west germany",
    "FK": "falkland islands; malvinas",
    "FM": "micronesia; federated states of micronesia",
    "FR": "french republic; metropolitan france",
    "GB": "uk; great britain; britain; england; scotland; wales; northern ireland;"
    "united kingdom of great britain and northern ireland",
    "GF": "french guyana",
    "GS": "south georgia; south georgia and south sandwich islands",
    "HK": "hong kong; hong kong special administrative region of china",
    "HM": "heard and mcdonald islands; heard island and mcdonald islands",
    "IO": "chagos archipelago",
    "IR": "islamic republic of iran; persia",
    "KG": "kyrgyz republic",
    "KP": "north korea; democratic peoples republic of korea; dprk;"
    "korea democratic peoples republic of; korea dpr; korea north",
    "KR": "korea; south korea; republic of korea; korea republic of; korea south",
    "LA": "lao peoples democratic republic; lao pdr; lao",
    "LY": "libyan arab jamahiriya",
    "MD": "moldova republic of",
    "MF": "saint martin; saint martin french part",
    "MK": "macedonia; former yugoslav republic of macedonia; fyrom; republic of north macedonia",
    "MM": "burma; myanmar burma",
    "MO": "macau; macao",
    "NL": "holland",
    "PN": "pitcairn; pitcairn islands",
    "PS": "palestine; palestinian territory; palestinian territory occupied;"
    "occupied palestinian territory; state of palestine",
    "RE": "reunion island",
    "RU": "russian federation; ussr",
    "SH": "saint helena ascension and tristan da cunha",
    "SJ": "svalbard and jan mayen islands; svalbard",
    "SK": "slovak republic",
    "SX": "sint maarten dutch part; saint maarten",
    "SY": "syrian arab republic",
    "SZ": "swaziland",
    "TL": "east timor",
    "TR": "turkey",
    "TW": "republic of china; taiwan province of china; taiwan roc; chinese taipei",
    "TZ": "united republic of tanzania; tanganyika",
    "UM": "us minor outlying islands; united states minor outlying islands",
    "US": "usa; us; united states of america; america; united states america",
    "VA": "holy see; vatican city state; vatican; holy see vatican city state",
    "VC": "saint vincent; saint vincent and grenadines",
    "VE": "bolivarian republic of venezuela",
    "VG": "virgin islands british; british virgin islands",
    "VI": "virgin islands us; us virgin islands; united states virgin islands; virgin islands",
    "VN": "viet nam",
    "WS": "western samoa",
    "ZA": "rsa",
}
_FORMS_OF_STATE = re.compile(
    r"(?:(?:arab|bolivarian|co operative|cooperative|democratic|federal|federated|federative|"
    r"independent|islamic|oriental|peoples|plurinational|socialist|swiss|united) )*"
    r"(?:commonwealth|confederation|federation|grand duchy|kingdom|principality|republic|"
    r"state|states|sultanate|union) of "
)


def country_code(text: str) -> str | None:
    """The ISO code of the country `text` means, or None.

    Understood are two and three letter codes and names in English and in every
    language Babel has, with or without "Republic of", "(the …)" or ", …".
    """
    if not text.strip():
        return None
    for name in _readings(text):
        if found := _english().get(name) or _foreign().get(name):
            return found
    return None


def _readings(text: str) -> Iterator[str]:
    """The ways to read a name, the most literal first."""
    outside = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text)
    for reading in (text, outside, text.partition(",")[0]):
        yield _plain(reading)
    yield _FORMS_OF_STATE.sub("", _plain(outside), count=1)
    for inside in re.findall(r"\(([^)]*)\)", text):
        yield _plain(inside)


def _plain(name: str) -> str:
    """Folded words without punctuation and article; "St." is "Saint", "&" is "and"."""
    spaced = re.sub(r"[^\w\s]", " ", re.sub("[.']", "", fold(name).replace("&", " and ")))
    words = ["saint" if word in {"st", "ste", "sainte"} else word for word in spaced.split()]
    return " ".join(word for word in words if word != "the") or " ".join(words)


@cache
def _english() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - slow, seldom needed
    from babel.core import get_global  # noqa: PLC0415 - slow, seldom needed

    found: dict[str, str] = {}
    for old_or_long, meant in get_global("territory_aliases").items():
        if old_or_long.isalpha() and len(meant) == 1:
            found[_plain(old_or_long)] = meant[0]
    for code, name in Locale.parse("en").territories.items():
        for reading in _readings(name):
            found.setdefault(reading, code)
    for code in COUNTRY_CODES:
        found[_plain(code)] = code
    for code, names in _ALSO.items():
        found.update((name.strip(), code) for name in names.split(";"))
    return {name: code for name, code in found.items() if code in COUNTRY_CODES}


@cache
def _foreign() -> dict[str, str]:
    """What most of the languages that use a name mean by it."""
    known = frozenset(COUNTRY_CODES)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for names in _names_by_language():
        for code in known.intersection(names):
            votes[_plain(names[code])][code] += 1
    return {name: count.most_common(1)[0][0] for name, count in votes.items()}


def _names_by_language() -> Iterator[dict[str, str]]:
    """Each language's file is read and dropped: Babel's own loader would keep 100 MB of them."""
    from babel.localedata import locale_identifiers, resolve_locale_filename  # noqa: PLC0415 - slow, seldom needed

    for language in locale_identifiers():
        with Path(resolve_locale_filename(language)).open("rb") as file:
            data = pickle.load(file)  # noqa: S301 - Babel's own data, installed with the program
        yield data.get("territories", {})
