"""License keys: how they are made, compared, shown, and how a mistyped one is told.

A generated key's random characters are Crockford's 32 (no I, L, O, U). The last two are
checks over the field of 32 elements: the sums of the others, weighted by the powers of one
of its generators, and by their squares. Any single wrong character and any swap of two
neighbours changes both.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from app.catalogue.key_format import CHECKS
from app.core.text import _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORTEST, LONGEST = 6, 200
TAIL = 5
HIDDEN = "•••••-…-"
_DOMAIN = b"customer desk license key\0"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SPACING = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_BASE = 32
# x^5 + x^2 + 1: of it 2 is a generator, whose powers come round after 31.
_POLYNOMIAL, _ROUND = 0b100101, _BASE - 1
# A key that differs from a format in so few places was meant to be one.
_NEAR = 2


class Known(Enum):
    """What a text is, as far as its characters tell."""

    GENERATED = auto()
    MISTYPED = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a key looks like; `problem` says what is wrong with a mistyped one."""

    known: Known
    key_format: str = ""
    problem: str = ""


def _powers() -> tuple[int, ...]:
    found = [1]
    while len(found) < _ROUND:
        doubled = found[-1] << 1
        found.append(doubled ^ _POLYNOMIAL if doubled & _BASE else doubled)
    return tuple(found)


_POWER = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(value: int, exponent: int) -> int:
    """A field element times a power of the generator."""
    return _POWER[(_LOG[value] + exponent) % _ROUND] if value else 0


def sums(values: Iterable[int]) -> tuple[int, int]:
    """Both weighted sums, of values from the last to the first; of a right key both are 0."""
    plain = squared = 0
    for place, value in enumerate(values):
        plain ^= _times(value, place)
        squared ^= _times(value, 2 * place)
    return plain, squared


def generate(key_format: str, draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A new key of a format; every X but the last two is a random character.

    `draw` gives a number below the one it is told; made-up keys come from a seed.
    """
    places = key_format.count("X")
    drawn = [draw(_BASE) for _place in range(places - CHECKS)]
    plain, squared = sums([0, 0, *reversed(drawn)])
    # The checks c0 (last) and c1 solve c0 + 2·c1 = plain and c0 + 4·c1 = squared.
    both = plain ^ squared
    second = _times(both, _ROUND - _LOG[2 ^ 4]) if both else 0
    first = plain ^ _times(second, 1)
    characters = iter([*drawn, second, first])
    return "".join(ALPHABET[next(characters)] if one == "X" else one for one in key_format)


def normalise(text: str) -> str:
    """A key as it is compared: capitals, no spaces or dashes, O as 0, and I and L as 1."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return _SPACING.sub("", plain).translate(_ALIKE)


def digest(text: str) -> str:
    """What finds a key in one step, and must be unique."""
    return hashlib.sha256(_DOMAIN + normalise(text).encode("utf-8", "replace")).hexdigest()


def tail(text: str) -> str:
    """What lists keep of a key to tell it from others."""
    return text.strip()[-TAIL:]


def mask(ending: str) -> str:
    """A key as lists show it."""
    return HIDDEN + ending.lstrip("-")


def problem(text: str) -> str | None:
    """A sentence when a text that was typed or imported can be nobody's key."""
    typed = text.strip()
    if not typed.isprintable():
        return _("A license key holds visible characters only. Copy it again, without line breaks.")
    if HIDDEN[0] in typed or "…" in typed:
        return _("That is a key as lists show it, with most of it hidden. Enter the whole key.")
    if len(typed) > LONGEST:
        return _("A license key has %d characters at most. Copy the key alone.") % LONGEST
    if len(normalise(typed)) < SHORTEST:
        return _("A license key has at least %d letters or digits. Copy the whole key.") % SHORTEST
    return None


def judge(text: str, formats: Iterable[str]) -> Judged:
    """Whether a text is a key of one of these formats, was meant to be one, or is neither."""
    typed = normalise(text)
    best = Judged(Known.FOREIGN)
    for key_format in formats:
        pattern = _pattern(key_format)
        wrong = [
            place
            for place, (one, wanted) in enumerate(zip(typed, pattern, strict=False))
            if (one not in _VALUE if wanted == "X" else one != wanted)
        ]
        if not wrong and len(typed) == len(pattern) and sums(_values(typed, pattern)) == (0, 0):
            return Judged(Known.GENERATED, key_format)
        if len(wrong) <= _NEAR and abs(len(typed) - len(pattern)) <= _NEAR:
            best = Judged(Known.MISTYPED, key_format, _mistake(typed, pattern, wrong))
    return best


def corrections(text: str, key_format: str) -> Iterator[str]:
    """The keys of a format that one slip away are this text, normalised; few or none."""
    typed, pattern = normalise(text), _pattern(key_format)
    seen = set()
    for tried in _slips(typed, len(pattern)):
        if tried not in seen and judge(tried, (key_format,)).known is Known.GENERATED:
            seen.add(tried)
            yield tried


@lru_cache
def _pattern(key_format: str) -> str:
    """The format as keys are compared: X for what is random."""
    return normalise(key_format)


def _values(typed: str, pattern: str) -> list[int]:
    """What the random places hold, from the last to the first."""
    pairs = zip(reversed(typed), reversed(pattern), strict=True)
    return [_VALUE[one] for one, wanted in pairs if wanted == "X"]


def _mistake(typed: str, pattern: str, wrong: list[int]) -> str:
    if len(typed) != len(pattern):
        return _("It has %(found)d letters and digits instead of %(wanted)d.") % {
            "found": len(typed),
            "wanted": len(pattern),
        }
    if wrong:
        return _("Its character %(place)d, “%(odd)s”, does not belong there.") % {
            "place": wrong[0] + 1,
            "odd": typed[wrong[0]],
        }
    return _("Its last two characters do not fit the others: one is wrong, or two are swapped.")


def _slips(typed: str, length: int) -> Iterator[str]:
    """The texts of a length that one character makes of this one, or a swap of neighbours."""
    places = range(len(typed))
    if len(typed) == length:
        for place in places:
            head, end = typed[:place], typed[place + 1 :]
            yield from (head + one + end for one in ALPHABET)
            if end:
                yield head + end[0] + typed[place] + end[1:]
    elif len(typed) == length + 1:
        yield from (typed[:place] + typed[place + 1 :] for place in places)
    elif len(typed) == length - 1:
        for place in range(length):
            yield from (typed[:place] + one + typed[place:] for one in ALPHABET)
