"""The vocabulary of filters: conditions, how they compare, and groups of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """How a condition compares. The values are stored with saved views."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    ALL_OF = "all_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    CONTAINS = "contains"
    LACKS = "lacks"
    STARTS = "starts"
    ENDS = "ends"
    BLANK = "blank"
    FILLED = "filled"
    LAST = "last"
    OVER = "over"
    NEXT = "next"
    DURING = "during"


class Period(StrEnum):
    """A stretch of days around today, for `Op.DURING`; weeks begin on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter that is on: `key` names a filter the list knows.

    `value` is one value; a tuple of them for `Op.IN` and `Op.NOT_IN`, where None
    stands for what is blank, and for `Op.ALL_OF`; (low, high) for `Op.BETWEEN`, both
    included; a number of days for `Op.LAST` (today is the last of them), `Op.OVER` (more
    days ago than that) and `Op.NEXT` (from today until so many days from now); a `Period`
    for `Op.DURING`; None for `Op.BLANK` and `Op.FILLED`. Days are `date`, in the
    organization's time zone; money is minor units.
    """

    key: str
    op: Op
    value: Any = None


class Match(StrEnum):
    """How the parts of a group go together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """Filters that count together; groups may hold groups, `DEPTH` deep at most.

    An empty group lets every row pass.
    """

    match: Match
    of: tuple["Condition | Group", ...]


DEPTH = 8
MOST_CONDITIONS = 200


def flat(conditions: Iterable[Condition | Group]) -> Iterator[Condition]:
    """Every condition, those inside groups too."""
    for one in conditions:
        if isinstance(one, Group):
            yield from flat(one.of)
        else:
            yield one
