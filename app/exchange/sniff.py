"""Guesses from sample rows what a table does not say: delimiter, date order, decimal sign."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"sep=([^\s\"]|\t)\r?\n?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?:,? .*)?", re.ASCII)
_DECIMAL = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:(?P<group>[.,' ])\d{3})(?:(?P=group)\d{3})*(?!(?P=group)))"
    r"(?P<sign>[.,])(?:\d{1,2}|\d{4,})",
    re.ASCII,
)
_GROUPED_TWICE = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)
_MONTHS = 12
# Two-digit years up to here are of this century.
_PIVOT = 68
_ENOUGH_RECORDS = 100
# So many cells of a column must be dates for the column to be one.
_MOSTLY = 0.9


class DateOrder(StrEnum):
    """In which order a column's dates name day, month and year."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"
    AMBIGUOUS = "ambiguous"


def sep_line(first_line: str) -> str | None:
    """The delimiter a leading "sep=;" line declares, as Excel writes it."""
    found = _SEP_LINE.fullmatch(first_line)
    return found[1] if found else None


def guess_delimiter(lines: Sequence[str]) -> str:
    """The delimiter by which most of the lines fall into equally many cells."""

    def quality(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row][:_ENOUGH_RECORDS]
        wide = Counter(width for width in map(len, rows) if width > 1)
        [(width, count)] = wide.most_common(1) or [(1, 0)]
        # Titles may stand above a table; then most lines below have its width.
        trusted = count > 0 and (len(rows[0]) > 1 or 2 * count >= len(rows))
        return (count / len(rows), width) if trusted else (0.0, 0)

    return max(DELIMITERS, key=quality)


def guess_date_order(cells: Iterable[str]) -> DateOrder | None:
    """The order of a column's dates, or None where it does not hold dates.

    `AMBIGUOUS` when no cell decides between day and month, or cells contradict.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    first = [match for match in map(_YEAR_FIRST.fullmatch, filled) if match]
    last = [match for match in map(_YEAR_LAST.fullmatch, filled) if match]
    if not filled or len(first) + len(last) < _MOSTLY * len(filled):
        return None
    if not last:
        return DateOrder.YMD
    day_first = any(int(match[1]) > _MONTHS for match in last)
    month_first = any(int(match[3]) > _MONTHS for match in last)
    if day_first == month_first:
        dots = all(match[2] == "." for match in last) and not day_first
        return DateOrder.DMY if dots else DateOrder.AMBIGUOUS
    return DateOrder.DMY if day_first else DateOrder.MDY


def guess_decimal_sign(cells: Iterable[str]) -> str | None:
    """The sign, "." or ",", that most numbers among the cells show; None where none tells."""
    votes: Counter[str] = Counter()
    for cell in cells:
        number = cell.strip()
        if found := _DECIMAL.fullmatch(number):
            votes[found["sign"]] += 1
        elif found := _GROUPED_TWICE.fullmatch(number):
            votes["," if found[1] == "." else "."] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def parse_day(text: str, order: DateOrder) -> date | None:
    """The day a cell names (a time behind it is ignored), or None.

    A year in front is understood in every order; day and month stand as `order` says,
    and where that is `AMBIGUOUS`, only if one of them can be no month.
    """
    typed = text.strip()
    if found := _YEAR_FIRST.fullmatch(typed):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(typed)
    if found is None:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:  # noqa: PLR2004 - a year of two digits
        year += 2000 if year <= _PIVOT else 1900
    if order is DateOrder.DMY:
        return _day(year, two, one)
    if order is DateOrder.MDY:
        return _day(year, one, two)
    readings = {_day(year, one, two), _day(year, two, one)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
