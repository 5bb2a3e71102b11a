"""Prints a sheet: title, who and what, a table with a header on every page, and totals."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _, ngettext
from app.exchange.columns import Amount, Cell, Shape
from app.exchange.pdf import words
from app.exchange.pdf.drawing import Drawing
from app.exchange.pdf.layout import PAD_X, Frame, Lines, framed, paged, paper, wrapped
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

    def add(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows, as `Sink.add`."""
        self.count += len(columns[0])
        for place, (column, cells) in enumerate(zip(self._sheet.columns, columns, strict=True)):
            self.cells[place] += words.told(column, cells)
            if column.shape is Shape.NUMBER:
                self._sum(place, [(cell, "") for cell in cells if isinstance(cell, int)])
            elif column.shape is Shape.MONEY:
                self._sum(place, [cell for cell in cells if isinstance(cell, tuple)])

    def _sum(self, place: int, amounts: Sequence[Amount]) -> None:
        sums = self._sums[place]
        for minor, currency in amounts:
            sums[currency] = sums.get(currency, 0) + minor

    def totals(self) -> list[str]:
        """What stands below each column: its sum, by currency where it is money."""
        said = []
        for column, sums in zip(self._sheet.columns, self._sums, strict=True):
            if column.shape is Shape.MONEY:
                told = (
                    words.amount((minor, code), with_code=not column.in_currency)
                    for code, minor in sorted(sums.items())
                )
                said.append("\n".join(told))
            else:
                said.append(words.whole(sums.get("", 0)) if column.shape is Shape.NUMBER else "")
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
    _print(path, sheet, sink, progress)


def _print(path: Path, sheet: Sheet, sink: PdfSink, progress: Progress) -> None:
    letters = Letters()
    frame = framed(letters, sheet.header, sheet.columns, sink.cells, paper(sheet.country))
    drawing = Drawing(path, sheet, frame, letters, customers(sink.count))
    rows = _rows(letters, frame, sink.cells, Stage(progress, 0, _LAID_OUT))
    rows.append(_last(letters, frame, sheet, sink))
    heights = [max(map(len, row)) for row in rows]
    pages = paged(frame, heights, *drawing.rooms())
    drawing.draw(rows, pages, Stage(progress, _LAID_OUT, 1))
    sink.unknown = frozenset(letters.unknown)


def _rows(
    letters: Letters, frame: Frame, cells: Sequence[Sequence[str]], progress: Progress
) -> list[list[Lines]]:
    """Each row's cells in lines."""
    inner = [width - 2 * PAD_X for width in frame.widths]
    rows = []
    for number, row in enumerate(zip(*cells, strict=True)):
        if not number % _PROGRESS_EVERY:
            progress.report(number, len(cells[0]))
        rows.append(
            [
                wrapped(letters, text, PLAIN, frame.size, width)
                for text, width in zip(row, inner, strict=True)
            ]
        )
    return rows


def _last(letters: Letters, frame: Frame, sheet: Sheet, sink: PdfSink) -> list[Lines]:
    """The row of totals; the first column of texts says what it is."""
    said = sink.totals()
    for place, column in enumerate(sheet.columns):
        if column.shape is Shape.TEXT:
            said[place] = _("Total: %s") % customers(sink.count)
            break
    return [
        wrapped(letters, text, STRONG, frame.size, width - 2 * PAD_X)
        for text, width in zip(said, frame.widths, strict=True)
    ]


def customers(count: int) -> str:
    """So many customers, in words."""
    return ngettext("%s customer", "%s customers", count) % words.whole(count)
