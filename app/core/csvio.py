"""CSV that a spreadsheet can open without running anything a stranger typed into a field."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from app.core.files import replacing

Cell = str | int | Decimal | date | bool | None

_SPACE = "[\\s\u200b\ufeff]*"
_RISKY = re.compile(f"'*{_SPACE}[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_PHONE = re.compile(r"\+[1-9](?:[ ().\-/]*[0-9]){6,14}[ )]*", re.ASCII)
_NUMBER = re.compile(
    r"[+\-] ?[0-9][0-9.,'\u00a0\u202f ]*(?:[eE][+\-]?[0-9]+)?(?: ?(?:%|[A-Z]{3}))?", re.ASCII
)

_INITIAL = itemgetter(slice(1))


def guard(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; `unguard` gives it back.

    What begins like one gets an apostrophe in front. Phone numbers with a country
    code and signed numbers stay as they are: they compute to nothing worse than a number.
    """
    if text[:1].isalnum() or not _RISKY.match(text):
        return text
    if _PHONE.fullmatch(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguard(text: str) -> str:
    """The text that `guard` made a cell of."""
    return text[1:] if text[:1] == "'" and _RISKY.match(text, 1) else text


def guarded(texts: Sequence[str]) -> Sequence[str]:
    """`guard` for a whole column, most of whose texts need a glance at most."""
    suspect = _suspect()
    if suspect.isdisjoint(map(_INITIAL, texts)):
        return texts
    return [guard(text) if text[:1] in suspect else text for text in texts]


@cache
def _suspect() -> frozenset[str]:
    """The characters with which a text may begin that `guard` changes."""
    return frozenset(one for one in map(chr, range(0x10000)) if _RISKY.match(f"{one}="))


class CsvWriter:
    """Writes rows of plain values: text guarded, days and instants as ISO 8601."""

    def __init__(self, stream: TextIO, delimiter: str = ",") -> None:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        self._write, self._write_all = writer.writerow, writer.writerows

    def row(self, cells: Iterable[Cell]) -> None:
        """Add one row. None leaves the cell empty; yes and no stand for booleans."""
        self._write([guard(cell) if isinstance(cell, str) else _plain(cell) for cell in cells])

    def rows(self, rows: Iterable[Iterable[str | int]]) -> None:
        """Add rows whose cells are plain already, the texts among them `guarded`."""
        self._write_all(rows)


@contextmanager
def csv_out(path: Path | str, delimiter: str = ",", *, bom: bool = True) -> Iterator[CsvWriter]:
    """A writer whose file takes the place of `path` at the end, or not at all.

    The file is UTF-8; the byte order mark tells Excel so.

    Raises:
        Unavailable: the file cannot be written; the sentence says why and what to do.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with replacing(path) as half, half.open("w", encoding=encoding, newline="") as stream:
        yield CsvWriter(stream, delimiter)


def _plain(cell: int | Decimal | date | None) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
