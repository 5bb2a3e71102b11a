"""Workbooks and contact cards as sources: the guarded child reads them, here it gets words."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from app.core.errors import Cancelled
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import _, ngettext
from app.exchange.card_rows import HEADER
from app.exchange.containers import MAX_WORKBOOK, Kind, refuse_unsafe
from app.exchange.encodings import examine, refuse
from app.exchange.guarded import Guarded
from app.exchange.outcomes import NOTES, PROBLEMS, Unreadable, in_words, refusal
from app.exchange.records import Record
from app.exchange.sources import Source

_BLOCK = 1 << 20
_WHOLE = 1000
_FOLD = re.compile(rb"\r?\n[ \t]")


def workbook_source(
    path: Path, sheet: str | None = None, progress: Progress | None = None
) -> Source:
    """A workbook as a source: this sheet, or the one in front.

    Raises:
        Invalid: it cannot be read, keyed "file"; or has no such sheet, keyed "sheet".
        Cancelled: `progress` was.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size > MAX_WORKBOOK:
                raise refuse(
                    _("%(name)s is larger than %(limit)d MB. Save the list as CSV and choose that.")
                    % {"name": path.name, "limit": MAX_WORKBOOK >> 20}
                )
            reader = refuse_unsafe(path, file)
            sha256 = _digest(file, progress)
            child = Guarded(file, reader=reader, sheet=sheet or "")
            about = next(child.messages(progress), {}).get("about", {})
    except Unreadable as error:
        raise refusal(error.code, path, error.about) from error
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
    return Source(
        Kind.WORKBOOK,
        path.name,
        lambda progress: _records(child, path, progress),
        sha256,
        size,
        sheets=tuple(about["sheets"]),
        sheet=about["sheet"],
        notes=tuple(_notes(about)),
        close=child.close,
    )


def card_source(
    path: Path, encoding: str | None = None, progress: Progress | None = None
) -> Source:
    """A file of contact cards as a source.

    Raises:
        Invalid: it cannot be read, keyed "file", or "encoding" where another may help.
        Cancelled: `progress` was.
    """
    text = examine(path, encoding, progress)
    try:
        with path.open("rb") as file:
            if text.uncertain and _is_folded_utf_8(file):
                text = replace(text, encoding="utf-8-sig", uncertain=False)
            child = Guarded(file, reader="vcard", encoding=text.encoding)
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
    return Source(
        Kind.VCARD,
        path.name,
        lambda progress: _records(child, path, progress),
        text.sha256,
        text.size,
        text.encoding,
        text.uncertain,
        header=HEADER,
        close=child.close,
    )


def _digest(file: IO[bytes], progress: Progress | None) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
        if progress:
            progress.check()
    return digest.hexdigest()


def _is_folded_utf_8(file: IO[bytes]) -> bool:
    """Whether it is UTF-8 once lines folded in the middle of a character are joined."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest = b""
    try:
        while block := file.read(_BLOCK):
            joined = _FOLD.sub(b"", rest + block)
            decoder.decode(joined[:-2])
            rest = joined[-2:]
        decoder.decode(rest, final=True)
    except UnicodeError:
        return False
    return True


def _records(child: Guarded, path: Path, progress: Progress | None) -> Iterator[Record]:
    try:
        for message in child.messages(progress):
            for line, cells, remarks in message.get("rows", ()):
                if remarks:
                    said = in_words(remarks, NOTES), in_words(remarks, PROBLEMS)
                    yield Record(line, cells, *said)
                else:
                    yield Record(line, cells)
            if progress and "done" in message:
                progress.report(round(message["done"] * _WHOLE), _WHOLE)
    except Unreadable as error:
        raise refusal(error.code, path, error.about) from error
    except Cancelled:
        child.close()
        raise


def _notes(about: dict[str, Any]) -> Iterator[str]:
    """Sentences on what a sheet has that a list has not."""
    sheets, hidden = about["sheets"], about["hidden"]
    if len(sheets) > 1:
        yield _("The workbook has %(count)d sheets; “%(name)s” is read.") % {
            "count": len(sheets),
            "name": about["sheet"],
        }
    if about["sheet"] in hidden:
        yield _("The sheet “%s” is hidden in the workbook.") % about["sheet"]
    elif hidden:
        yield _("Hidden in the workbook: %s.") % ", ".join(f"“{name}”" for name in hidden)
    if count := about.get("hidden_rows"):
        yield (
            ngettext(
                "%d row is hidden in the sheet; it is read like the others.",
                "%d rows are hidden in the sheet; they are read like the others.",
                count,
            )
            % count
        )
    if count := about.get("merged"):
        yield (
            ngettext(
                "%d group of cells is merged; what it says is in its first cell alone.",
                "%d groups of cells are merged; what they say is in their first cells alone.",
                count,
            )
            % count
        )
    if about.get("macros"):
        yield _("The workbook has macros. They are never run.")
