"""Fits a table onto pages: paper and type size, widths of the columns, lines, page breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.core.errors import Invalid
from app.core.text import ngettext
from app.exchange.columns import ExportColumn, Shape
from app.exchange.pdf.letters import PLAIN, STRONG, Letters

A4, LETTER = (595.28, 841.89), (612.0, 792.0)
# Where Letter is the paper in use, as the Unicode locale data have it.
_LETTER_IN = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)
MARGIN, FOOT = 36.0, 48.0
PAD_X, PAD_Y = 4.0, 2.5
LEADING = 1.28
_SIZE, _SMALL = 8.5, 7.0
# Columns are made for all but the longest few texts, judged by so many rows.
_SAMPLE, _LONGEST_FEW = 1500, 0.02
_WORD, _TEXT = 96.0, 240.0
# Short texts such as phone numbers stay on one line as long as there is room for that.
_WHOLE = 84.0
# Upright paper is left when texts would have less than this part of the room they ask for.
_ROOMY = 0.45
RIGHT = frozenset({Shape.NUMBER, Shape.MONEY})
# Where a long word is broken, unless that leaves most of the line blank.
_SIGNS, _EARLY = "@.-_/", 0.6
WRAPS = frozenset({Shape.TEXT})
Lines = list[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its columns: sizes and widths in points."""

    page: tuple[float, float]
    size: float
    widths: tuple[float, ...]

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * LEADING

    def height(self, lines: int) -> float:
        """Of a row with so many lines."""
        return lines * self.leading + 2 * PAD_Y


@dataclass(frozen=True, slots=True)
class Piece:
    """A row, or the part of one that stands on a page: lines `start` to `end` of its cells."""

    row: int
    start: int
    end: int


def paper(country: str) -> tuple[float, float]:
    """The upright paper people in a country print on."""
    return LETTER if country in _LETTER_IN else A4


def framed(
    letters: Letters,
    header: Sequence[str],
    columns: Sequence[ExportColumn],
    cells: Sequence[Sequence[str]],
    totals: Sequence[str],
    upright: tuple[float, float],
) -> Frame:
    """The page on which a table of these cells, by column, reads best with its totals.

    Raises:
        Invalid: it has too many columns for a page; keyed "columns".
    """
    wide = (upright[1], upright[0])
    for page, size, whole, roomy in (
        (upright, _SIZE, _WHOLE, _ROOMY),
        (wide, _SIZE, _WHOLE, 0.0),
        (wide, _SMALL, _WHOLE, 0.0),
        (wide, _SMALL, 0.0, 0.0),
    ):
        wants = [
            _wanted(letters, (title, total), column, texts, size, whole)
            for title, total, column, texts in zip(header, totals, columns, cells, strict=True)
        ]
        room = page[0] - 2 * MARGIN
        if widths := _shared(wants, columns, room, roomy):
            return Frame(page, size, widths)
    sums = accumulate(least for least, _best in wants)
    fitting = sum(1 for needed in sums if needed <= room)
    said = ngettext(
        "A page has no room for these columns: only the first %d fits. Choose fewer columns, or "
        "choose XLSX or CSV.",
        "A page has no room for these columns: only the first %d fit. Choose fewer columns, or "
        "choose XLSX or CSV.",
        fitting,
    )
    raise Invalid({"columns": said % fitting})


def _wanted(
    letters: Letters,
    ends: tuple[str, str],
    column: ExportColumn,
    texts: Sequence[str],
    size: float,
    whole: float,
) -> tuple[float, float]:
    """The least and the best width of a column between its title and its total, the `ends`.

    Texts up to `whole` are not to be wrapped.
    """
    title, total = ends
    name = letters.width(title, STRONG, size)
    words = max(letters.width(word, STRONG, size) for word in title.split() or [""])
    if column.shape not in WRAPS:
        sums = (letters.width(line, STRONG, size) for line in total.split("\n"))
        widths = (letters.width(text, PLAIN, size) for text in texts)
        least = max(words, *sums, *widths)
        return least + 2 * PAD_X, max(least, min(name, 1.5 * least)) + 2 * PAD_X
    step = max(1, len(texts) // _SAMPLE)
    sample = [line for text in texts[::step] for line in text.split("\n")]
    best = _all_but_few([letters.width(line, PLAIN, size) for line in sample])
    longest = _all_but_few(
        [max((letters.width(word, PLAIN, size) for word in line.split()), default=0.0)
         for line in sample]
    )  # fmt: skip
    least = max(words, min(longest, _WORD * size / _SIZE), best if best <= whole else 0.0)
    best = max(least, min(best, _TEXT), min(name, _WORD))
    return least + 2 * PAD_X, best + 2 * PAD_X


def _all_but_few(widths: list[float]) -> float:
    if not widths:
        return 0.0
    widths.sort()
    return widths[min(len(widths) - 1, int(len(widths) * (1 - _LONGEST_FEW)))]


def _shared(
    wants: Sequence[tuple[float, float]],
    columns: Sequence[ExportColumn],
    room: float,
    roomy: float,
) -> tuple[float, ...]:
    """The widths that fill the room; none if it is too small."""
    least, best = map(sum, zip(*wants, strict=True))
    if best > room:
        part = (room - least) / (best - least) if best > least else -1.0
        if part < roomy or part < 0:
            return ()
        return tuple(low + (high - low) * part for low, high in wants)
    highs = [high for _low, high in wants]
    elastic = [
        high if column.shape in WRAPS else 0.0 for high, column in zip(highs, columns, strict=True)
    ]
    spare = (room - best) / sum(elastic) if any(elastic) else 0.0
    return tuple(high + part * spare for high, part in zip(highs, elastic, strict=True))


def wrapped(letters: Letters, text: str, style: str, size: float, width: float) -> Lines:
    """The text in lines no wider than `width`; words are broken only where they must be."""
    if "\n" not in text and letters.width(text, style, size) <= width:
        return [text]
    lines: Lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(letters, paragraph, style, size, width):
            longer = f"{line} {word}" if line else word
            if line and letters.width(longer, style, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _words(letters: Letters, text: str, style: str, size: float, width: float) -> Iterator[str]:
    """The words, those too long for a line in parts."""
    for word in text.split():
        rest = word
        while letters.width(rest, style, size) > width and len(rest) > 1:
            cut = _cut(letters, rest, style, size, width)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _cut(letters: Letters, word: str, style: str, size: float, width: float) -> int:
    """How much of a word fits into a line; best up to a sign addresses have."""
    fits, room = 0, width
    for letter in word:
        room -= letters.width(letter, style, size)
        if room < 0:
            break
        fits += 1
    fits = max(1, fits)
    sign = max(word.rfind(sign, 0, fits) for sign in _SIGNS) + 1
    return sign if sign > fits * _EARLY else fits


def paged(frame: Frame, heights: Sequence[int], first: float, others: float) -> list[list[Piece]]:
    """The rows, of so many lines each, on pages with this much room for them.

    A row that is taller than a page goes on overleaf; every other one stays whole.
    """
    pages: list[list[Piece]] = [[]]
    room = first
    for row, lines in enumerate(heights):
        start = 0
        while start < lines:
            left = lines - start
            if frame.height(left) <= room:
                fitting = left
            elif pages[-1] and frame.height(left) <= others:
                fitting = 0
            else:
                fitting = max(0, int((room - 2 * PAD_Y) / frame.leading))
            if fitting:
                pages[-1].append(Piece(row, start, start + fitting))
                room -= frame.height(fitting)
                start += fitting
            if start < lines:
                pages.append([])
                room = others
    return pages
