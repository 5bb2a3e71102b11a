"""Reads workbooks in formats other than XLSX: XLS, XLSB and ODS.

Runs in the guarded child process. The library holds a whole sheet in memory, aborts on
some hostile files and tells nothing of hidden rows, so XLSX does without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from app.exchange.cellvalues import column_letters, plain_text
from app.exchange.ooxml_sheet import MAX_COLUMNS, SheetRow
from app.exchange.outcomes import Unreadable


@dataclass(frozen=True, slots=True)
class OldSheet:
    """A worksheet by its name."""

    name: str
    hidden: bool


class OldBook:
    """A workbook as the library knows it.

    Raises:
        Unreadable: it cannot be opened.
    """

    def __init__(self, file: IO[bytes]) -> None:
        import python_calamine  # noqa: PLC0415 - only these formats need it

        self._library = python_calamine
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(file)
        except python_calamine.PasswordError as error:
            raise Unreadable("protected") from error
        except BaseException as error:
            raise _explained(error) from error
        visible = python_calamine.SheetVisibleEnum.Visible
        self.sheets = [
            OldSheet(sheet.name, sheet.visible != visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]

    def merged(self, name: str) -> int:
        """How many groups of cells are merged."""
        return len(self._sheet(name).merged_cell_ranges or ())

    def rows(self, name: str) -> Iterator[SheetRow]:
        """Every row with something in it, in order."""
        sheet = self._sheet(name)
        first = sheet.start[1] if sheet.start else 0
        for number, values in enumerate(self._values(sheet), start=1):
            row = SheetRow(number, [""] * first)
            for place, value in enumerate(values, start=first):
                text = plain_text(value)
                if text is None:
                    row.remarks.append(("number", column_letters(place)))
                elif text and place >= MAX_COLUMNS:
                    row.remarks.append(("wide", column_letters(place)))
                    break
                row.cells.append(text or "")
            if any(row.cells) or row.remarks:
                yield row

    def _sheet(self, name: str) -> Any:
        try:
            return self._book.get_sheet_by_name(name)
        except BaseException as error:
            raise _explained(error) from error

    def _values(self, sheet: Any) -> Iterator[list[Any]]:
        try:
            yield from sheet.iter_rows()
        except GeneratorExit:
            raise
        except BaseException as error:
            raise _explained(error) from error


def _explained(error: BaseException) -> BaseException:
    """Whatever the library raises, even its panics, is about the file; our own is not."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | Unreadable):
        return error
    return Unreadable("damaged")
