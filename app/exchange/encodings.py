"""Tells a text table from anything else, and in which encoding it is written."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from app.core.errors import Invalid
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import N_, _

# What a chooser offers, commonest first. The codec's name is what a table is told.
ENCODINGS = {
    "utf-8-sig": N_("Unicode (UTF-8)"),
    "cp1252": N_("Western European (Windows-1252)"),
    "iso8859-1": N_("Western European (ISO 8859-1)"),
    "cp850": N_("Western European (DOS)"),
    "mac-roman": N_("Western European (Mac)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "iso8859-2": N_("Central European (ISO 8859-2)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "koi8-r": N_("Cyrillic (KOI8-R)"),
    "cp1253": N_("Greek (Windows-1253)"),
    "cp1254": N_("Turkish (Windows-1254)"),
    "cp1255": N_("Hebrew (Windows-1255)"),
    "cp1256": N_("Arabic (Windows-1256)"),
    "cp1257": N_("Baltic (Windows-1257)"),
    "cp932": N_("Japanese (Shift-JIS)"),
    "euc_jp": N_("Japanese (EUC-JP)"),
    "gb18030": N_("Chinese, simplified (GB18030)"),
    "big5": N_("Chinese, traditional (Big5)"),
    "cp949": N_("Korean (Windows-949)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "utf-16-le": N_("Unicode (UTF-16, little endian)"),
    "utf-16-be": N_("Unicode (UTF-16, big endian)"),
    "utf-32": N_("Unicode (UTF-32)"),
}
MAX_BYTES = 4 << 30

_MAGIC = {
    b"PK": N_("a damaged or empty archive"),
    b"%PDF": N_("a PDF document"),
    b"\x89PNG": N_("an image"),
    b"\xff\xd8\xff": N_("an image"),
    b"GIF8": N_("an image"),
    b"BM": N_("an image"),
    b"II*\x00": N_("an image"),
    b"MM\x00*": N_("an image"),
    b"\x1f\x8b": N_("a compressed file"),
    b"7z\xbc\xaf": N_("a compressed file"),
    b"Rar!": N_("a compressed file"),
    b"BZh": N_("a compressed file"),
    b"\xfd7zXZ": N_("a compressed file"),
    b"SQLite format 3\x00": N_("a database"),
    b"\x7fELF": N_("a program"),
    b"MZ": N_("a program"),
}
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf")
_WESTERN_LOOKALIKES = frozenset({"cp1250", "cp1254", "cp1257", "iso8859_2", "mac_roman"})
_TWO_BYTES = frozenset({"cp932", "euc_jp", "gb18030", "big5", "cp949"})
_BLOCK = 1 << 20
_HEAD = 64 << 10
_SUSPICIOUS_LINES = 64 << 10
# Random bytes are one eighth control characters; text has next to none.
_CONTROL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of a text file: `uncertain` when its encoding is only a guess.

    `sha256` tells whether it is still the same file later; `size` is in bytes.
    """

    encoding: str
    uncertain: bool
    sha256: str
    size: int


def examine(path: Path, encoding: str | None = None, progress: Progress | None = None) -> Text:
    """Read the file through once, in constant memory, and say how its text is encoded.

    With `encoding`, one of `ENCODINGS`, only whether the text fits it.

    Raises:
        Invalid: this is no text table, or does not fit; keyed "file" or "encoding".
        Cancelled: `progress` was.
    """
    reading = _Reading(path, progress or Progress())
    try:
        head = _head(path)
        if encoding is not None:
            return reading.fits(_chosen(encoding))
        if marked := _unicode_kind(head):
            return reading.fits(marked)
        _refuse_binary(head, path)
        try:
            return reading.fits("utf-8-sig")
        except Invalid:
            return reading.guessed()
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error


def refuse(sentence: str) -> Invalid:
    """The refusal of a whole file, for the caller to raise."""
    return Invalid({"file": sentence})


def head_of(path: Path) -> bytes:
    """The first bytes of a file; never blank ones alone.

    Raises:
        Invalid: it is no file, too large, or blank; keyed "file".
    """
    name = path.name or str(path)
    try:
        _refuse_no_file(path, name)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00\r\n\t "):
        raise refuse(_("%s is empty. Choose another file.") % name)
    return head


def _head(path: Path) -> bytes:
    name, head = path.name, head_of(path)
    for magic, kind in _MAGIC.items():
        if head.startswith(magic) and not (len(magic) == 2 and _looks_like_text(head)):  # noqa: PLR2004 - two letters prove little
            raise refuse(_not_a_table(name, _(kind)))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise refuse(_not_a_table(name, _("a web page or another document")))
    return head


