"""What every kind of file is told of the table it is to hold, and the CSV kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from app.core.csvio import CsvWriter, guarded
from app.core.currencies import exponent
from app.core.progress import Progress
from app.core.text import N_, _, ngettext
from app.exchange.columns import Amount, Cell, ExportColumn, Shape


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: its columns with their titles, and how many rows there may be.

    `title`, `notes` (organization, filter, who and when) and `country` are for pages of
    paper; `tab` is what a workbook calls the sheet, customers if it is blank. `one` and
    `many` are `N_()` words for so many rows.
    """

    title: str
    header: Sequence[str]
    columns: Sequence[ExportColumn]
    rows: int
    notes: Sequence[str] = ()
    organization: str = ""
    country: str = ""
    tab: str = ""
    one: str = N_("%s customer")
    many: str = N_("%s customers")

    def total(self, count: int) -> str:
        """So many rows, in words."""
        return ngettext(self.one, self.many, count) % f"{count:,}"

    @property
    def tab_title(self) -> str:
        """What a workbook calls the sheet."""
        return self.tab or _("Customers")


class Sink(Protocol):
    """Takes rows, some at a time, by column."""

    def add(self, columns: Sequence[Sequence[Cell]], counted: Sequence[bool] | None = None) -> None:
        """Add rows: the cells of each column, all of the same number.

        `counted` says of each row whether it is part of the totals, where there are any;
        None means that all are.
        """
        ...


# Opens a file to be filled with a sheet; it is complete when the block ends.
Opener = Callable[[Path, Sheet, Progress], AbstractContextManager[Sink]]


class CsvSink:
    """Rows of comma-separated text."""

    def __init__(self, writer: CsvWriter, sheet: Sheet) -> None:
        self._writer = writer
        self._plain = [PLAIN[column.shape] for column in sheet.columns]
        writer.row(sheet.header)

    def add(
        self, columns: Sequence[Sequence[Cell]], _counted: Sequence[bool] | None = None
    ) -> None:
        """Add rows, as `Sink.add`."""
        made = [plain(cells) for plain, cells in zip(self._plain, columns, strict=True)]
        self._writer.rows(zip(*made, strict=True))


@contextmanager
def csv_sink(path: Path, sheet: Sheet, _progress: Progress) -> Iterator[CsvSink]:
    """UTF-8, with the byte order mark that tells Excel so."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        yield CsvSink(CsvWriter(stream), sheet)


def decimal_text(amount: Amount | None) -> str:
    """An amount in major units with all the currency's decimal places; empty for none."""
    if amount is None:
        return ""
    minor, currency = amount
    places = exponent(currency)
    digits = f"{abs(minor):0{places + 1}d}"
    sign = "-" if minor < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def _days(cells: Sequence[date | None]) -> list[str]:
    return [day.isoformat() if day else "" for day in cells]


def _moments(cells: Sequence[datetime | None]) -> list[str]:
    return [moment.isoformat(" ", "seconds") if moment else "" for moment in cells]


# A shape's cells as CSV writes them: texts and numbers that need no more care.
PLAIN: Mapping[Shape, Callable[[Any], Sequence[str | int]]] = {
    Shape.TEXT: guarded,
    Shape.NUMBER: list,
    Shape.YES_NO: lambda cells: ["yes" if cell else "no" for cell in cells],
    Shape.DAY: _days,
    Shape.MOMENT: _moments,
    Shape.MONEY: lambda cells: [decimal_text(cell) for cell in cells],
}
