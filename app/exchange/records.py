"""Cuts text into records as CSV means it, and notices where the quotes do not add up."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from app.core.errors import Invalid
from app.core.text import _
from app.exchange.encodings import refuse

MAX_CELL = 1 << 20
# One record, and so one physical line, may have this many characters.
MAX_RECORD = 8 << 20


@dataclass(slots=True)
class Record:
    """The cells as the file has them, and the line or row they begin in.

    `note` says what is odd; `problem` why the cells cannot be trusted.
    """

    line: int
    cells: list[str]
    note: str | None = None
    problem: str | None = None


def records(stream: TextIO, delimiter: str) -> Iterator[Record]:
    """Every record of a stream opened with `newline=""`, blank ones left out.

    Raises:
        Invalid: a quotation mark is never closed, or a cell or line is too long.
    """
    # The only place that reads CSV, and the limit belongs to the whole process.
    csv.field_size_limit(MAX_CELL)
    lines = _Lines(stream)
    strict = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        lines.start_record()
        try:
            record = Record(lines.first, next(strict))
        except StopIteration:
            return
        except csv.Error as error:
            _refuse_if_hopeless(error, lines)
            record = _read_again(lines, delimiter)
        if any(record.cells):
            yield record


class _Lines:
    """The physical lines; keeps those of the record being read."""

    def __init__(self, stream: TextIO) -> None:
        self._readline = stream.readline
        self._number = 0
        self._size = 0
        self.first = 1
        self.read: list[str] = []
        self.ended = False

    def start_record(self) -> None:
        self.first = self._number + 1
        self.read.clear()
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._readline(MAX_RECORD)
        if not line:
            self.ended = True
            raise StopIteration
        self._number += 1
        self._size += len(line)
        if self._size >= MAX_RECORD:
            raise _never_closed(self) if self.read else _too_long(self.first)
        self.read.append(line)
        return line


def _read_again(lines: _Lines, delimiter: str) -> Record:
    """The same record, with its stray quotes taken as they are."""
    again = chain(lines.read.copy(), lines)
    tolerant = csv.reader(again, delimiter=delimiter, skipinitialspace=True)
    try:
        cells = next(tolerant)
    except csv.Error as error:
        _refuse_if_hopeless(error, lines)
        raise
    if lines.ended:
        raise _never_closed(lines)
    problem = _("The quotation marks do not add up. Mend them in the file.")
    return Record(lines.first, cells, problem=problem)


def _refuse_if_hopeless(error: csv.Error, lines: _Lines) -> None:
    too_large = "field larger" in str(error)
    if lines.ended or (too_large and len(lines.read) > 1):
        raise _never_closed(lines) from error
    if too_large:
        raise _too_long(lines.first) from error


def _never_closed(lines: _Lines) -> Invalid:
    return refuse(
        _(
            "Line %d: a quotation mark is opened and never closed. Close it in the file, "
            "then choose the file again."
        )
        % lines.first
    )


def _too_long(line: int) -> Invalid:
    return refuse(
        _("Line %(line)d has a cell longer than %(limit)s characters. Shorten it in the file.")
        % {"line": line, "limit": f"{MAX_CELL:,}"}
    )
