"""Draws the pages of a printed list."""

from collections.abc import Sequence
from typing import IO, Any

from app.core.progress import Progress
from app.core.text import _
from app.exchange.pdf import words
from app.exchange.pdf.bidi import as_seen
from app.exchange.pdf.layout import (
    FOOT,
    LEADING,
    MARGIN,
    PAD_X,
    PAD_Y,
    RIGHT,
    Frame,
    Lines,
    Piece,
    wrapped,
)
from app.exchange.pdf.letters import PLAIN, STRONG, Letters
from app.exchange.sheets import Sheet

# Shares of red, green and blue.
_INK, _MUTED = (0.11, 0.14, 0.19), (0.36, 0.40, 0.46)
_BAND, _STRIPE, _LINE = (0.91, 0.93, 0.96), (0.968, 0.973, 0.98), (0.78, 0.81, 0.85)
_TITLE, _SMALL = 17.0, 8.5
_GAP = 10.0
Colour = tuple[float, float, float]


class Drawing:
    """A document of pages in one frame; `count` says how many rows it holds."""

    def __init__(
        self, stream: IO[bytes], sheet: Sheet, frame: Frame, letters: Letters, count: str
    ) -> None:
        from reportlab import rl_config  # noqa: PLC0415 - slow, seldom needed
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - as above

        # Compressed pages need not be text as well, a quarter larger.
        rl_config.useA85 = 0
        self._sheet, self._frame, self._letters = sheet, frame, letters
        self._canvas: Any = Canvas(stream, pagesize=frame.page, lang="en")
        self._written: Any = None
        self._colour: Colour | None = None
        self._canvas.setTitle(sheet.title)
        self._canvas.setAuthor(sheet.organization)
        self._canvas.setCreator("Customer Desk")
        self._width = frame.page[0] - 2 * MARGIN
        self._title = wrapped(letters, sheet.title, STRONG, _TITLE, self._width)
        self._notes = [
            line
            for note in (count, *sheet.notes)
            for line in wrapped(letters, note, PLAIN, _SMALL, self._width)
        ]
        self._header = [
            wrapped(letters, title, STRONG, frame.size, width - 2 * PAD_X)
            for title, width in zip(sheet.header, frame.widths, strict=True)
        ]
        self._header_height = frame.height(max(map(len, self._header)))

    def rooms(self) -> tuple[float, float]:
        """How high the rows may be on the first page, and on each other."""
        others = self._frame.page[1] - MARGIN - FOOT - self._header_height
        return others - self._head_height(), others

    def draw(
        self, rows: Sequence[Sequence[Lines]], pages: Sequence[Sequence[Piece]], progress: Progress
    ) -> None:
        """Draw every page and write the document; the last row is that of the totals."""
        for number, pieces in enumerate(pages, start=1):
            progress.report(number, len(pages))
            # All texts of a page are one object, drawn over the stripes.
            self._written, self._colour = self._canvas.beginText(), None
            top = self._frame.page[1] - MARGIN
            if number == 1:
                top = self._draw_head(top)
            self._draw_table(rows, pieces, top)
            self._draw_foot(number, len(pages))
            self._canvas.drawText(self._written)
            self._canvas.showPage()
        progress.check()
        self._canvas.save()

    def _head_height(self) -> float:
        small = _SMALL * LEADING
        return (
            (small + 4 if self._sheet.organization else 0)
            + len(self._title) * _TITLE * LEADING
            + len(self._notes) * small
            + _GAP
        )

    def _draw_head(self, top: float) -> float:
        """The title and what is below it; where the table may begin."""
        y = top
        if organization := self._sheet.organization:
            y -= _SMALL * LEADING
            self._text(MARGIN, y, organization, STRONG, _SMALL, _MUTED)
            y -= 4
        for line in self._title:
            y -= _TITLE * LEADING
            self._text(MARGIN, y + 4, line, STRONG, _TITLE, _INK)
        for line in self._notes:
            y -= _SMALL * LEADING
            self._text(MARGIN, y, line, PLAIN, _SMALL, _MUTED)
        return top - self._head_height()

    def _draw_table(
        self, rows: Sequence[Sequence[Lines]], pieces: Sequence[Piece], top: float
    ) -> None:
        self._box(top, self._header_height, _BAND)
        self._cells(self._header, 0, max(map(len, self._header)), top, STRONG)
        y = top - self._header_height
        for piece in pieces:
            height = self._frame.height(piece.end - piece.start)
            last = piece.row == len(rows) - 1
            if last:
                self._box(y, height, _BAND)
            elif piece.row % 2:
                self._box(y, height, _STRIPE)
            self._cells(rows[piece.row], piece.start, piece.end, y, STRONG if last else PLAIN)
            y -= height
        self._rule(y)

    def _cells(self, cells: Sequence[Lines], start: int, end: int, top: float, style: str) -> None:
        frame, x = self._frame, MARGIN
        first = top - PAD_Y - frame.size * 0.95
        for lines, column, width in zip(cells, self._sheet.columns, frame.widths, strict=True):
            right = column.shape in RIGHT
            for number, line in enumerate(lines[start:end]):
                if line:
                    at = x + width - PAD_X if right else x + PAD_X
                    y = first - number * frame.leading
                    self._text(at, y, line, style, frame.size, _INK, right=right)
            x += width

    def _draw_foot(self, number: int, pages: int) -> None:
        y = FOOT - 22
        said = _("Page %(number)s of %(pages)s") % {
            "number": words.whole(number),
            "pages": words.whole(pages),
        }
        end = MARGIN + self._width
        room = self._width - self._letters.width(said, PLAIN, _SMALL) - 24
        name = " · ".join(filter(None, (self._sheet.organization, self._sheet.title)))
        short = wrapped(self._letters, " ".join(name.split()), PLAIN, _SMALL, room)
        self._text(MARGIN, y, short[0] + ("…" if short[1:] else ""), PLAIN, _SMALL, _MUTED)
        self._text(end, y, said, PLAIN, _SMALL, _MUTED, right=True)

    def _text(
        self, x: float, y: float, text: str, style: str, size: float, colour: Colour, *,
        right: bool = False,
    ) -> None:  # fmt: skip
        """One line from `x` on, or up to it."""
        seen = as_seen(text)
        if right:
            x -= self._letters.width(seen, style, size)
        written = self._written
        if colour != self._colour:
            self._colour = colour
            written.setFillColorRGB(*colour)
        written.setTextOrigin(x, y)
        for font, part in self._letters.runs(seen, style):
            written.setFont(font, size)
            written.textOut(part)

    def _box(self, top: float, height: float, colour: Colour) -> None:
        self._canvas.setFillColorRGB(*colour)
        width = sum(self._frame.widths)
        self._canvas.rect(MARGIN, top - height, width, height, stroke=0, fill=1)

    def _rule(self, y: float) -> None:
        self._canvas.setStrokeColorRGB(*_LINE)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(MARGIN, y, MARGIN + sum(self._frame.widths), y)
