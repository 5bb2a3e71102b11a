"""Folds text so that search and sort overlook case, accents and notation, alike on every engine.

The same function folds what is stored and what is asked for. Columns that hold its
result must compare bytes (SQLite BINARY, PostgreSQL collation "C").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Letters Unicode does not take apart, and signs keyboards and word processors exchange.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
        "ð": "d", "Ð": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
        "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ŋ": "n", "Ŋ": "n", "İ": "i", "ı": "i",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    }
)  # fmt: skip
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Me"})
_VARIATION_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

SORT_KEY_LENGTH = 250
MOST_TERMS = 32
_LONGEST_QUERY = 1000
# Fewer digits than this between punctuation are rather a house or version number.
_PHONE_DIGITS = 7
_EXTENSION_SIGN = r"(?:x|ext\.?|#)"
_NO_DIGITS = re.compile("[^0-9]+")
_RUN = re.compile(r"\+?[0-9(][0-9 ().,/\-]*")
_DIALLED = re.compile(rf"(?<!\S)[+(][0-9 ().,/\-]*[0-9](?: ?{_EXTENSION_SIGN} ?[0-9]+)?(?!\S)")
_PUNCTUATED = re.compile(r"[0-9().,/\-]*[0-9][0-9().,/\-]*")
_EXTENSION = re.compile(rf"(?<=[0-9)]) ?{_EXTENSION_SIGN} ?([0-9]+)$")
# Calling codes have three digits, but for 1 and 7 and those that begin like this.
_TWO_DIGIT_CODE = re.compile("2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_TABLE = _Folded()


def fold(text: str) -> str:
    """The text for comparing: no case, no accents, no invisible characters, single spaces.

    Folding what is folded changes nothing; the result always fits both engines.
    """
    return " ".join(text.translate(_TABLE).split())


def sort_key(name: str | None) -> str | None:
    """What to order a name by, or None when it is blank; short enough for any index."""
    return fold(name or "")[:SORT_KEY_LENGTH].rstrip() or None


def search_text(parts: Iterable[str | None], phones: Iterable[str | None] = ()) -> str:
    """One folded column to search: the parts, one a line, so that no word spans two.

    Phones follow as typed and as bare digits in the notations people try. Whatever
    `terms` makes of a part or a phone is found in here.
    """
    lines: dict[str, None] = {}
    for part in parts:
        folded = fold(part or "")
        lines[folded] = None
        lines.update(dict.fromkeys(_joined_runs(folded)))
    for phone in phones:
        folded = fold(phone or "")
        lines[folded] = None
        lines.update(dict.fromkeys(_notations(folded)))
    return "\n".join(line for line in lines if line)


def terms(text: str) -> list[str]:
    """The words of a query, folded, each to be found as a substring; at most `MOST_TERMS`.

    A phone number counts as one word of bare digits: anything that starts with "+" or
    "(" and goes on in digits, spaces and punctuation, and any punctuated word with
    seven digits or more ("555-0789"). Shorter ones ("12-14") are split at the
    punctuation, so that they too are found whatever was typed between the digits.
    """
    folded = fold(text[:_LONGEST_QUERY])
    found: dict[str, None] = {}
    place = 0
    for dialled in _DIALLED.finditer(folded):
        if dialled[0].startswith("+") or _digits(dialled[0], limit=_PHONE_DIGITS):
            found.update(dict.fromkeys(_words(folded[place : dialled.start()])))
            found.update(dict.fromkeys(_dialled_words(dialled[0])))
            place = dialled.end()
    found.update(dict.fromkeys(_words(folded[place:])))
    return list(found)[:MOST_TERMS]


def like_pattern(term: str) -> str:
    r"""The pattern that finds `term` anywhere, for `LIKE … ESCAPE '\'`."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"


def main_digits(phone: str) -> str:
    """The digits of a phone number in any script, without its extension."""
    return _digits(_without_extension(fold(phone))[0])


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    folded = character
    while True:
        taken_apart = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
        bare = "".join(c for c in taken_apart if not unicodedata.combining(c))
        again = _VARIATION_SELECTORS.sub("", bare).casefold()
        if again == folded:
            return folded
        folded = again


def _digits(text: str, limit: int = 1) -> str:
    digits = _NO_DIGITS.sub("", text)
    return digits if len(digits) >= limit else ""


def _words(folded: str) -> Iterator[str]:
    for word in folded.split():
        main, extension = _without_extension(word)
        digits = _digits(main, limit=_PHONE_DIGITS)
        if not _PUNCTUATED.fullmatch(main) or (extension and not digits):
            yield word
        elif digits:
            yield from filter(None, (digits, extension))
        else:
            yield from re.findall("[0-9]+", word)


def _dialled_words(run: str) -> Iterator[str]:
    main, extension = _without_extension(run)
    yield from filter(None, (_digits(_without_trunk_zero(main)), extension))


def _without_extension(phone: str) -> tuple[str, str]:
    found = _EXTENSION.search(phone)
    return (phone[: found.start()], found[1]) if found else (phone, "")


def _without_trunk_zero(run: str) -> str:
    return run.replace("(0)", "") if run.startswith("+") else run


def _joined_runs(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        yield _digits(run)
        if "(0)" in run:
            yield _digits(_without_trunk_zero(run))


def _notations(folded: str) -> Iterator[str]:
    """The digits as typed, with 00 and the country code, and as dialled inside the country."""
    yield from _joined_runs(folded)
    digits = main_digits(folded)
    if folded.startswith("00"):
        digits = digits[2:]
    elif not folded.startswith("+"):
        return
    code = _calling_code(digits)
    yield "00" + digits
    national = digits[len(code) :].lstrip("0")
    yield "00" + code + national
    yield "0" + national


def _calling_code(digits: str) -> str:
    if digits[:1] in {"1", "7"}:
        return digits[:1]
    return digits[:2] if _TWO_DIGIT_CODE.match(digits) else digits[:3]
