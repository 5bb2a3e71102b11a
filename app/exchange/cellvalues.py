"""What is in a spreadsheet's cell, as the text a person would have typed there."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

MAX_COLUMNS = 16_384
# What follows is not shown as a date although letters of one occur in it.
_NO_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PADDED = re.compile(r"0{2,20}")
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)})
_BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 32, 33, 45, 46, 47})
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# Excel believes that 1900 was a leap year; its days before that March are one off.
_MARCH_1900 = 61
_DAY = 86_400
_MOST_DIGITS, _LARGEST, _SMALLEST = 40, 1e21, 1e-9


@dataclass(frozen=True, slots=True)
class Style:
    """How a number is shown: "number", "date", "time" or "elapsed"; `pad` digits at least."""

    shown: str = "number"
    pad: int = 0


PLAIN, _TIME = Style(), Style("time")


def style_of(number_format: int, code: str | None) -> Style:
    """The style of a number format: one of the built-in numbers, or a code like "dd.mm.yy"."""
    if code is None:
        dates = number_format in _BUILT_IN_DATES
        return Style("date") if dates else _TIME if number_format in _BUILT_IN_TIMES else PLAIN
    if _PADDED.fullmatch(code):
        return Style(pad=len(code))
    tokens = _NO_TOKENS.sub("", code.partition(";")[0]).lower()
    if tokens in {"general", "@"}:
        return PLAIN
    return Style(_shown_by(tokens))


def number_text(raw: str, pad: int = 0) -> str | None:
    """A number as written out in full, never with an exponent; None if it is not one.

    >>> number_text("49301234567.0"), number_text("1E+15"), number_text("7", 3)
    ('49301234567', '1000000000000000', '007')
    """
    digits = raw.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        return digits.zfill(pad)
    try:
        value = float(digits)
    except ValueError:
        return None
    if not isfinite(value):
        return None
    # So many digits a spreadsheet shows; the rest is how the machine stores fractions.
    text = f"{value:.15g}"
    if "e" in text and (value == 0 or _SMALLEST <= abs(value) < _LARGEST):
        text = f"{Decimal(text):f}"
    return text.zfill(pad) if text.isdigit() else text


def moment_text(value: float, style: Style, *, since_1904: bool = False) -> str | None:
    """A day, a day with time, or a time, in ISO form; None where there is no such day."""
    if not isfinite(value) or value < 0:
        return None
    whole, seconds = divmod(round(value * _DAY), _DAY)
    if style.shown == "elapsed" or (style.shown == "time" and whole == 0):
        return _clock(whole * _DAY + seconds)
    if not since_1904 and whole < _MARCH_1900:
        whole += 1
    first = _EPOCH_1904 if since_1904 else _EPOCH
    try:
        day = first + timedelta(whole)
    except OverflowError:
        return None
    return f"{day.isoformat()} {_clock(seconds)}" if seconds else day.isoformat()


def plain_text(value: object) -> str | None:
    """The same for a value that is a Python object already; None for no number."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return boolean_text(value)
    if isinstance(value, int | float):
        return number_text(repr(value))
    return _moment_of(value)


def boolean_text(value: bool) -> str:
    """As our own exports write it."""
    return "yes" if value else "no"


def iso_text(text: str) -> str:
    """A cell that holds an ISO date, without the midnight programs add to it."""
    return _without_midnight(text.strip().removesuffix("Z").replace("T", " "))


def column_letters(place: int) -> str:
    """What a spreadsheet calls the column with this place, from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_place(letters: str) -> int | None:
    """The place, from 0, of the column of that name; None where no spreadsheet has it."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return None
    place = 0
    for letter in letters[:4]:
        place = place * 26 + ord(letter) - 64
    return place - 1 if place <= MAX_COLUMNS else None


def _moment_of(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return _without_midnight(value.isoformat(" ", "seconds"))
        case timedelta():
            return _clock(round(value.total_seconds()))
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _shown_by(tokens: str) -> str:
    """What a format of these letters shows; an "m" is a minute beside hours or seconds."""
    clock = bool(set("hs") & set(tokens))
    if "[" in tokens:
        return "elapsed"
    if "y" in tokens or "d" in tokens or ("m" in tokens and not clock and "0" not in tokens):
        return "date"
    return "time" if clock else "number"


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _without_midnight(text: str) -> str:
    day, _space, clock = text.partition(" ")
    return day if clock and not clock.strip("0:.") else text
