"""Writes an Excel workbook row by row: text stays text, days and amounts are real ones."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid
from app.core.files import replacing
from app.core.money import Money, exponent
from app.core.text import _
from app.exchange.columns import Cell

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_ROWS = 1_048_575  # below the header
_LONGEST = 32_767
# What no workbook can hold: Excel would call the whole file damaged.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# A formula in the making, or an error value, if anybody edits the cell.
_RISKY = re.compile("[\\s\u200b\ufeff]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20#']")


class XlsxWriter:
    """Adds rows to one sheet."""

    def __init__(self, sheet: "WriteOnlyWorksheet") -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow, seldom needed

        self._sheet, self._cell = sheet, WriteOnlyCell

    def row(self, cells: Sequence[Cell]) -> None:
        """Add one row."""
        self._sheet.append([self._made(cell) for cell in cells])

    def _made(self, value: Cell) -> Any:
        match value:
            case str():
                return self._text(value)
            case bool():
                return _("yes") if value else _("no")
            case Money():
                return self._amount(value)
            case _:
                return value

    def _text(self, value: str) -> Any:
        text = _IMPOSSIBLE.sub("", value)[:_LONGEST]
        if not text:
            return None
        if not _RISKY.match(text):
            return text
        made = self._cell(self._sheet)
        made.value = text
        made.data_type = "s"
        made.quotePrefix = True
        return made

    def _amount(self, money: Money) -> Any:
        places = exponent(money.currency)
        made = self._cell(self._sheet)
        made.value = money.amount
        digits = f"#,##0.{'0' * places}" if places else "#,##0"
        made.number_format = f"{digits} [${money.currency}]"
        return made


@contextmanager
def xlsx_out(
    path: Path | str, title: str, header: Sequence[str], widths: Sequence[int], rows: int
) -> Iterator[XlsxWriter]:
    """A writer for so many rows whose file takes the place of `path` at the end, or not at all.

    Raises:
        Invalid: a sheet cannot have so many rows.
        Unavailable: the file cannot be written; the sentence says why and what to do.
    """
    if rows > MAX_ROWS:
        raise Invalid(
            {
                "format": _("A workbook has %s rows at most. Choose CSV, or filter the list.")
                % f"{MAX_ROWS:,}"
            }
        )
    from openpyxl import Workbook  # noqa: PLC0415 - slow, seldom needed
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    with replacing(path) as half:
        book = Workbook(write_only=True)
        sheet: Any = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{rows + 1}"
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        try:
            head = [WriteOnlyCell(sheet, name) for name in header]
            for cell in head:
                cell.font = Font(bold=True)
            sheet.append(head)
            yield XlsxWriter(sheet)
            book.save(half)
        finally:
            _tidy(sheet)


def _tidy(sheet: Any) -> None:
    """Remove the temporary file of a sheet that was not saved; openpyxl would at exit."""
    if not sheet.closed:
        sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001 - openpyxl offers nothing else
