"""Reads the cells of an XLSX worksheet as a stream: memory does not grow with the rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.exchange.cellvalues import (
    PLAIN,
    Style,
    boolean_text,
    column_letters,
    column_place,
    iso_text,
    moment_text,
    number_text,
)
from app.exchange.ooxml import Attributes, LocalNames, Strings, new_parser, unescaped
from app.exchange.outcomes import Remark, Unreadable

# Cells further to the right are not kept.
MAX_COLUMNS = 1024
MAX_CELL = 1 << 20
MAX_ROWS = 1 << 20
_MOST_REMARKS = 5
_PIECES = MAX_CELL >> 12
_MERGED_OR_HIDDEN = re.compile(
    rb"<(?:\w{1,20}:)?(?:(mergeCell)\s|row\s[^<>]{0,300}?\bhidden=[\"'](?:1|true)[\"'])"
)
_LONGEST_TAG = 4096
_DIGITS = "0123456789"


@dataclass(slots=True)
class SheetRow:
    """A row that is not blank: its number, its cells as text, and what was odd with them."""

    number: int
    cells: list[str]
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Oddities:
    """What a sheet has that a list has not."""

    merged: int = 0
    hidden_rows: int = 0


def oddities(blocks: Iterator[bytes]) -> Oddities:
    """Look through the whole part, which also proves that none of it is damaged."""
    merged = hidden = 0
    rest = b""
    for block in blocks:
        searched = rest + block
        cut = searched.rfind(b"<")
        keep = cut if cut >= 0 and len(searched) - cut < _LONGEST_TAG else len(searched)
        for found in _MERGED_OR_HIDDEN.finditer(searched, 0, keep):
            merged += bool(found[1])
            hidden += not found[1]
        rest = searched[keep:]
    return Oddities(merged, hidden)


class SheetReader:
    """Turns the XML of one worksheet into rows."""

    def __init__(self, strings: Strings, styles: list[Style], *, since_1904: bool) -> None:
        self._strings, self._styles, self._since_1904 = strings, styles, since_1904
        self._names = LocalNames()
        self._places = _Places()
        self._rows: list[SheetRow] = []
        self._row = SheetRow(0, [])
        self._attributes: Attributes = {}
        self._place = -1
        self._pieces: list[str] = []
        self._in_text = self._has_value = self._has_formula = self._aside = False

    def read(self, blocks: Iterator[bytes]) -> Iterator[SheetRow]:
        """Every row with something in it, in order.

        Raises:
            Unreadable: the sheet is damaged from some row on.
        """
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            for block in blocks:
                parser.Parse(block)
                yield from self._rows
                self._rows.clear()
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:  # of an encoding there is not
            raise self._damaged() from error

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = self._names[tag]
        if name == "c":
            self._attributes = attributes
            self._pieces.clear()
            self._has_value = self._has_formula = False
        elif name == "v":
            self._in_text = self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "t":
            self._in_text = self._has_value = not self._aside
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._aside = True

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name in {"v", "t"}:
            self._in_text = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if any(self._row.cells) or self._row.remarks:
                self._rows.append(self._row)
        elif name == "rPh":
            self._aside = False

    def _text(self, piece: str) -> None:
        if self._in_text:
            self._pieces.append(piece)
            if len(self._pieces) > _PIECES:
                raise Unreadable("long_cell", row=self._row.number, limit=f"{MAX_CELL:,}")

    def _begin_row(self, attributes: Attributes) -> None:
        number, last = attributes.get("r"), self._row.number
        if number is None:
            self._row = SheetRow(last + 1, [])
        elif number.isascii() and number.isdigit() and last < int(number[:8]) <= MAX_ROWS:
            self._row = SheetRow(int(number), [])
        else:
            raise self._damaged()
        self._place = -1

    def _end_cell(self) -> None:
        reference = self._attributes.get("r")
        # The place is that of the last cell and one more, if a cell does not say.
        place = self._place + 1 if reference is None else self._places[reference.rstrip(_DIGITS)]
        if place is None:
            raise self._damaged()
        self._place = place
        if self._has_value:
            if text := self._value("".join(self._pieces)):
                self._put(text, place)
        elif self._has_formula:
            self._remark("formula", column_letters(place))

    def _put(self, text: str, place: int) -> None:
        cells = self._row.cells
        if place >= MAX_COLUMNS:
            if not any(remark[0] == "wide" for remark in self._row.remarks):
                self._row.remarks.append(("wide", column_letters(place)))
            return
        if place == len(cells):
            cells.append(text)
        elif place > len(cells):
            cells += [""] * (place - len(cells))
            cells.append(text)
        else:
            cells[place] = text

    def _value(self, raw: str) -> str:
        kind = self._attributes.get("t", "n")
        if kind == "s":
            try:
                return self._strings[int(raw)]
            except (ValueError, IndexError) as error:
                raise self._damaged() from error
        if kind == "n":
            return self._number(raw)
        if kind == "b":
            return boolean_text(raw.strip() in {"1", "true"})
        if kind == "e":
            self._remark("error", column_letters(self._place), raw[:20])
            return ""
        if kind == "d":
            return iso_text(raw)
        return unescaped(raw)

    def _number(self, raw: str) -> str:
        style = PLAIN
        if (index := self._attributes.get("s")) and index.isascii() and index.isdigit():
            place = int(index[:8])
            style = self._styles[place] if place < len(self._styles) else PLAIN
        text = number_text(raw, style.pad)
        if text is None:
            if raw.strip():
                self._remark("number", column_letters(self._place))
            return ""
        if style.shown == "number":
            return text
        moment = moment_text(float(raw), style, since_1904=self._since_1904)
        if moment is None:
            self._remark("date", column_letters(self._place))
        return moment or text

    def _remark(self, *remark: str) -> None:
        if len(self._row.remarks) < _MOST_REMARKS:
            self._row.remarks.append(remark)

    def _damaged(self) -> Unreadable:
        return Unreadable("damaged_row", row=max(1, self._row.number))


class _Places(dict[str, int | None]):
    """Where columns are by their letters, each worked out once."""

    def __missing__(self, letters: str) -> int | None:
        found = self[letters] = column_place(letters)
        return found
