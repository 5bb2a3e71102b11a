"""Prints a sheet: title, who and what, a table with a header on every page, and totals."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import compress
from pathlib import Path
from typing import IO

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _
from app.exchange.columns import Amount, Cell, Shape
from app.exchange.pdf import words
from app.exchange.pdf.drawing import Drawing
from app.exchange.pdf.layout import (
    PAD_X,
    WRAPS,
    Frame,
    Lines,
    framed,
    paged,
    paper,
    wrapped,
)
from app.exchange.pdf.letters import PLAIN, STRONG, Letters
from app.exchange.sheets import Sheet

MAX_ROWS = 20_000
# How far laying out and drawing bring the rest of the work.
_LAID_OUT = 0.4
_PROGRESS_EVERY = 100


class PdfSink:
    """Keeps the rows: all of them decide how wide columns are, and how many pages there are.

    `unknown` are the letters that no font had, once the document is drawn.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self.count = sheet, 0
        self.unknown: frozenset[str] = frozenset()
        self.cells: list[list[str]] = [[] for _column in sheet.columns]
        self._sums: list[dict[str, int]] = [{} for _column in sheet.columns]

    def add(self, columns: Sequence[Sequence[Cell]], counted: Sequence[bool] | None = None) -> None:
        """Add rows, as `Sink.add`."""
        self.count += len(columns[0])
        for place, (column, cells) in enumerate(zip(self._sheet.columns, columns, strict=True)):
            self.cells[place] += words.told(column, cells)
            adding = cells if counted is None else list(compress(cells, counted))
            if not column.is_summed:
                continue
            if column.shape is Shape.NUMBER:
                self._sum(place, [(cell, "") for cell in adding if isinstance(cell, int)])
            elif column.shape is Shape.MONEY:
                self._sum(place, [cell for cell in adding if isinstance(cell, tuple)])

    def _sum(self, place: int, amounts: Sequence[Amount]) -> None:
        sums = self._sums[place]
        for minor, currency in amounts:
            sums[currency] = sums.get(currency, 0) + minor

    def totals(self) -> list[str]:
        """What stands below each column: its sum, by currency where it is money.

        The first column of texts says what it is.
        """
        said = []
        for column, sums in zip(self._sheet.columns, self._sums, strict=True):
            if column.shape is Shape.MONEY:
                told = (
                    words.amount((minor, code), with_code=not column.in_currency)
                    for code, minor in sorted(sums.items())
                )
                said.append("\n".join(told))
            elif column.shape is Shape.NUMBER and column.is_summed:
                said.append(words.whole(sums.get("", 0)))
            else:
                said.append("")
        for place, column in enumerate(self._sheet.columns):
            if column.shape is Shape.TEXT:
                said[place] = _("Total: %s") % self._sheet.total(self.count)
                break
        return said


@contextmanager
def pdf_sink(path: Path, sheet: Sheet, progress: Progress) -> Iterator[PdfSink]:
    """A document that is laid out and drawn when the block ends.

    Raises:
        Invalid: there are too many rows or columns for paper; keyed "format" or "columns".
    """
    if sheet.rows > MAX_ROWS:
        raise Invalid(
            {
                "format": _("A PDF has %s rows at most. Choose XLSX or CSV, or filter the list.")
                % f"{MAX_ROWS:,}"
            }
        )
    sink = PdfSink(sheet)
    yield sink
    # Closed by us, whatever happens: ReportLab would leave a full disk's file open.
    with path.open("wb") as stream:
        _print(stream, sheet, sink, progress)


def _print(stream: IO[bytes], sheet: Sheet, sink: PdfSink, progress: Progress) -> None:
    letters, totals = Letters(), sink.totals()
    frame = framed(letters, sheet.header, sheet.columns, sink.cells, totals, paper(sheet.country))
    drawing = Drawing(stream, sheet, frame, letters, sheet.total(sink.count))
    lined = Lined(letters, sheet, frame)
    rows = []
    for number, row in enumerate(zip(*sink.cells, strict=True)):
        if not number % _PROGRESS_EVERY:
            progress.report(round(number * _LAID_OUT), sink.count)
        rows.append(lined.row(row, PLAIN))
    rows.append(lined.row(totals, STRONG))
    heights = [max(map(len, row)) for row in rows]
    drawing.draw(rows, paged(frame, heights, *drawing.rooms()), Stage(progress, _LAID_OUT, 1))
    sink.unknown = frozenset(letters.unknown)


class Lined:
    """Puts the cells of a row into lines; numbers, days and amounts have room for theirs."""

    def __init__(self, letters: Letters, sheet: Sheet, frame: Frame) -> None:
        self._letters, self._size = letters, frame.size
        self._rooms = [
            width - 2 * PAD_X if column.shape in WRAPS else None
            for column, width in zip(sheet.columns, frame.widths, strict=True)
        ]

    def row(self, cells: Sequence[str], style: str) -> list[Lines]:
        """The lines of each cell."""
        return [
            text.split("\n")
            if room is None
            else wrapped(self._letters, text, style, self._size, room)
            for text, room in zip(cells, self._rooms, strict=True)
        ]
