"""What the command line says (to stderr) and gives (to stdout)."""

import base64
import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from app.core.errors import DeskError, Invalid, Stale
from app.core.progress import Progress
from app.core.text import _

_GAP = "  "


class WrongUsage(Exception):
    """The command line cannot be meant like this; the message says how it can."""


def one_of(option: str, value: str, known: Iterable[str], *, needed: bool = False) -> None:
    """Let an option or argument say only what is known; blank says nothing, unless `needed`.

    Raises:
        WrongUsage: it says something else.
    """
    words = tuple(known)
    if value not in words and (value or needed):
        said = _("%(option)s is one of %(words)s.")
        raise WrongUsage(said % {"option": option, "words": ", ".join(words)})


def say(words: str) -> None:
    """Words for the person at the keyboard."""
    print(words, file=sys.stderr)  # noqa: T201 - this is the program's voice


def progress() -> Progress:
    """Progress that is shown while it lasts, where a person is looking."""
    if not sys.stderr.isatty():
        return Progress()

    def show(done: int, total: int | None) -> None:
        share = f"{done * 100 // total} %" if total else f"{done:,}"
        print(f"\r{share} ", end="\r", file=sys.stderr, flush=True)  # noqa: T201 - as above

    return Progress(show)


def give(data: object) -> None:
    """Data for whatever reads us, as JSON."""
    json.dump(plain(data), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def give_table(rows: Sequence[Mapping[str, object]]) -> None:
    """Data for a person: one line per row under the keys of the first."""
    if not rows:
        return
    lines = [list(rows[0]), *[[_cell(value) for value in row.values()] for row in rows]]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write(_GAP.join(cells).rstrip() + "\n")


def refuse(error: DeskError) -> None:
    """Say why something was not done; the last line is one sentence."""
    if isinstance(error, Stale):
        for field, values in error.clash.fields.items():
            was, theirs, mine = (json.dumps(plain(value), ensure_ascii=False) for value in values)
            told = {"field": field, "was": was, "now": theirs, "yours": mine}
            say(_("%(field)s was %(was)s, is %(now)s now, and %(yours)s in your file.") % told)
    if not isinstance(error, Invalid) or not error.fields:
        say(str(error))
        return
    if len(error.fields) == 1:
        ((field, sentence),) = error.fields.items()
        say(sentence if field == "file" else f"{field}: {sentence}")
        return
    for field, sentence in error.fields.items():
        say(f"{field}: {sentence}")
    said = _("Nothing was saved. Correct %s, then try again.")
    say(said % ", ".join(error.fields))


def plain(value: object) -> Any:
    """A value as JSON knows it: dataclasses as objects, days and instants as ISO 8601.

    Money is {"minor", "currency", "amount"}, where `amount` is the decimal number as text.
    """
    from app.core.money import Money  # noqa: PLC0415 - only data needs it

    if isinstance(value, Money):
        return {
            "minor": value.minor,
            "currency": value.currency,
            "amount": str(value.amount),
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return _plain_many(value)


def _plain_many(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def _cell(value: object) -> str:
    if value is None:
        return ""
    return " ".join(str(plain(value)).split())
