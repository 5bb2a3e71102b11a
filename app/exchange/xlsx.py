"""Writes an Excel workbook: text stays text, days and amounts are real ones.

openpyxl makes the book with its styles, header and filter; the rows are put into its sheet
by hand, several times as fast and without keeping any.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from app.core.currencies import exponent
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.columns import Amount, Cell, Shape
from app.exchange.sheets import Sheet, decimal_text

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_ROWS = 1_048_575  # below the header
_LONGEST = 32_767
# What no workbook can hold: Excel would call the whole file damaged.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# A formula in the making, or an error value, if anybody edits the cell.
_RISKY = re.compile("[\\s\u200b\ufeff]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20#']")
# What cannot go into the sheet as it is.
_SPECIAL = re.compile(
    "^[\\s\u200b\ufeff=+\\-@\uff1d\uff0b\uff0d\uff20#']|[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]|\\s$"
)
_SHEET = "xl/worksheets/sheet1.xml"
_END_OF_ROWS = b"</sheetData>"
# Excel counts days from here; of the first sixty it disagrees with the calendar.
_DAY_ZERO, _SECONDS = datetime(1899, 12, 30), timedelta(days=1).total_seconds()  # noqa: DTZ001 - workbooks know no zones
_FIRST_DAY = date(1900, 3, 1)
# A good part of the size of 9 in a third of the time.
_COMPRESSION = 4
Made = Callable[[str, int, Any], list[str]]


class XlsxSink:
    """Adds rows to the one sheet of a workbook; `last_row` is the number of the last."""

    def __init__(self, stream: IO[bytes], styles: "Styles", sheet: Sheet) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow, seldom needed

        self._stream, self.last_row = stream, 1
        self._columns = [
            partial(_MADE[column.shape], styles, get_column_letter(place))
            for place, column in enumerate(sheet.columns, start=1)
        ]

    def add(
        self, columns: Sequence[Sequence[Cell]], _counted: Sequence[bool] | None = None
    ) -> None:
        """Add rows, as `Sink.add`."""
        first = self.last_row + 1
        made = [make(first, cells) for make, cells in zip(self._columns, columns, strict=True)]
        rows = map("".join, zip(*made, strict=True))
        text = "".join(
            f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, first)
        )
        self._stream.write(text.encode())
        self.last_row += len(columns[0])


class Styles:
    """A workbook's styles, by the number a cell names them with."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._amounts: dict[str, int] = {}
        self.quoted = self._number(quotePrefix=True)
        self.day = self._number(number_format="yyyy-mm-dd")
        self.moment = self._number(number_format="yyyy-mm-dd hh:mm:ss")

    def amount(self, currency: str) -> int:
        """The style of amounts in a currency."""
        if currency not in self._amounts:
            places = exponent(currency)
            digits = f"#,##0.{'0' * places}" if places else "#,##0"
            self._amounts[currency] = self._number(number_format=f"{digits} [${currency}]")
        return self._amounts[currency]

    def _number(self, **looks: object) -> int:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow, seldom needed

        page: Any = self._book.active
        cell = WriteOnlyCell(page)
        for name, value in looks.items():
            setattr(cell, name, value)
        return int(cell.style_id)


@contextmanager
def xlsx_sink(path: Path, sheet: Sheet, progress: Progress) -> Iterator[XlsxSink]:
    """A workbook of one sheet: bold header that stays in sight, filter, widths.

    Raises:
        Invalid: a sheet cannot have so many rows; keyed "format".
    """
    if sheet.rows > MAX_ROWS:
        raise Invalid(
            {
                "format": _("A workbook has %s rows at most. Choose CSV, or filter the list.")
                % f"{MAX_ROWS:,}"
            }
        )
    book = _book(sheet)
    styles = Styles(book)
    head = _parts(book)[_SHEET].partition(_END_OF_ROWS)[0]
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as package:
        with package.open(_SHEET, "w", force_zip64=True) as stream:
            stream.write(head)
            sink = XlsxSink(stream, styles, sheet)
            yield sink
            _filter(book, len(sheet.columns), sink.last_row)
            # By now the book knows every style there is.
            parts = _parts(book)
            stream.write(b"".join(parts.pop(_SHEET).partition(_END_OF_ROWS)[1:]))
        progress.check()
        for name, content in parts.items():
            package.writestr(name, content)


