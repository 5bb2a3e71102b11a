"""Makes the records of a file fit its header, and says where they do not."""

from dataclasses import dataclass

from app.core.clean import without_controls
from app.core.csvio import unguard
from app.core.text import _, ngettext
from app.exchange.cellvalues import column_letters
from app.exchange.records import Record
from app.exchange.sniff import DELIMITERS


@dataclass(slots=True)
class Row:
    """One record: as many cells as the header has columns, and the line it starts in.

    `note` says what was mended on the way; `problem` why the cells cannot be trusted.
    """

    line: int
    cells: tuple[str, ...]
    note: str | None = None
    problem: str | None = None


class Fitter:
    """Fits records to a header of this width.

    `delimiter` is what stands between the cells of a text, whose cells may be guarded
    against being formulas; it is empty for a workbook.
    """

    def __init__(self, width: int, delimiter: str) -> None:
        self._width, self._delimiter = width, delimiter

    def row(self, record: Record) -> Row:
        """The record as a row."""
        cells, said = record.cells, record.note
        together = "".join(cells)
        if not together.isprintable() or "'" in together:
            cells, cleaned = self._clean(cells)
            said = " ".join(filter(None, (said, cleaned))) or None
        if len(cells) == self._width:
            return Row(record.line, tuple(cells), said, record.problem)
        return self._fitted(record, cells, said)

    def _clean(self, cells: list[str]) -> tuple[list[str], str | None]:
        said = None
        made = []
        for cell in cells:
            clean = without_controls(cell)
            if clean is not cell and clean != cell.replace("\r\n", "\n").replace("\r", "\n"):
                said = _("Control characters were taken out.")
            made.append(unguard(clean) if self._delimiter else clean)
        return made, said

    def _fitted(self, record: Record, cells: list[str], said: str | None) -> Row:
        width = self._width
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        problem = record.problem
        if problem is None:
            problem = self._misfit(cells)
        if problem is None and self._delimiter and len(cells) < width:
            said = " ".join(filter(None, (said, _short(len(cells), width))))
        padded = (*cells, *[""] * (width - len(cells)))[:width]
        return Row(record.line, padded, said, problem)

    def _misfit(self, cells: list[str]) -> str | None:
        """Why cells of another number than the header's cannot be trusted."""
        width = self._width
        if not self._delimiter:
            return _beside(len(cells)) if len(cells) > width else None
        if len(cells) < width and (other := self._other(cells)):
            return _(
                "The row has “%(other)s” between its cells, the header “%(sign)s”. Mend the row."
            ) % {"other": _shown(other), "sign": _shown(self._delimiter)}
        if len(cells) > width or (len(cells) < width and any("\n" in cell for cell in cells)):
            return ngettext(
                "The row has %(cells)d cell, the header %(columns)d. "
                "Look for a stray comma or quote.",
                "The row has %(cells)d cells, the header %(columns)d. "
                "Look for a stray comma or quote.",
                len(cells),
            ) % {"cells": len(cells), "columns": width}
        return None

    def _other(self, cells: list[str]) -> str | None:
        """Another delimiter that would make this row as wide as the header."""
        together = self._delimiter.join(cells)
        for sign in DELIMITERS:
            if sign != self._delimiter and together.count(sign) + 1 == self._width:
                return sign
        return None


def _short(cells: int, columns: int) -> str:
    return ngettext(
        "The row has %(cells)d cell, the header %(columns)d; the rest was left blank.",
        "The row has %(cells)d cells, the header %(columns)d; the rest was left blank.",
        cells,
    ) % {"cells": cells, "columns": columns}


def _beside(cells: int) -> str:
    return _(
        "There is something in column %s, beside the list. Clear it, or give the column a name."
    ) % column_letters(cells - 1)


def _shown(delimiter: str) -> str:
    return _("tab") if delimiter == "\t" else delimiter
