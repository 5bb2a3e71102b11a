"""The guarded reader: a process of its own that reads one file within limits.

Reads its standard input; writes lines of JSON: `about` the file, then `rows`, then `end`,
or `refused` with the reason. It knows nothing of the database, and opens no other file.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from app.exchange import READ_GUARDED
from app.exchange.guarded import NO_ROOM
from app.exchange.outcomes import Unreadable

MOST_MEMORY = 1 << 30
MOST_WRITTEN = 4 << 30
MOST_CPU_SECONDS = 240
_BATCH = 100
_BATCH_CHARACTERS = 1 << 18
Say = Callable[[dict[str, Any]], None]
Rows = Iterable[tuple[int, list[str], list[Any]]]


class _NoRoomError(Exception):
    """What was read cannot be written."""


def main(arguments: Sequence[str]) -> int:
    """Read the file on standard input as `arguments` say; the exit status is 0 or `NO_ROOM`."""
    limit_this_process()
    how = json.loads(arguments[0])
    try:
        with (
            os.fdopen(0, "rb", closefd=False) as file,
            os.fdopen(1, "wb", closefd=False) as written,
        ):
            _say_all(file, how, written)
    except (_NoRoomError, OSError):
        return NO_ROOM
    return 0


def _say_all(file: IO[bytes], how: dict[str, str], written: IO[bytes]) -> None:
    def say(message: dict[str, Any]) -> None:
        try:
            written.write(json.dumps(message).encode() + b"\n")
            written.flush()
        except OSError as error:
            raise _NoRoomError from error

    say(read(file, how, say))


def limit_this_process() -> None:
    """So much memory, time and disk, and no dump of the memory; as far as the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):  # macOS knows no limit of memory
            continue


def read(file: IO[bytes], how: dict[str, str], say: Say) -> dict[str, Any]:
    """Read it all, saying what is in it, and give the last message."""
    try:
        _READERS[how["reader"]](file, how, say)
    except Unreadable as refused:
        return {"refused": {"code": refused.code, "about": refused.about}}
    except MemoryError:
        return {"refused": {"code": "limits", "about": {}}}
    except OSError:
        return {"refused": {"code": "damaged", "about": {}}}
    except _NoRoomError:
        raise
    except BaseException:  # noqa: BLE001 - a bug: the parent logs it and refuses the file
        return {"bug": traceback.format_exc()}
    return {"end": True}


def _read_xlsx(file: IO[bytes], how: dict[str, str], say: Say) -> None:
    from app.exchange.ooxml import Package, Sheet  # noqa: PLC0415 - each reader loads its own
    from app.exchange.ooxml_sheet import SheetReader, oddities  # noqa: PLC0415 - as above

    package = Package(file)
    strings, styles = package.strings(), package.styles()

    def rows(sheet: Sheet) -> Rows:
        reader = SheetReader(strings, styles, since_1904=package.since_1904)
        found = reader.read(package.blocks(sheet.part))
        return ((row.number, row.cells, row.remarks) for row in found)

    sheet = _chosen(package.sheets, how, rows)
    found = oddities(package.blocks(sheet.part))
    _say_about(
        package.sheets,
        sheet,
        say,
        merged=found.merged,
        hidden_rows=found.hidden_rows,
        macros=package.macros,
    )
    _say_rows(rows(sheet), say, lambda: package.done)


def _read_other(file: IO[bytes], how: dict[str, str], say: Say) -> None:
    from app.exchange.oldbook import OldBook, OldSheet  # noqa: PLC0415 - as above

    book = OldBook(file)

    def rows(sheet: OldSheet) -> Rows:
        return ((row.number, row.cells, row.remarks) for row in book.rows(sheet.name))

    sheet = _chosen(book.sheets, how, rows)
    _say_about(book.sheets, sheet, say, merged=book.merged(sheet.name))
    _say_rows(rows(sheet), say, lambda: 0.0)


def _read_vcard(file: IO[bytes], how: dict[str, str], say: Say) -> None:
    from app.exchange.card_rows import row_of  # noqa: PLC0415 - as above
    from app.exchange.vcard import cards  # noqa: PLC0415 - as above

    size = max(1, file.seek(0, os.SEEK_END))
    file.seek(0)
    _say_rows(map(row_of, cards(file, how["encoding"])), say, lambda: file.tell() / size)


_READERS: dict[str, Callable[[IO[bytes], dict[str, str], Say], None]] = {
    "xlsx": _read_xlsx,
    "other": _read_other,
    "vcard": _read_vcard,
}


def _chosen(sheets: Sequence[Any], how: dict[str, str], rows: Callable[[Any], Rows]) -> Any:
    """The sheet asked for; else the one that is in front, or the first with something in it."""
    if not sheets:
        raise Unreadable("no_cells")
    if wanted := how.get("sheet"):
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet
        raise Unreadable("no_sheet", sheet=wanted)
    ranked = sorted(sheets, key=lambda one: (one.hidden, not getattr(one, "active", False)))
    for sheet in ranked:
        if any(True for _row in rows(sheet)):
            return sheet
    raise Unreadable("no_cells")


def _say_about(sheets: Sequence[Any], sheet: Any, say: Say, **facts: int) -> None:
    say(
        {
            "about": {
                "sheets": [one.name for one in sheets],
                "hidden": [one.name for one in sheets if one.hidden],
                "sheet": sheet.name,
                **facts,
            }
        }
    )


def _say_rows(rows: Rows, say: Say, done: Callable[[], float]) -> None:
    """All rows, some at a time, with how much of the file is read, between 0 and 1."""
    batch: list[Any] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, row[1]))
        if len(batch) >= _BATCH or size > _BATCH_CHARACTERS:
            say({"rows": batch, "done": done()})
            batch.clear()
            size = 0
    say({"rows": batch, "done": 1.0})


if __name__ == "__main__":
    sys.exit(main(sys.argv[sys.argv.index(READ_GUARDED) + 1 :]))
