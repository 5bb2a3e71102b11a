"""What a list is made of, and what it is asked as SQL."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core.errors import Invalid, NotFound
from app.core.listing import DEPTH, Condition, Group, HasId, ListQuery, Match, flat
from app.core.narrowing import Quick
from app.core.search import SearchIndex
from app.core.text import _

R = TypeVar("R", bound=HasId)
Where = sa.ColumnElement[bool]
Filter = Callable[[Condition], Where]


class Later(Mapping[str, Filter]):
    """Filters made when the first is looked for: most questions ask for none."""

    def __init__(self, make: Callable[[], Mapping[str, Filter]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Filter]:
        return self._make()

    def __getitem__(self, key: str) -> Filter:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


@dataclass(frozen=True)
class Listing(Generic[R]):
    """What a list is made of.

    `select` gives the columns of a row, `build` makes the row of them. `sorts` maps a
    row's fields to indexed columns; `default` is (field, descending). `filters` maps a
    condition's key to SQL, `quick` says which of them an index answers. `without` holds
    when no condition says otherwise, by key.
    """

    key: InstrumentedAttribute[int]
    select: sa.Select[*tuple[Any, ...]]
    build: Callable[[sa.Row[*tuple[Any, ...]]], R]
    sorts: Mapping[str, InstrumentedAttribute[Any]]
    default: tuple[str, bool]
    filters: Mapping[str, Filter]
    without: Mapping[str, Where]
    search: SearchIndex | None = None
    quick: Quick = Quick()  # noqa: RUF009 - it is frozen


def conditions(listing: Listing[R], asked: ListQuery) -> list[Where]:
    """The question's filters as SQL, with what holds unless one of them says otherwise."""
    found = [_where(listing, one) for one in asked.conditions]
    named = {condition.key for condition in flat(asked.conditions)}
    return found + [where for key, where in listing.without.items() if key not in named]


def _where(listing: Listing[R], one: Condition | Group, depth: int = DEPTH) -> Where:
    if isinstance(one, Condition):
        if one.key not in listing.filters:
            raise NotFound(_("This list has no filter “%s”.") % one.key)
        return listing.filters[one.key](one)
    if not depth:
        raise Invalid({"filters": _("These filters are nested too deep. Take a group away.")})
    parts = [_where(listing, part, depth - 1) for part in one.of]
    match one.match:
        case Match.ALL:
            return sa.and_(sa.true(), *parts)
        case Match.ANY:
            return sa.or_(*parts) if parts else sa.true()
        case Match.NONE:
            # A comparison with NULL is neither true nor false, and its opposite neither.
            return sa.and_(
                sa.true(), *(sa.func.coalesce(part, sa.false()).is_(False) for part in parts)
            )


def beginning(listing: Listing[R], asked: ListQuery) -> list[Where]:
    """What the index of the list's own order begins with: so far it is gone to at once."""
    named = {one.key for one in flat(asked.conditions)}
    found = [where for key, where in listing.without.items() if key not in named]
    simple = (one for one in asked.conditions if isinstance(one, Condition))
    return found + [
        listing.filters[one.key](one) for one in simple if one.key in listing.quick.beginning
    ]


def is_covered(listing: Listing[R], asked: ListQuery) -> bool:
    """Whether the index of the list's own order tells which rows the filters leave."""
    named = {one.key for one in flat(asked.conditions)}
    return bool(named) and named <= listing.quick.covered
