"""Where the records of a table come from: one `Source` for every kind of file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.core.progress import Progress
from app.exchange.containers import Kind
from app.exchange.records import Record


def _nothing() -> None:
    """There is nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something records can be read from again and again.

    `records` gives them from the top, blank ones left out. `header` holds the names of
    columns that are always the same; where it is empty, a record does. `size` is in bytes.
    """

    kind: Kind
    name: str
    records: Callable[[Progress | None], Iterator[Record]]
    sha256: str
    size: int
    encoding: str = ""
    uncertain: bool = False
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    close: Callable[[], Any] = _nothing