def _book(sheet: Sheet) -> "Workbook":
    """The workbook with a header and no rows."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, seldom needed
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook()
    book.properties.creator, book.properties.title = "Customer Desk", sheet.title
    page: Any = book.active
    page.title = sheet.tab_title
    page.freeze_panes = "A2"
    _filter(book, len(sheet.columns), sheet.rows + 1)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    for place, (title, column) in enumerate(zip(sheet.header, sheet.columns, strict=True), start=1):
        cell = page.cell(1, place, _IMPOSSIBLE.sub("", title))
        cell.data_type = "s"
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
        cell.fill = PatternFill("solid", fgColor="E8EDF3")
        page.column_dimensions[get_column_letter(place)].width = column.width
    return book


def _filter(book: "Workbook", columns: int, last_row: int) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow, seldom needed

    page: Any = book.active
    page.auto_filter.ref = f"A1:{get_column_letter(columns)}{last_row}"


def _parts(book: "Workbook") -> dict[str, bytes]:
    """What the workbook's file is made of, by name."""
    whole = BytesIO()
    book.save(whole)
    with ZipFile(whole) as package:
        return {name: package.read(name) for name in package.namelist()}


def _texts(styles: Styles, letter: str, first: int, cells: Sequence[str]) -> list[str]:
    return [
        _text(styles, letter, row, cell)
        if len(cell) > _LONGEST or _SPECIAL.search(cell)
        else cell and f'<c r="{letter}{row}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for row, cell in enumerate(cells, first)
    ]


def _text(styles: Styles, letter: str, row: int, cell: str) -> str:
    """A text that needs care."""
    text = _IMPOSSIBLE.sub("", cell)[:_LONGEST]
    if not text:
        return ""
    style = f' s="{styles.quoted}"' if _RISKY.match(text) else ""
    return (
        f'<c r="{letter}{row}"{style} t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(text)}</t></is></c>"
    )


def _numbers(_styles: Styles, letter: str, first: int, cells: Sequence[int]) -> list[str]:
    return [f'<c r="{letter}{row}"><v>{cell}</v></c>' for row, cell in enumerate(cells, first)]


def _flags(styles: Styles, letter: str, first: int, cells: Sequence[bool]) -> list[str]:
    words = {True: _("yes"), False: _("no")}
    return _texts(styles, letter, first, [words[cell] for cell in cells])


def _days(styles: Styles, letter: str, first: int, cells: Sequence[date | None]) -> list[str]:
    zero = _DAY_ZERO.toordinal()
    return [
        _at(styles, letter, row, cell, styles.day, cell.toordinal() - zero) if cell else ""
        for row, cell in zip(count(first), cells, strict=False)
    ]


def _moments(
    styles: Styles, letter: str, first: int, cells: Sequence[datetime | None]
) -> list[str]:
    return [
        _at(styles, letter, row, cell.date(), styles.moment,
            (cell - _DAY_ZERO).total_seconds() / _SECONDS)
        if cell else ""
        for row, cell in zip(count(first), cells, strict=False)
    ]  # fmt: skip


def _at(styles: Styles, letter: str, row: int, day: date, style: int, serial: float) -> str:
    if day < _FIRST_DAY:
        return _text(styles, letter, row, day.isoformat())
    return f'<c r="{letter}{row}" s="{style}"><v>{serial}</v></c>'


def _amounts(styles: Styles, letter: str, first: int, cells: Sequence[Amount | None]) -> list[str]:
    return [
        f'<c r="{letter}{row}" s="{styles.amount(cell[1])}"><v>{decimal_text(cell)}</v></c>'
        if cell
        else ""
        for row, cell in enumerate(cells, first)
    ]


_MADE: Mapping[Shape, Callable[..., list[str]]] = {
    Shape.TEXT: _texts,
    Shape.NUMBER: _numbers,
    Shape.YES_NO: _flags,
    Shape.DAY: _days,
    Shape.MOMENT: _moments,
    Shape.MONEY: _amounts,
}
