"""Puts cells a person mended in the grid in the place of those in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.clean import without_controls
from app.core.errors import Invalid
from app.core.text import _
from app.exchange.reading import Row


class Mended:
    """The rows of a table, with some cells as they were mended.

    Raises:
        Invalid: the table has no such column; keyed "fixes".
    """

    def __init__(self, header: Sequence[str], fixes: Mapping[tuple[int, str], str]) -> None:
        places = {name: place for place, name in enumerate(header)}
        self._by_line: dict[int, dict[int, str]] = {}
        for (line, column), text in fixes.items():
            if column not in places:
                raise Invalid(
                    {
                        "fixes": _("The file has no column “%s” any more. Mend its rows again.")
                        % column
                    }
                )
            self._by_line.setdefault(line, {})[places[column]] = without_controls(text)

    def __call__(self, row: Row) -> Row:
        """The row as it was mended."""
        mended = self._by_line.get(row.line)
        if mended is None:
            return row
        cells = tuple(mended.get(place, cell) for place, cell in enumerate(row.cells))
        return replace(row, cells=cells)
