"""Reads a table from a text file, row by row, and says what looks wrong in which line."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.core.clean import without_controls
from app.core.csvio import unguard
from app.core.errors import Invalid
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.exchange.encodings import ENCODINGS, Text, examine, refuse
from app.exchange.records import Record, records
from app.exchange.sniff import (
    DateOrder,
    guess_date_order,
    guess_decimal_sign,
    guess_delimiter,
    sep_line,
)

MAX_COLUMNS = 1024
MAX_ROWS = 2_000_000
_SAMPLE_ROWS = 1000
_SAMPLE_CHARACTERS = 4 << 20
_SNIFFED = 64 << 10
_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One record: as many cells as the header has columns, and the line it starts in.

    `note` says what was mended on the way; `problem` why the cells cannot be trusted.
    """

    line: int
    cells: tuple[str, ...]
    note: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file. `rows` reads it anew each time, in constant memory.

    `header` holds unique names; `notes` are sentences about the file as a whole.
    `encoding` is a key of `ENCODINGS`, a mere guess where `uncertain`. `date_orders`
    has an entry for each column of dates, by its place; `decimal_sign` is None where
    no number tells. `sample` holds the first rows, whole files if they are small.
    """

    path: Path
    header: tuple[str, ...]
    encoding: str
    uncertain: bool
    delimiter: str
    date_orders: Mapping[int, DateOrder]
    decimal_sign: str | None
    notes: tuple[str, ...]
    sample: tuple[Row, ...]
    sha256: str
    kind: str = "csv"

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Every row below the header; `progress` is told bytes read of all bytes.

        Raises:
            Invalid: a row no table may have (its line is named), or the file is gone.
            Cancelled: `progress` was.
        """
        return _rows(self.path, self.encoding, self.delimiter, progress)


def read_table(
    path: Path | str, *, encoding: str | None = None, delimiter: str | None = None
) -> Table:
    """Open the table in a text file; what is not given is guessed.

    Reads the whole file once to be sure of its encoding, then the first rows.

    Raises:
        Invalid: it is no table; keyed "file", or "encoding" where another may help.
    """
    path = Path(path)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise Invalid({"delimiter": _("Choose a single character, such as a semicolon.")})
    text = examine(path, encoding)
    try:
        delimiter = delimiter or _delimiter(path, text.encoding)
        header, notes = _header(path, text.encoding, delimiter)
        sample = _sample(_rows(path, text.encoding, delimiter, None))
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
    if not sample:
        raise refuse(_("%s has a header but no rows. Choose another file.") % path.name)
    return _table(path, text, delimiter, header, notes, sample)


def _table(
    path: Path,
    text: Text,
    delimiter: str,
    header: tuple[str, ...],
    notes: list[str],
    sample: tuple[Row, ...],
) -> Table:
    if text.uncertain:
        notes.insert(
            0,
            _("The encoding is a guess: %s. Check the accents in the preview, or choose another.")
            % _(ENCODINGS[text.encoding]),
        )
    columns = list(zip(*(row.cells for row in sample), strict=True))
    orders = {place: guess_date_order(cells) for place, cells in enumerate(columns)}
    return Table(
        path,
        header,
        text.encoding,
        text.uncertain,
        delimiter,
        {place: order for place, order in orders.items() if order},
        guess_decimal_sign(
            cell for place, cells in enumerate(columns) if not orders[place] for cell in cells
        ),
        tuple(notes),
        sample,
        text.sha256,
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


def _open(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline="")


def _delimiter(path: Path, encoding: str) -> str:
    with _open(path, encoding) as stream:
        start = stream.read(_SNIFFED)
    lines = list(io.StringIO(start, newline=""))
    if declared := sep_line(lines[0]):
        return declared
    if len(start) == _SNIFFED and len(lines) > 1:
        lines.pop()  # probably cut short
    return guess_delimiter(lines)


def _records(stream: TextIO, delimiter: str) -> Iterator[Record]:
    """The records below a "sep=" line."""
    found = records(stream, delimiter)
    first = next(found, None)
    if first is not None and not _declares(first, delimiter):
        yield first
    yield from found


def _declares(record: Record, delimiter: str) -> bool:
    return record.line == 1 and sep_line(delimiter.join(record.cells)) is not None


def _header(path: Path, encoding: str, delimiter: str) -> tuple[tuple[str, ...], list[str]]:
    with _open(path, encoding) as stream:
        record = next(_records(stream, delimiter), None)
    if record is None:
        raise refuse(_("%s is empty. Choose another file.") % path.name)
    if record.broken:
        raise refuse(
            _("Line %d: the quotation marks in the header do not add up. Mend them in the file.")
            % record.line
        )
    width = _width(record)
    if width > MAX_COLUMNS:
        raise refuse(
            _("Line %(line)d has %(count)s columns; at most %(limit)s can be read.")
            % {"line": record.line, "count": f"{width:,}", "limit": f"{MAX_COLUMNS:,}"}
        )
    return _named(record.cells[:width])


def _width(header: Record) -> int:
    """How many columns there are; spreadsheets leave blank ones behind at the end."""
    return max(place for place, cell in enumerate(header.cells, start=1) if cell)


def _named(cells: list[str]) -> tuple[tuple[str, ...], list[str]]:
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


def _rows(path: Path, encoding: str, delimiter: str, progress: Progress | None) -> Iterator[Row]:
    try:
        size = path.stat().st_size
        with _open(path, encoding) as stream:
            below = _records(stream, delimiter)
            header = next(below, None)
            width = _width(header) if header else 0
            for count, record in enumerate(below, start=1):
                if count > MAX_ROWS:
                    raise refuse(
                        _("%(name)s has more than %(limit)s rows. Split it and import the parts.")
                        % {"name": path.name, "limit": f"{MAX_ROWS:,}"}
                    )
                if progress and count % _REPORT_EVERY == 0:
                    progress.report(stream.buffer.tell(), size)
                yield _row(record, width)
    except UnicodeError as error:
        raise refuse(_("%s was changed while it was read. Choose it again.") % path.name) from error
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error


def _row(record: Record, width: int) -> Row:
    said: list[str] = []
    cells = []
    for cell in record.cells:
        clean = without_controls(cell)
        if clean is not cell and clean != cell.replace("\r\n", "\n").replace("\r", "\n"):
            said = [_("Control characters were taken out.")]
        cells.append(unguard(clean))
    while len(cells) > width and not cells[-1]:
        cells.pop()
    problem = None
    if record.broken:
        problem = _("The quotation marks do not add up. Mend them in the file.")
    elif len(cells) > width or (len(cells) < width and any("\n" in cell for cell in cells)):
        problem = ngettext(
            "The row has %(cells)d cell, the header %(columns)d. Look for a stray comma or quote.",
            "The row has %(cells)d cells, the header %(columns)d. Look for a stray comma or quote.",
            len(cells),
        ) % {"cells": len(cells), "columns": width}
    elif len(cells) < width:
        said.append(
            ngettext(
                "The row has %(cells)d cell, the header %(columns)d; the rest was left blank.",
                "The row has %(cells)d cells, the header %(columns)d; the rest was left blank.",
                len(cells),
            )
            % {"cells": len(cells), "columns": width}
        )
    padded = (*cells, *[""] * (width - len(cells)))[:width]
    return Row(record.line, padded, " ".join(said) or None, problem)
