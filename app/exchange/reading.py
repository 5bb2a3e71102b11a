"""Reads a table from a file of any kind, row by row, and says what looks wrong in which line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from app.core.progress import Progress
from app.core.text import _
from app.exchange.containers import Kind, kind_of
from app.exchange.encodings import ENCODINGS, head_of, refuse
from app.exchange.fitting import Fitter, Row
from app.exchange.header import LOOKED_AT, Header, find_header, named, width_of
from app.exchange.pasted import Pasted, pasted_source
from app.exchange.records import Record
from app.exchange.sniff import DateOrder, guess_date_order, guess_decimal_sign
from app.exchange.sources import Source
from app.exchange.textfile import text_source
from app.exchange.workbook import card_source, workbook_source

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Kind", "Pasted", "Row", "Table", "read_table"]

MAX_COLUMNS = 1024
MAX_ROWS = 2_000_000
_SAMPLE_ROWS = 1000
_SAMPLE_CHARACTERS = 4 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file or in pasted text. `rows` reads it anew, in constant memory.

    `header` holds unique names, found in line or row `header_row` (None where the names
    are always the same); `notes` are sentences about the whole. `date_orders` has an
    entry for each column of dates, by its place; `decimal_sign` is None where no number
    tells. `sample` holds the first rows, whole files if they are small.

    A workbook's table holds a file of no name, and for a while a process, until it is
    closed or nobody holds it any more.
    """

    source: Source
    header: tuple[str, ...]
    header_row: int | None
    date_orders: Mapping[int, DateOrder]
    decimal_sign: str | None
    notes: tuple[str, ...]
    sample: tuple[Row, ...]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def kind(self) -> Kind:
        """What it was read from."""
        return self.source.kind

    @property
    def name(self) -> str:
        """What to call the file."""
        return self.source.name

    @property
    def size(self) -> int:
        """The file's, in bytes."""
        return self.source.size

    @property
    def sha256(self) -> str:
        """Tells whether it is still the same file later."""
        return self.source.sha256

    @property
    def encoding(self) -> str:
        """A key of `ENCODINGS`; empty for a workbook and for pasted text."""
        return self.source.encoding

    @property
    def uncertain(self) -> bool:
        """Whether the encoding is a mere guess."""
        return self.source.uncertain

    @property
    def delimiter(self) -> str:
        """What stands between cells; empty where cells are cells."""
        return self.source.delimiter

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the workbook's sheets, hidden ones too."""
        return self.source.sheets

    @property
    def sheet(self) -> str:
        """The one that was read."""
        return self.source.sheet

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Every row below the header; `progress` is told how much is read of how much.

        Raises:
            Invalid: a row no table may have (its line is named), or the file is gone.
            Cancelled: `progress` was.
        """
        return _rows(self.source, self.header_row, len(self.header), progress)

    def close(self) -> None:
        """Let go of the file, and stop whoever reads it; `rows` ends with that."""
        self.source.close()


def read_table(
    path: Path | str | Pasted,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    progress: Progress | None = None,
) -> Table:
    """Open the table in a file of any kind, or in pasted text; what is not given is guessed.

    Reads a text file once to be sure of its encoding, then the first rows. What does not
    belong to the kind of file, such as the encoding of a workbook, is not asked.

    Raises:
        Invalid: it is no table, keyed "file"; or is none when read like this, keyed
            "encoding", "delimiter", "sheet" or "header_row".
        Unavailable: there is no room or memory to read it.
        Cancelled: `progress` was.
    """
    source = _source(path, encoding, delimiter, sheet, progress)
    try:
        return _table(source, header_row, progress)
    except BaseException:
        source.close()
        raise


def _source(
    path: Path | str | Pasted,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    progress: Progress | None,
) -> Source:
    if isinstance(path, Pasted):
        return pasted_source(path, delimiter)
    path = Path(path)
    kind = kind_of(head_of(path))
    if kind is Kind.WORKBOOK:
        return workbook_source(path, sheet, progress)
    if kind is Kind.VCARD:
        return card_source(path, encoding, progress)
    return text_source(path, encoding, delimiter, progress)


def _table(source: Source, header_row: int | None, progress: Progress | None) -> Table:
    notes = [*_guessed(source), *source.notes]
    row: int | None = None
    if source.header:
        header = source.header
    else:
        found = _header(source, header_row, progress)
        row = found.line
        notes += found.notes
        header, renamed = named(found.cells)
        notes += renamed
    sample = _sample(_rows(source, row, len(header), progress))
    if not sample:
        raise refuse(_("%s has a header but no rows. Choose another file.") % source.name)
    columns = list(zip(*(row.cells for row in sample), strict=True))
    orders = {place: guess_date_order(cells) for place, cells in enumerate(columns)}
    return Table(
        source,
        header,
        row,
        {place: order for place, order in orders.items() if order},
        guess_decimal_sign(
            cell for place, cells in enumerate(columns) if not orders[place] for cell in cells
        ),
        tuple(notes),
        sample,
    )


def _guessed(source: Source) -> Iterator[str]:
    if source.uncertain:
        yield _(
            "The encoding is a guess: %s. Check the accents in the preview, or choose another."
        ) % _(ENCODINGS[source.encoding])


def _header(source: Source, asked: int | None, progress: Progress | None) -> Header:
    """The header among the first records, or deeper down if it was asked for there."""
    records = list(islice(source.records(progress), LOOKED_AT))
    if not records:
        raise refuse(_empty(source))
    if asked is not None and asked > records[-1].line:
        below = (record for record in source.records(progress) if record.line >= asked)
        records = list(islice(below, LOOKED_AT))
    text = bool(source.delimiter)
    found = find_header(records, asked, lines=text)
    if not text:
        found.cells.extend([""] * (_widest(records, found.line) - len(found.cells)))
    record = next(record for record in records if record.line == found.line)
    if record.problem:
        raise refuse(_spoilt(record, text=text))
    if (width := len(found.cells)) > MAX_COLUMNS:
        raise refuse(
            _("Line %(line)d has %(count)s columns; at most %(limit)s can be read.")
            % {"line": record.line, "count": f"{width:,}", "limit": f"{MAX_COLUMNS:,}"}
        )
    return found


def _empty(source: Source) -> str:
    if source.sheet:
        return _("The sheet “%(sheet)s” of %(name)s is empty. Choose another sheet.") % {
            "sheet": source.sheet,
            "name": source.name,
        }
    return _("%s is empty. Choose another file.") % source.name


def _spoilt(record: Record, *, text: bool) -> str:
    if text:
        return (
            _("Line %d: the quotation marks in the header do not add up. Mend them in the file.")
            % record.line
        )
    return _("Row %(row)d has more than %(limit)s columns. Clear those that are not needed.") % {
        "row": record.line,
        "limit": f"{MAX_COLUMNS:,}",
    }


def _widest(records: list[Record], header_row: int) -> int:
    """How many columns a sheet's list has; people leave the last ones without a name."""
    return max(
        width_of(record.cells)
        for record in records
        if record.line >= header_row and record.problem is None
    )


def _sample(rows: Iterator[Row]) -> tuple[Row, ...]:
    taken: list[Row] = []
    size = 0
    for row in rows:
        taken.append(row)
        size += sum(map(len, row.cells))
        if len(taken) >= _SAMPLE_ROWS or size > _SAMPLE_CHARACTERS:
            break
    return tuple(taken)


def _rows(
    source: Source, header_row: int | None, width: int, progress: Progress | None
) -> Iterator[Row]:
    fit = Fitter(width, source.delimiter).row
    records = source.records(progress)
    if header_row is not None:
        # The header's own record comes last of what is left out.
        for record in records:
            if record.line >= header_row:
                break
    for count, record in enumerate(records):
        if count == MAX_ROWS:
            raise refuse(
                _("%(name)s has more than %(limit)s rows. Split it and import the parts.")
                % {"name": source.name, "limit": f"{MAX_ROWS:,}"}
            )
        yield fit(record)
