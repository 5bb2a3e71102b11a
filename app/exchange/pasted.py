"""Reads text pasted from a spreadsheet: cells with tabs between them.

They are quoted as Excel, LibreOffice and Google Sheets copy them.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.progress import Progress
from app.core.text import _
from app.exchange.containers import Kind
from app.exchange.encodings import refuse
from app.exchange.records import Record, records
from app.exchange.sources import Source
from app.exchange.textfile import below_sep, refuse_delimiter, sniffed

MAX_CHARACTERS = 64 << 20
_SNIFFED = 64 << 10
# Spreadsheets quote a cell when it holds a tab or a line break, and double its quotes then;
# other quotes are the cell's own.
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|\Z)')
_BARE = re.compile(r"[^\t\r\n]*")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that takes the place of a file."""

    text: str


def pasted_source(pasted: Pasted, delimiter: str | None = None) -> Source:
    """The text as a source; text without tabs is read as that of a CSV file.

    Raises:
        Invalid: it is blank or too long, keyed "file", or keyed "delimiter".
    """
    refuse_delimiter(delimiter)
    text = pasted.text.removeprefix("\ufeff")
    if not text.strip():
        raise refuse(_("There is no text to read. Copy cells in a spreadsheet, then paste them."))
    if len(text) > MAX_CHARACTERS:
        raise refuse(_("So much text cannot be pasted. Save the list as CSV and choose that."))
    found = delimiter or sniffed(text[:_SNIFFED], whole=len(text) <= _SNIFFED)
    content = text.encode("utf-8", "surrogatepass")
    return Source(
        Kind.PASTED,
        _("The pasted text"),
        lambda progress: _records(text, found, progress),
        hashlib.sha256(content).hexdigest(),
        len(content),
        delimiter=found,
    )


def _records(text: str, delimiter: str, progress: Progress | None) -> Iterator[Record]:
    found = (
        _copied(text) if delimiter == "\t" else records(io.StringIO(text, newline=""), delimiter)
    )
    for record in below_sep(found, delimiter):
        if progress:
            progress.check()
        yield record


def _copied(text: str) -> Iterator[Record]:
    """Cut the text as a spreadsheet put it together."""
    place, line, first = 0, 1, 1
    cells: list[str] = []
    while place <= len(text):
        cell, end, breaks = _cell(text, place)
        cells.append(cell)
        line += breaks
        place = end + 1
        if text.startswith("\t", end):
            continue
        if any(cells):
            yield Record(first, cells)
        place += text.startswith("\r\n", end)
        cells, line = [], line + 1
        first = line


def _cell(text: str, place: int) -> tuple[str, int, int]:
    """A cell, where it ends, and how many line breaks are in it."""
    if text.startswith('"', place) and (quoted := _QUOTED.match(text, place)):
        inside = quoted[1]
        if any(sign in inside for sign in '\t\r\n"'):
            breaks = inside.count("\n") + inside.count("\r") - inside.count("\r\n")
            return inside.replace('""', '"'), quoted.end(), breaks
    bare = _BARE.match(text, place)
    return (bare[0], bare.end(), 0) if bare else ("", place, 0)
