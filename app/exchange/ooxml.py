"""The parts of an XLSX workbook around its cells: which sheets, which strings, which styles.

Runs in the guarded child process, on files nobody trusts: every name, number and index
is checked before use.
"""

import posixpath
import re
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from app.exchange.cellvalues import PLAIN, Style, style_of
from app.exchange.outcomes import Unreadable

BLOCK = 1 << 16
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_MAX_SHEETS = 1000
_MAX_STYLES = 100_000
_LONGEST_INDEX = 9
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet and the part of the package it is in."""

    name: str
    part: str
    hidden: bool = False
    active: bool = False


class Package:
    """The workbook's parts by name, and what its workbook part says.

    Raises:
        Unreadable: it is damaged or no workbook at all.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
            self._names = {name.lstrip("/").lower(): name for name in self._zip.namelist()}
        except _BROKEN as error:
            raise Unreadable("damaged") from error
        self._book = self._target("", "officeDocument", "xl/workbook.xml")
        if self._book.lower() not in self._names:
            raise Unreadable("archive")
        self.macros = any(name.endswith("vbaproject.bin") for name in self._names)
        self.since_1904 = False
        self.done = 0.0
        self.sheets = self._read_book()

    def blocks(self, part: str) -> Iterator[bytes]:
        """What is in a part, a piece at a time; `done` tells how much of it was given."""
        entry = self._zip.getinfo(self._names[part.lower()])
        given = 0
        try:
            with self._zip.open(entry) as stream:
                while block := stream.read(BLOCK):
                    given += len(block)
                    self.done = given / max(given, entry.file_size)
                    yield block
        except _BROKEN as error:
            raise Unreadable("damaged") from error

    def strings(self) -> "Strings":
        """The strings cells point to."""
        part = self._target(self._book, "sharedStrings", "xl/sharedStrings.xml")
        return Strings(self.blocks(part) if part.lower() in self._names else iter(()))

    def styles(self) -> list[Style]:
        """How numbers are shown, by the index cells give."""
        part = self._target(self._book, "styles", "xl/styles.xml")
        return _styles(self.blocks(part)) if part.lower() in self._names else []

    def _read_book(self) -> list[Sheet]:
        relations = self._relations(self._book)
        sheets: list[Sheet] = []
        active = -1
        count = 0

        def start(name: str, attributes: Attributes) -> None:
            nonlocal active, count
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "workbookView":
                active = _index(attributes.get("activeTab"))
            elif name == "sheet":
                key = next((key for key in attributes if key.endswith(":id")), "")
                kind, part = relations.get(attributes.get(key, ""), ("", ""))
                if kind == "worksheet" and part.lower() in self._names:
                    hidden = attributes.get("state", "visible") != "visible"
                    title = attributes.get("name", "")
                    sheets.append(Sheet(title, part, hidden, count == active))
                count += 1

        parse(self.blocks(self._book), start)
        return sheets[:_MAX_SHEETS]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of the parts that this one points to, by their id."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))

        if path.lower() in self._names:
            parse(self.blocks(path), start)
        return found

    def _target(self, part: str, kind: str, usual: str) -> str:
        targets = self._relations(part).values()
        return next((target for found, target in targets if found == kind), usual)


class Strings:
    """The strings cells point to by their place, any number of them in little memory.

    They are read as far as somebody asked. A string in several fonts is one; its reading
    aid is none of it.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._inside = self._aside = self._complete = False
        self._parser = new_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def __getitem__(self, place: int) -> str:
        while place + 1 >= len(self._ends) and not self._complete:
            self._read_on()
        if place < 0:
            raise IndexError(place)
        end = self._ends[place + 1]
        return self._bytes[self._ends[place] : end].decode("utf-8", "replace")

    def _read_on(self) -> None:
        block = next(self._blocks, b"")
        self._complete = not block
        with whole_parts():
            self._parser.Parse(block, self._complete)

    def _start(self, tag: str, _attributes: Attributes) -> None:
        name = self._names[tag]
        if name == "t":
            self._inside = not self._aside
        elif name == "rPh":
            self._aside = True

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "t":
            self._inside = False
        elif name == "si":
            text = unescaped("".join(self._pieces))
            self._bytes += text.encode("utf-8", "replace")
            self._ends.append(len(self._bytes))
            self._pieces.clear()
        elif name == "rPh":
            self._aside = False

    def _text(self, piece: str) -> None:
        if self._inside:
            self._pieces.append(piece)


def unescaped(text: str) -> str:
    """Text whose control characters are written like _x000D_, as Excel writes them."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class LocalNames(dict[str, str]):
    """Names without their prefix, each worked out once."""

    def __missing__(self, name: str) -> str:
        found = self[name] = name.rpartition(":")[2]
        return found


def new_parser() -> expat.XMLParserType:
    """A parser that takes no document type, and so no entities of the file's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def parse(
    blocks: Iterator[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
) -> None:
    """Read XML; elements are told by their names without prefix.

    Raises:
        Unreadable: it is damaged, or has a document type.
    """
    parser = new_parser()
    names = LocalNames()
    parser.StartElementHandler = lambda name, found: start(names[name], found)
    if end:
        ended = end
        parser.EndElementHandler = lambda name: ended(names[name])
    with whole_parts():
        for block in blocks:
            parser.Parse(block)
        parser.Parse(b"", True)


@contextmanager
def whole_parts() -> Iterator[None]:
    """Inside, XML that is damaged or has a document type is a reason to give up.

    Raises:
        Unreadable: it is, or has.
    """
    try:
        yield
    except (expat.ExpatError, LookupError) as error:  # of an encoding there is not
        raise Unreadable("damaged") from error


def _styles(blocks: Iterator[bytes]) -> list[Style]:
    codes: dict[int, str] = {}
    found: list[Style] = []
    in_cells = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal in_cells
        if name == "numFmt" and len(codes) < _MAX_STYLES:
            codes.setdefault(_index(attributes.get("numFmtId")), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            in_cells = True
        elif name == "xf" and in_cells and len(found) < _MAX_STYLES:
            number = _index(attributes.get("numFmtId"))
            found.append(style_of(number, codes.get(number)) if number else PLAIN)

    def end(name: str) -> None:
        nonlocal in_cells
        in_cells = in_cells and name != "cellXfs"

    parse(blocks, start, end)
    return found


def _index(text: str | None) -> int:
    fits = text and text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX
    return int(text) if text and fits else 0


def _no_document_type(*_declared: object) -> None:
    raise Unreadable("definition")
