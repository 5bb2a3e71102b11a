"""Tells workbooks and contact cards from other files, and cheaply refuses traps.

Runs in the program itself: nothing here unpacks more than the first bytes of a part.
"""

import errno
import mmap
import re
import struct
import zlib
from enum import StrEnum
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.exchange.outcomes import Unreadable

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
_CARD = re.compile(
    rb"[\s\xef\xbb\xbf\xff\xfe\0]*B\0?E\0?G\0?I\0?N\0?:\0?V\0?C\0?A\0?R\0?D", re.IGNORECASE
)
MAX_WORKBOOK = 512 << 20
_MAX_UNPACKED = 2 << 30
_MAX_PARTS = 5000
_MAX_DIRECTORY = 4 << 20
# Text packs to a tenth, blank cells to a fiftieth; only a trap packs better than this.
_MAX_RATIO, _SMALL = 200, 4 << 20
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END_SEARCHED = 22, (1 << 16) + 22
_LOCATOR_SIZE = 20
_HEAD = 4096
_BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error)


class Kind(StrEnum):
    """What a list of customers can come in."""

    CSV = "csv"
    WORKBOOK = "workbook"
    VCARD = "vcard"
    PASTED = "pasted"


def kind_of(head: bytes) -> Kind:
    """What a file with this beginning is read as; what is nothing else is taken for text."""
    if head.startswith((ZIP, OLE)):
        return Kind.WORKBOOK
    return Kind.VCARD if _CARD.match(head) else Kind.CSV


def refuse_unsafe(path: Path, file: IO[bytes]) -> str:
    """Look at a workbook's container and say how to read it: as "xlsx" or "other".

    Raises:
        Unreadable: it is no workbook, locked, damaged, or a trap.
    """
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        _refuse_ole(path)
        return "other"
    try:
        _refuse_crowded(file)
        with ZipFile(file) as archive:
            return _refuse_zip(archive)
    except OSError as error:
        if error.errno != errno.EINVAL:  # of a place before the file's beginning
            raise
        raise Unreadable("damaged") from error
    except _BROKEN as error:
        raise Unreadable("damaged") from error


def _refuse_ole(path: Path) -> None:
    """Old workbooks and locked new ones are in the same kind of container."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_wide("EncryptedPackage")) >= 0:
            raise Unreadable("protected")
        if content.find(_wide("Workbook")) < 0 and content.find(_wide("Book")) < 0:
            raise Unreadable("document")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def _refuse_crowded(file: IO[bytes]) -> None:
    """Before the directory of parts is read: a long one fills the memory by itself."""
    end = file.seek(0, 2)
    file.seek(max(0, end - _END_SEARCHED))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise Unreadable("damaged")
    size = struct.unpack_from("<I", tail, place + 12)[0]
    if place >= _LOCATOR_SIZE and tail.startswith(_LOCATOR_64, place - _LOCATOR_SIZE):
        file.seek(min(end, struct.unpack_from("<Q", tail, place - _LOCATOR_SIZE + 8)[0]))
        size = struct.unpack_from("<40xQ", file.read(48).ljust(48, b"\0"))[0]
    if size > _MAX_DIRECTORY:
        raise Unreadable("parts")


def _refuse_zip(archive: ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename.lstrip("/").lower() for part in parts}
    if len(parts) > _MAX_PARTS:
        raise Unreadable("parts")
    if sum(part.file_size for part in parts) > _MAX_UNPACKED or any(map(_is_trap, parts)):
        raise Unreadable("unpacks")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("protected")
    binary, open_document = "xl/workbook.bin" in names, "content.xml" in names
    if not (binary or open_document or any(name.endswith("workbook.xml") for name in names)):
        written = any(name.startswith(("word/", "ppt/")) for name in names)
        raise Unreadable("document" if written else "archive")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(_HEAD).replace(b"\0", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Unreadable("definition")
    return "other" if binary or open_document else "xlsx"


def _is_trap(part: ZipInfo) -> bool:
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return True
    return part.file_size > _SMALL and part.file_size > _MAX_RATIO * max(1, part.compress_size)
