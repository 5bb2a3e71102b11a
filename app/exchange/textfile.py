"""Tables in text files: cells with a delimiter between them, one record a line."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from app.core.errors import Invalid
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.text import _
from app.exchange.containers import Kind
from app.exchange.encodings import examine, refuse
from app.exchange.records import Record, records
from app.exchange.sniff import guess_delimiter, sep_line
from app.exchange.sources import Source

_SNIFFED = 64 << 10
_REPORT_EVERY = 200


def text_source(
    path: Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress | None = None,
) -> Source:
    """A text file as a source; what is not given is guessed.

    Raises:
        Invalid: it holds no text, keyed "file"; or does not fit what was given, keyed
            "encoding" or "delimiter".
        Cancelled: `progress` was.
    """
    refuse_delimiter(delimiter)
    text = examine(path, encoding, progress)
    try:
        found = delimiter or _delimiter(path, text.encoding)
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
    return Source(
        Kind.CSV,
        path.name,
        lambda progress: _records(path, text.encoding, found, progress),
        text.sha256,
        text.size,
        text.encoding,
        text.uncertain,
        found,
    )


def refuse_delimiter(delimiter: str | None) -> None:
    """Refuse what cannot stand between cells.

    Raises:
        Invalid: it cannot; keyed "delimiter".
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise Invalid({"delimiter": _("Choose a single character, such as a semicolon.")})


def sniffed(start: str, *, whole: bool) -> str:
    """The delimiter of the text that begins like this."""
    lines = list(io.StringIO(start, newline=""))
    if declared := sep_line(lines[0]):
        return declared
    if not whole and len(lines) > 1:
        lines.pop()  # probably cut short
    return guess_delimiter(lines)


def below_sep(found: Iterator[Record], delimiter: str) -> Iterator[Record]:
    """The records below a "sep=" line."""
    first = next(found, None)
    if first is not None and not _declares(first, delimiter):
        yield first
    yield from found


def _declares(record: Record, delimiter: str) -> bool:
    return record.line == 1 and sep_line(delimiter.join(record.cells)) is not None


def _delimiter(path: Path, encoding: str) -> str:
    with _open(path, encoding) as stream:
        start = stream.read(_SNIFFED)
    return sniffed(start, whole=len(start) < _SNIFFED)


def _open(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline="")


def _records(
    path: Path, encoding: str, delimiter: str, progress: Progress | None
) -> Iterator[Record]:
    try:
        size = path.stat().st_size
        with _open(path, encoding) as stream:
            found = below_sep(records(stream, delimiter), delimiter)
            if progress is None:
                yield from found
                return
            for count, record in enumerate(found):
                if count % _REPORT_EVERY == _REPORT_EVERY - 1:
                    progress.report(stream.buffer.tell(), size)
                yield record
    except UnicodeError as error:
        raise refuse(_("%s was changed while it was read. Choose it again.") % path.name) from error
    except OSError as error:
        raise refuse(describe_os_error(error, path, reading=True)) from error
