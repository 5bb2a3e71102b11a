"""What every list asks and is answered: search, filters, sort, and ids before rows.

A list is answered in three steps, so that a million rows feel like a hundred: the
first screenful at once; then, in the background, the ids of every row in order
(which also counts them); then rows by id as they come near the view.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from app.core.progress import Progress


class Op(StrEnum):
    """How a condition compares."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter that is on: `key` names a filter the list knows.

    `value` is one value, or a tuple of them for `Op.IN`. Days are `date`, in the
    organization's time zone; money is minor units.
    """

    key: str
    op: Op
    value: Any


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list wants to see. Conditions are ANDed; an empty `sort` is the list's own.

    Words in `text` are ANDed substrings, without regard to case or accents.
    """

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = False


class HasId(Protocol):
    """A row of a list."""

    @property
    def id(self) -> int:
        """The row's primary key."""
        ...


R = TypeVar("R", bound=HasId)


@dataclass(frozen=True, slots=True)
class ListSource(Generic[R]):
    """The three questions a list page asks; each may run on any thread.

    `first(asked, limit)` gives the first rows in order. `ids(asked, progress)` gives
    every id in the same order. `rows(ids)` gives the rows that still exist, in no
    particular order.
    """

    first: Callable[[ListQuery, int], Sequence[R]]
    ids: Callable[[ListQuery, Progress], "array[int]"]
    rows: Callable[[Sequence[int]], Sequence[R]]
