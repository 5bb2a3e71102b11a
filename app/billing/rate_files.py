"""Reads exchange rates as the European Central Bank publishes them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from app.core.currencies import is_currency
from app.core.errors import DeskError, Invalid
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import _

LARGEST = 20 << 20
EURO = "EUR"
NANO = 1_000_000_000
_HIGHEST = 2**63 - 1
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d.%m.%Y")
_NONE = frozenset({"", "N/A", "-"})
_EVERY = 500


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says one euro is, by day and currency; `unknown` counts what was left out."""

    days: Mapping[date, Mapping[str, Decimal]]
    unknown: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Billionths of `base` for one unit, by currency and day; `skipped` counts the rest."""

    base: str
    nanos: Mapping[tuple[str, date], int]
    skipped: int


def read(path: Path, progress: Progress) -> Table:
    """The rates in a file: a heading "Date, USD, JPY, …", and a row for each day.

    Raises:
        Cancelled: the person asked for it to stop.
        Invalid: it is no such file, under "file"; the sentence names the line.
    """
    rows = _rows(_text(path))
    heading = next(rows, (0, []))[1]
    if len(heading) < 2 or heading[0].strip().lower() != "date":  # noqa: PLR2004 - a day, a rate
        raise _refused(
            _(
                "This is no table of exchange rates. Its first line names the columns: Date, "
                "then currencies such as USD. The European Central Bank offers such files."
            )
        )
    codes = [code.strip().upper() for code in heading[1:]]
    days: dict[date, dict[str, Decimal]] = {}
    unknown = 0
    for line, cells in rows:
        if line % _EVERY == 0:
            progress.check()
        day, found = _day(line, cells[0]), {}
        for code, cell in zip(codes, cells[1:], strict=False):
            if not code or cell.strip() in _NONE:
                continue
            if not is_currency(code):
                unknown += 1
                continue
            found[code] = _rate(line, code, cell)
        days[day] = found
    if not days:
        raise _refused(_("This file has no rates. Choose one with a row for each day."))
    return Table(days, unknown)


def to_base(table: Table, base: str) -> Rates:
    """Rates to the euro as rates to `base`.

    Raises:
        Invalid: the file does not have that currency, under "file".
    """
    nanos: dict[tuple[str, date], int] = {}
    skipped, known = table.unknown, base == EURO
    for day, of_euro in table.days.items():
        one = Fraction(1) if base == EURO else Fraction(of_euro.get(base, 0))
        if not one:
            skipped += len(of_euro)
            continue
        known = True
        everyone = {EURO: Decimal(1), **of_euro}
        for code, rate in everyone.items():
            if code == base:
                continue
            nano = _whole(one / Fraction(rate) * NANO)
            if 0 < nano <= _HIGHEST:
                nanos[code, day] = nano
            else:
                skipped += 1
    if not known:
        raise _refused(
            _(
                "This file has no rates of %s, the organization's currency. Choose one that "
                "has, or enter the rates one by one."
            )
            % base
        )
    return Rates(base, nanos, skipped)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(_("%s is larger than 20 MB. That is no list of rates.") % path.name)
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _refused(describe_os_error(error, path, reading=True)) from error
    except UnicodeDecodeError as error:
        raise _refused(_("%s is no text. Choose a CSV file.") % path.name) from error


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Lines by their number, without those that are blank."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        said = _("Line %d cannot be read. Save the file as CSV again.") % reader.line_num
        raise _refused(said) from error


def _day(line: int, cell: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    said = _("Line %(line)d: “%(cell)s” is no day. Write it like 2026-11-20.")
    raise _refused(said % {"line": line, "cell": cell.strip()[:40]})


def _rate(line: int, code: str, cell: str) -> Decimal:
    plain = cell.strip()
    rate = Decimal(plain) if _NUMBER.fullmatch(plain) else Decimal(0)
    if not rate:
        said = _("Line %(line)d: “%(cell)s” is no rate of %(code)s. Write it like 1.0852.")
        raise _refused(said % {"line": line, "cell": plain[:40], "code": code})
    return rate


def _whole(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def _refused(said: str) -> DeskError:
    return Invalid({"file": said})