def _refuse_no_file(path: Path, name: str) -> None:
    try:
        size = path.stat().st_size
    except ValueError as error:
        raise refuse(_("%s cannot be a file's name. Choose another.") % ascii(name)) from error
    if path.is_dir():
        raise refuse(_("%s is a folder. Choose a file inside it.") % name)
    if not path.is_file():
        raise refuse(_("%s is not an ordinary file. Choose another file.") % name)
    if size > MAX_BYTES:
        raise refuse(
            _("%(name)s is larger than %(limit)d GB. Split it and import the parts.")
            % {"name": name, "limit": MAX_BYTES >> 30}
        )


def _not_a_table(name: str, kind: str) -> str:
    return _("%(name)s is %(kind)s, not a text table. Save the list as CSV and choose that.") % {
        "name": name,
        "kind": kind,
    }


def _unicode_kind(head: bytes) -> str | None:
    """The encoding a byte order mark proves, or zero bytes in every other place."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:4000:2], head[1:4000:2]
    even_zeros, odd_zeros = even.count(0) / len(even), odd.count(0) / max(1, len(odd))
    mostly, hardly = 0.3, 0.05
    if odd_zeros > mostly and even_zeros < hardly:
        return "utf-16-le"
    if even_zeros > mostly and odd_zeros < hardly:
        return "utf-16-be"
    return None


def _looks_like_text(head: bytes) -> bool:
    return sum(byte < 9 or 13 < byte < 32 for byte in head) <= len(head) * _CONTROL_SHARE  # noqa: PLR2004 - tab to CR are layout


def _refuse_binary(head: bytes, path: Path) -> None:
    if not _looks_like_text(head):
        raise refuse(_("%s does not hold text. Save the list as CSV and choose that.") % path.name)


def _chosen(encoding: str) -> str:
    known = {codecs.lookup(name).name: name for name in ENCODINGS}
    known["utf-8"] = "utf-8-sig"
    try:
        return known[codecs.lookup(encoding).name]
    except (LookupError, ValueError):
        raise Invalid(
            {"encoding": _("%s is not an encoding this program knows. Choose another.") % encoding}
        ) from None


class _Reading:
    """Reads a file through, once for each encoding it may be in."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path, self._progress = path, progress

    def fits(self, encoding: str, *, uncertain: bool = False) -> Text:
        """What is known of the file, once every byte of it has been decoded.

        Raises:
            Invalid: some line does not fit; keyed "encoding".
        """
        decoder = codecs.getincrementaldecoder(encoding)()
        digest = hashlib.sha256()
        lines, size = 1, 0
        try:
            for block in self._blocks():
                digest.update(block)
                size += len(block)
                text = decoder.decode(block)
                lines += max(text.count("\n"), text.count("\r"))
            decoder.decode(b"", final=True)
        except UnicodeError as error:
            if isinstance(error, UnicodeDecodeError):
                lines += error.object[: error.start].count(b"\n")
            said = _("Line %(line)d does not fit the encoding %(encoding)s. Choose another one.")
            raise Invalid(
                {"encoding": said % {"line": lines, "encoding": _(ENCODINGS[encoding])}}
            ) from error
        return Text(encoding, uncertain, digest.hexdigest(), size)

    def guessed(self) -> Text:
        """The same by the encoding it is most likely in."""
        for encoding in (_likely(self._lines_beyond_ascii()), "cp1252"):
            try:
                return self.fits(encoding, uncertain=True)
            except Invalid:  # a guess that does not fit is no guess
                continue
        return self.fits("iso8859-1", uncertain=True)

    def _lines_beyond_ascii(self) -> bytes:
        """Enough of the lines that tell encodings apart, wherever in the file they are."""
        found = bytearray()
        for block in self._blocks():
            if not block.isascii():
                found += b"\n".join(line for line in block.splitlines() if not line.isascii())
            if len(found) > _SUSPICIOUS_LINES:
                break
        return bytes(found[:_SUSPICIOUS_LINES])

    def _blocks(self) -> Iterator[bytes]:
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
                self._progress.report(file.tell(), size)


def _likely(sample: bytes) -> str:
    """The best guess; where several do as well, what Western Windows programs write."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, seldom needed

    # What is Unicode was recognised before; half of all bytes would pass for UTF-16.
    legacy = [name for name in ENCODINGS if not name.startswith("utf")]
    names = {codecs.lookup(name).name.replace("-", "_"): name for name in legacy}
    matches = from_bytes(sample, cp_isolation=list(names))
    best = matches.best()
    if best is None:
        return "cp1252"
    if best.encoding in _WESTERN_LOOKALIKES:
        ties = {
            name
            for match in matches
            if match.chaos <= best.chaos
            for name in (match.encoding, *match.could_be_from_charset)
        }
        if "cp1252" in ties:
            return "cp1252"
    if best.encoding in _TWO_BYTES and not _in_words(str(best)):
        return "cp1252"
    return names.get(best.encoding, "cp1252")


def _in_words(text: str) -> bool:
    """Whether signs stand side by side, as in a real name; a lone one is an accent misread."""
    beyond = [not character.isascii() for character in text]
    beside = sum(one and other for one, other in pairwise(beyond))
    return 2 * beside >= sum(beyond) - beside
