"""Finds the row that names a table's columns, below titles and in up to two rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.core.clean import without_controls
from app.core.csvio import unguard
from app.core.errors import Invalid
from app.core.text import _, ngettext
from app.exchange.fields import SYNONYMS, plain
from app.exchange.records import Record

# The names stand among so many first rows.
LOOKED_AT = 30
_LONGEST_NAME = 60
_SURE, _WIDE = 2, 3
_VALUE = re.compile(r"[\d\W]+|.*@.*|.*\d{4}.*|https?://.*|www\..*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Header:
    """The names as they are typed, the line or row they stand in, and notes on how it was found."""

    cells: list[str]
    line: int
    notes: tuple[str, ...] = ()


def find_header(records: Sequence[Record], asked: int | None, *, lines: bool) -> Header:
    """The header among a table's first records; the one in line or row `asked`, if it is.

    `lines` tells that a text file's lines are counted, not a sheet's rows.

    Raises:
        Invalid: nothing stands where it was asked for; keyed "header_row".
    """
    rows = [record.cells for record in records]
    place = _likely(rows) if asked is None else _asked(records, asked)
    if asked is None and place + 1 < len(rows) and _in_two(rows[place], rows[place + 1]):
        place += 1
    record = records[place]
    two = place > 0 and _in_two(rows[place - 1], rows[place])
    above = place - two
    notes = []
    if above:
        said = _above(above, lines=lines)
        title = " ".join(" ".join(filter(None, rows[0])).split())
        notes.append(f"{said} “{title[:_LONGEST_NAME]}”")
    if two:
        notes.append(
            (
                _("The names of the columns stand in two lines, %(one)d and %(two)d.")
                if lines
                else _("The names of the columns stand in two rows, %(one)d and %(two)d.")
            )
            % {"one": records[place - 1].line, "two": record.line}
        )
    cells = _joined(rows[place - 1], rows[place]) if two else record.cells
    return Header(cells[: width_of(cells)], record.line, tuple(notes))


def width_of(cells: Sequence[str]) -> int:
    """How many columns there are; spreadsheets leave blank ones behind at the end."""
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)


def named(cells: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Unique names for the columns, and what had to be done for that."""
    names: dict[str, str] = {}
    notes: list[str] = []
    for place, cell in enumerate(cells, start=1):
        typed = " ".join(without_controls(unguard(cell)).split())
        name = first_choice = typed or _("Column %d") % place
        number = 1
        while name.casefold() in names:
            number += 1
            name = f"{first_choice} ({number})"
        names[name.casefold()] = name
        if name != typed:
            notes.append(
                _("Column %(place)d is called “%(typed)s” in the file and “%(name)s” here.")
                % {"place": place, "typed": typed, "name": name}
            )
    return tuple(names.values()), notes


def _above(count: int, *, lines: bool) -> str:
    if lines:
        said = ngettext(
            "%d line above the names of the columns is left out:",
            "%d lines above the names of the columns are left out:",
            count,
        )
    else:
        said = ngettext(
            "%d row above the names of the columns is left out:",
            "%d rows above the names of the columns are left out:",
            count,
        )
    return said % count


def _asked(records: Sequence[Record], line: int) -> int:
    for place, record in enumerate(records):
        if record.line == line:
            return place
    raise Invalid({"header_row": _("Nothing can be the header in row %d. Choose another.") % line})


def _likely(rows: Sequence[Sequence[str]]) -> int:
    """The first row that says what columns say; else the first below a narrow title."""
    for place, row in enumerate(rows[:-1]):
        if _known(row) >= _SURE and _only_names(row):
            narrow = all(2 * _filled(above) <= _filled(row) for above in rows[:place])
            return place if narrow or _in_two(rows[place - 1], row) else 0
    for place, row in enumerate(rows[:-1]):
        if _filled(row) > 1:
            wide = _filled(row) >= _WIDE and _filled(rows[place + 1]) > 1
            return place if wide and _only_names(row) else 0
    return 0


def _in_two(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row fills gaps of the upper one with names that are known."""
    if _filled(upper) < _SURE or not _only_names(lower) or not _known(lower):
        return False
    width = max(len(upper), len(lower))
    gaps = [place for place in range(width) if not _cell(upper, place) and _cell(lower, place)]
    together = _known(_joined(upper, lower))
    return bool(gaps) and together >= _SURE and together > _known(upper)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """One name for each column: the lower; with the upper in front where it says which of two."""
    width = max(len(upper), len(lower))
    typed = [" ".join(_cell(lower, place).split()).casefold() for place in range(width)]
    names, group = [], ""
    for place in range(width):
        group = _cell(upper, place) or group
        name = _cell(lower, place)
        if not name:
            names.append(_cell(upper, place))
        elif typed.count(typed[place]) > 1 and group:
            names.append(f"{group} {name}")
        else:
            names.append(name)
    return names


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _known(row: Sequence[str]) -> int:
    """How many different fields the cells name."""
    words = _words()
    return len({words[name] for cell in row if (name := plain(cell[:_LONGEST_NAME])) in words})


def _only_names(row: Sequence[str]) -> bool:
    """Whether the cells look like names of columns: short words, no numbers, no addresses."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return all(len(cell) <= _LONGEST_NAME and not _VALUE.fullmatch(cell) for cell in filled)


@cache
def _words() -> dict[str, str]:
    return {word: field for field, words in SYNONYMS.items() for word in words}
