"""Recognises a country by whatever name, code or spelling a file gives it."""

import pickle
import re
import unicodedata
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

# Names that neither Babel nor the rules below know, or know as another's.
_ALSO = {
    "AE": "uae; emirates",
    "AX": "aland",
    "BY": "weißrussland",
    "BO": "plurinational state of bolivia",
    "BN": "brunei darussalam",
    "BQ": "bonaire; bonaire saint eustatius and saba; bonaire sint eustatius and saba",
    "BV": "bouvetoya",
    "CC": "cocos islands; keeling islands",
    "CD": "congo democratic republic of; congo democratic republic; democratic republic of congo;"
    "dr congo; drc; zaire; congo dr; congo drc; congo democratic republic of congo",
    "CG": "congo; republic of congo; congo republic; congo republic of",
    "CI": "ivory coast; republic of cote divoire; elfenbeinküste",
    "CN": "prc; peoples republic of china; 中华人民共和国",
    "CV": "cape verde; cabo verde",
    "CZ": "czech republic; czechoslovakia"
    "; tschechien; tschechei; tschechische republik; česká republika",
    "DE": "ger; brd; west germany",
    "FK": "falkland islands; malvinas",
    "FM": "micronesia; federated states of micronesia",
    "FR": "french republic; metropolitan france",
    "GB": "uk; great britain; britain; england; scotland; wales; northern ireland;"
    "united kingdom of great britain and northern ireland"
    "; großbritannien; schottland; grande bretagne; angleterre; gran bretaña; inglaterra;"
    "inghilterra; engeland",
    "GF": "french guyana",
    "GS": "south georgia; south georgia and south sandwich islands",
    "HK": "hong kong; hong kong special administrative region of china",
    "HM": "heard and mcdonald islands; heard island and mcdonald islands",
    "IO": "chagos archipelago",
    "IR": "islamic republic of iran; persia",
    "KG": "kyrgyz republic",
    "KP": "north korea; democratic peoples republic of korea; dprk;"
    "korea democratic peoples republic of; korea dpr; korea north",
    "KR": "korea; south korea; republic of korea; korea republic of; korea south; 한국; südkorea",
    "LA": "lao peoples democratic republic; lao pdr; lao",
    "LY": "libyan arab jamahiriya",
    "MD": "moldova republic of; moldawien",
    "MF": "saint martin; saint martin french part",
    "MK": "macedonia; former yugoslav republic of macedonia; fyrom; republic of north macedonia",
    "MM": "burma; myanmar burma; birma",
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
    "TH": "ประเทศไทย",
    "TL": "east timor",
    "TR": "turkey",
    "TW": "republic of china; taiwan province of china; taiwan roc; chinese taipei",
    "TZ": "united republic of tanzania; tanganyika",
    "UM": "us minor outlying islands; united states minor outlying islands",
    "US": "usa; us; united states of america; america; united states america"
    "; eeuu; ee uu; états unis d’amérique; estados unidos de américa;"
    "vereinigte staaten von amerika",
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


# Names in English that more than one country goes by; the likeliest is the one above.
_UNSURE = {
    "congo": ("CD",),
    "korea": ("KP",),
    "saint martin": ("SX",),
    "virgin islands": ("VG",),
}


def country_code(text: str) -> str | None:
    """The ISO code of the country `text` means, or None.

    Understood are two and three letter codes and names in English and in every
    language Babel has, with or without "Republic of", "(the …)" or ", …".
    """
    return next(iter(country_codes(text)), None)


def country_codes(text: str) -> tuple[str, ...]:
    """The ISO codes of all the countries `text` may mean, the likeliest first."""
    if not any(map(str.isalnum, text)):
        return ()
    for name in _readings(text):
        if found := _english().get(name):
            return (found, *_UNSURE.get(name, ()))
        if several := _foreign().get(name):
            return several
    return ()


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
    folded = re.sub("[.']", "", fold(name).replace("&", " and "))
    spaced = "".join(sign if _is_part(sign) else " " for sign in folded)
    words = ["saint" if word in {"st", "ste", "sainte"} else word for word in spaced.split()]
    return " ".join(word for word in words if word != "the") or " ".join(words)


def _is_part(sign: str) -> bool:
    """Whether a word has this in it: also the vowel signs of Indian scripts."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


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
        found.update((_plain(name), code) for name in names.split(";"))
    return {name: code for name, code in found.items() if code in COUNTRY_CODES}


@cache
def _foreign() -> dict[str, tuple[str, ...]]:
    """What the languages that use a name mean by it, most of them first."""
    known = frozenset(COUNTRY_CODES)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for names in _names_by_language():
        for code in known.intersection(names):
            votes[_plain(names[code])][code] += 1
    return {
        name: tuple(code for code, _votes in count.most_common()) for name, count in votes.items()
    }


def _names_by_language() -> Iterator[dict[str, str]]:
    """Each language's file is read and dropped: Babel's own loader would keep 100 MB of them."""
    from babel.localedata import locale_identifiers, resolve_locale_filename  # noqa: PLC0415 - slow, seldom needed

    for language in locale_identifiers():
        with Path(resolve_locale_filename(language)).open("rb") as file:
            data = pickle.load(file)  # noqa: S301 - Babel's own data, installed with the program
        yield data.get("territories", {})
