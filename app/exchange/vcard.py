"""Reads contact cards (vCard 2.1, 3.0 and 4.0) one after the other, whoever wrote them.

Runs in the guarded child process. Cuts a file into properties as bytes, because 2.1 names
the encoding of each of them and 3.0 folds lines in the middle of a character.
"""

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from app.exchange.outcomes import Remark, Unreadable

MAX_LINE = 8 << 20
_BLOCK = 1 << 16
_MOST_PROPERTIES = 1000
_PROPERTY = re.compile(
    rb'(?:[\w-]+\.)?([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*)[ \t]*:(.*)', re.DOTALL
)
_PARAMETER = re.compile(rb';((?:[^":;]|"[^"]*")*)')
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*")
# Long, and of no use in a list.
_PICTURES = frozenset({b"PHOTO", b"LOGO", b"SOUND", b"KEY"})
_PICTURE = re.compile(rb"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
_KNOWN_CHARSET = re.compile(
    r"utf-?(?:8|16)|us-ascii|iso-?8859-\d+|windows-\d+|cp\d+|shift_?jis|gb\w+|big5|koi8-\w|euc-\w+"
)
_RANKS, _LAST = frozenset(map(str, range(1, 101))), 101
_BEGIN, _END = b"BEGIN:VCARD", b"END:VCARD"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card: `types` as in TYPE=work, in small letters; `value` is escaped.

    Of several with the same name the one with the lowest `rank` is preferred.
    """

    name: str
    types: frozenset[str]
    value: str
    rank: int


@dataclass(slots=True)
class Card:
    """What stands between BEGIN and END, and the line it begins in."""

    line: int
    properties: list[Property] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    has_agent: bool = False

    def remark(self, code: str) -> None:
        """Say something of the card, once."""
        if (code,) not in self.remarks:
            self.remarks.append((code,))

    def add(self, line: bytes, encoding: str) -> None:
        """Take in a property, unless it is a picture."""
        found = _PROPERTY.fullmatch(line)
        if found is None:
            if not _BASE64.fullmatch(line):  # the lines of a picture are not always indented
                self.remark("unread")
            return
        name = found[1].upper()
        self.has_agent = name == b"AGENT" and not found[3].strip()
        if name in _PICTURES or len(self.properties) >= _MOST_PROPERTIES:
            return
        types, charset, encoded, rank = _parameters(found[2])
        if encoded in {"b", "base64"}:
            return
        value = quopri.decodestring(found[3]) if encoded == "quoted-printable" else found[3]
        self.properties.append(
            Property(name.decode(), types, self._decoded(value, charset or encoding), rank)
        )

    def _decoded(self, value: bytes, charset: str) -> str:
        try:
            return value.decode(charset)
        except UnicodeError:
            self.remark("characters")
            return value.decode("utf-8", "replace")


def cards(file: IO[bytes], encoding: str) -> Iterator[Card]:
    """Every card; `encoding` is the file's, for properties that do not name their own.

    Raises:
        Unreadable: there is no card, or a line is too long.
    """
    blocks = iter(lambda: file.read(_BLOCK), b"")
    if encoding.startswith(("utf-16", "utf-32")):
        blocks, encoding = _as_utf_8(file, encoding), "utf-8"
    pile = _Pile(encoding)
    for number, line in _properties(_lines(blocks)):
        if card := pile.take(number, line):
            yield card
    if card := pile.cut():
        yield card
    if not pile.found:
        raise Unreadable("no_card")


class _Pile:
    """Puts cards together line by line; an agent's card inside another is left out."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._card: Card | None = None
        self._agents = 0
        self.found = False

    def take(self, number: int, line: bytes) -> Card | None:
        """Take in a line, and give the card it ends."""
        mark = line.strip().upper() if len(line) < len(_BEGIN) * 2 else b""
        if mark == _BEGIN:
            return self._begin(number)
        if mark == _END:
            return self._end()
        if self._card is not None and not self._agents:
            self._card.add(line, self._encoding)
        return None

    def cut(self) -> Card | None:
        """The card at hand, although it has no end."""
        card, self._card = self._card, None
        if card is not None:
            card.remark("cut")
        return card

    def _begin(self, number: int) -> Card | None:
        if self._card is not None and self._card.has_agent:
            self._agents, self._card.has_agent = self._agents + 1, False
            return None
        before = self.cut()
        self._card, self._agents, self.found = Card(number), 0, True
        return before

    def _end(self) -> Card | None:
        if self._agents:
            self._agents -= 1
            return None
        card, self._card = self._card, None
        return card


def _parameters(text: bytes) -> tuple[frozenset[str], str, str, int]:
    """Types, charset, transfer encoding and rank; in 2.1 names before "=" may be missing."""
    types: set[str] = set()
    charset = encoded = ""
    rank = _LAST
    for found in _PARAMETER.finditer(text):
        name, _equals, value = found[1].decode("ascii", "replace").lower().rpartition("=")
        value = value.strip().strip('"')
        if name.strip() == "charset":
            charset = _codec(value)
        elif name.strip() == "encoding" or value in {"quoted-printable", "base64"}:
            encoded = value
        elif name.strip() == "pref":
            rank = int(value) if value in _RANKS else rank
        else:
            types.update(value.split(","))
    return frozenset(types), charset, encoded, 1 if "pref" in types else rank


def _codec(name: str) -> str:
    """The codec of a charset; empty for one nobody writes text in."""
    try:
        return codecs.lookup(name).name if _KNOWN_CHARSET.fullmatch(name) else ""
    except LookupError:
        return ""


def _as_utf_8(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := file.read(_BLOCK):
        yield decoder.decode(block).encode("utf-8", "replace")


def _lines(blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, however they end; a byte order mark is no part of them."""
    count, rest = 0, b""
    for block in blocks:
        lines = (rest + block).splitlines(keepends=True)
        # Whether more follows, a "\n" after a "\r" perhaps, only the next block tells.
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
        for number, line in enumerate(lines, start=count + 1):
            yield number, line.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8)
        count += len(lines)
        if len(rest) > MAX_LINE:
            raise Unreadable("long_line", row=count + 1, limit=f"{MAX_LINE:,}")
    for line in rest.splitlines():
        yield count + 1, line.removeprefix(codecs.BOM_UTF8)


def _properties(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Whole properties: folded lines joined, also those of quoted-printable."""
    first, parts, size = 0, list[bytes](), 0
    for number, line in lines:
        soft = bool(parts) and parts[-1].endswith(b"=") and _is_quoted(parts[0])
        if not soft and not (parts and line.startswith((b" ", b"\t"))):
            if parts:
                yield first, b"".join(parts)
            first, parts, size = number, [line], len(line)
            continue
        if _PICTURE.match(parts[0]):
            continue
        size += len(line)
        if size > MAX_LINE:
            raise Unreadable("long_line", row=first, limit=f"{MAX_LINE:,}")
        if soft:
            parts[-1] = parts[-1][:-1]
        parts.append(line if soft else line[1:])
    if parts:
        yield first, b"".join(parts)


def _is_quoted(start: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in start.partition(b":")[0].upper()
