"""Looks into a file for what its name does not tell: programs, macros, scripts in a page."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.attachments.kinds import ending, is_risky
from app.core.text import _

_HEAD = 4096
_PIECE = 64 * 1024
# How programs, shortcuts and the like begin, on all systems.
_PROGRAMS = (
    b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf", b"!<arch>\n",
    b"L\0\0\0\x01\x14\x02\0", b"\xed\xab\xee\xdb",
)  # fmt: skip
# These are words as well: what follows them in a program is no text.
_PERHAPS = (b"MZ", b"dex\n", b"ITSF", b"FWS", b"CWS", b"ZWS")
_SHORTCUTS = (b"[desktop entry]", b"[internetshortcut]", b"[shellclassinfo]", b"rem @echo",
              b"@echo off", b"windows registry editor", b"<?php", b"<job", b"<hta:")  # fmt: skip
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
# A file in an archive that makes the archive more than one.
_PARTS = ("vbaproject.bin", "meta-inf/manifest.mf", "classes.dex", "macrosheets/", "basic/script")
_ACTIVE = re.compile(
    rb"<\s*(script|iframe|object|embed|applet)\b|\bjavascript\s*:|\bvbscript\s*:"
    rb"|[\s\"'/]on[a-z]{3,}\s*=|http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
_PAGES = frozenset({"htm", "html", "svg", "svgz", "xht", "xhtml", "xml", "xsl", "xslt"})
_MARKUP = re.compile(rb"^(\xef\xbb\xbf)?\s*(<!doctype html|<html|<svg|<\?xml)", re.IGNORECASE)


def harm(name: str, path: Path) -> bool:
    """Whether opening this file could run something, by its name or by what it holds.

    Raises:
        OSError: it cannot be read.
    """
    if is_risky(name):
        return True
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if _runs(head) or _begins_as_shortcut(head):
            return True
        if head.startswith(_OLE):
            return any(_OLE_MACROS in piece for piece in _overlapping(file))
        if head.startswith(_ZIP):
            return _has_parts(file)
        if ending(name) in _PAGES or _MARKUP.search(head):
            return _is_active(file)
    return False


def refusal(name: str) -> str:
    """What to say of a file that is not opened."""
    return (
        _("%s may run something on this computer, so it is not opened from here. Save it, and "
          "open it only if you know where it comes from.")
        % name
    )  # fmt: skip


def _runs(head: bytes) -> bool:
    return head.startswith(_PROGRAMS) or (head.startswith(_PERHAPS) and b"\0" in head)


def _begins_as_shortcut(head: bytes) -> bool:
    text = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf")
    return text.lstrip().lower().startswith(_SHORTCUTS)


def _is_active(file: BinaryIO) -> bool:
    """A page may be written in two bytes a letter."""
    return any(_ACTIVE.search(piece.replace(b"\0", b"")) for piece in _overlapping(file))


def _overlapping(file: BinaryIO) -> Iterator[bytes]:
    """The whole file in pieces so small that others have their turn in between."""
    file.seek(0)
    before = b""
    while piece := file.read(_PIECE):
        yield before + piece
        before = piece[-_HEAD:]


def _has_parts(file: BinaryIO) -> bool:
    """An archive that cannot be read is opened by nobody, and so by nobody's program."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return True
    return any(part in name for name in names for part in _PARTS)
