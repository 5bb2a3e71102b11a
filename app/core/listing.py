"""What every list asks and is answered: search, filters, sort, and ids before rows.

A list is answered in three steps, so that a million rows feel like a hundred: the
first screenful at once; then, in the background, the ids of every row in order
(which also counts them); then rows by id as they come near the view.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar, cast

from app.core.conditions import DEPTH, Condition, Group, Match, Op, Period, flat
from app.core.filter_fields import Kind
from app.core.filtering import holds
from app.core.folding import fold, terms
from app.core.progress import Progress

__all__ = [
    "DEPTH",
    "Condition",
    "Group",
    "HasId",
    "ListQuery",
    "ListSource",
    "Listed",
    "Match",
    "Op",
    "Period",
    "Selection",
    "flat",
    "small",
    "source_of",
]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list wants to see. Conditions are ANDed; an empty `sort` is the list's own.

    Words in `text` are ANDed substrings, without regard to case or accents.
    """

    text: str = ""
    conditions: tuple[Condition | Group, ...] = ()
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows an action is about: `ids` in their order, or, without, all that `asked` gives."""

    asked: ListQuery = ListQuery()
    ids: tuple[int, ...] | None = None


class HasId(Protocol):
    """A row of a list."""

    @property
    def id(self) -> int:
        """The row's primary key."""
        ...


R = TypeVar("R", bound=HasId)
R_co = TypeVar("R_co", bound=HasId, covariant=True)


@dataclass(frozen=True, slots=True)
class ListSource(Generic[R]):
    """The three questions a list page asks; each may run on any thread.

    `first(asked, limit)` gives the first rows in order. `ids(asked, progress)` gives
    every id in the same order. `rows(ids)` gives the rows that still exist, in no
    particular order. `count(asked)` tells how many there are, where that is quicker.
    """

    first: Callable[[ListQuery, int], Sequence[R]]
    ids: Callable[[ListQuery, Progress], "array[int]"]
    rows: Callable[[Sequence[int]], Sequence[R]]
    count: Callable[[ListQuery], int] | None = None

    def total(self, asked: ListQuery) -> int:
        """How many rows there are, exactly."""
        return self.count(asked) if self.count else len(self.ids(asked, Progress()))

    def within(self, *always: Condition) -> "ListSource[R]":
        """The same of those rows alone that meet these conditions, whatever else is asked."""

        def also(asked: ListQuery) -> ListQuery:
            return replace(asked, conditions=(*always, *asked.conditions))

        count = self.count
        return ListSource(
            lambda asked, limit: self.first(also(asked), limit),
            lambda asked, progress: self.ids(also(asked), progress),
            self.rows,
            (lambda asked: count(also(asked))) if count else None,
        )


class Listed(Protocol[R_co]):
    """A service whose records are listed: it answers as `ListSource` says."""

    def first(self, asked: ListQuery, limit: int) -> Sequence[R_co]: ...

    def ids(self, asked: ListQuery, progress: Progress) -> "array[int]": ...

    def rows(self, ids: Sequence[int]) -> Sequence[R_co]: ...

    def count(self, asked: ListQuery) -> int: ...


def source_of(service: Listed[R], customer_id: int | None = None) -> ListSource[R]:
    """A source that asks a service; with a customer, for what is theirs alone."""
    source = ListSource(service.first, service.ids, service.rows, service.count)
    if customer_id is None:
        return source
    return source.within(Condition("customer_id", Op.IN, (customer_id,)))


def small(load: Callable[[], Sequence[R]]) -> ListSource[R]:
    """A source over a list short enough to read whole: sorted and searched in memory.

    `load` runs for each question; conditions compare a row's field of that name, days
    in UTC.
    """

    def wanted(asked: ListQuery) -> list[R]:
        words = terms(asked.text)
        found = [row for row in load() if _fits(row, asked.conditions, words)]
        if not asked.sort:
            return found
        known = [row for row in found if getattr(row, asked.sort) not in (None, "")]
        known.sort(key=lambda row: _order(getattr(row, asked.sort)), reverse=asked.descending)
        return known + [row for row in found if getattr(row, asked.sort) in (None, "")]

    def ids(asked: ListQuery, progress: Progress) -> "array[int]":
        progress.check()
        return array("q", [row.id for row in wanted(asked)])

    def rows(asked_ids: Sequence[int]) -> Sequence[R]:
        chosen = frozenset(asked_ids)
        return [row for row in load() if row.id in chosen]

    return ListSource(lambda asked, limit: wanted(asked)[:limit], ids, rows)


def _fits(row: HasId, conditions: Sequence[Condition | Group], words: Sequence[str]) -> bool:
    if not all(_holds(row, one) for one in conditions):
        return False
    if not words:
        return True
    text = fold("\n".join(str(getattr(row, field.name)) for field in fields(cast("Any", row))))
    return all(word in text for word in words)


def _holds(row: HasId, one: Condition | Group) -> bool:
    if isinstance(one, Condition):
        value = getattr(row, one.key)
        if isinstance(value, datetime):
            value = value.date()
        kind = next((kind for type_, kind in _KINDS if isinstance(value, type_)), Kind.CHOICE)
        folded = fold(value) if kind is Kind.TEXT else value
        return holds(kind, folded, one, datetime.now(UTC).date())
    parts = [_holds(row, part) for part in one.of]
    if one.match is Match.ANY:
        return any(parts) or not parts
    return all(parts) if one.match is Match.ALL else not any(parts)


_KINDS = ((StrEnum, Kind.CHOICE), (str, Kind.TEXT), (bool, Kind.YES_NO), (date, Kind.DAY))


def _order(value: object) -> Any:
    return fold(value) if isinstance(value, str) else value
