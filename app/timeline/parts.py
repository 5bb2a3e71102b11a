"""What a timeline is made of: one part for each kind of row that tells of a moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core.access import Actor, Permission
from app.core.db import UtcDateTime
from app.core.money import Money
from app.core.query import Where
from app.core.text import _
from app.timeline.schemas import Event, Opens, Said
from app.timeline.words import EVENTS

# Whose timeline it is.
WHOSE = sa.bindparam("whose", type_=sa.Integer())
# Where what has a day alone stands in it: everywhere but at the date line it is that day.
_AMID = time(10, tzinfo=UTC)


class Moment(FunctionElement[datetime]):
    """When something of a day happened: when it was entered, if that was the same day.

    Days are compared in UTC. Otherwise it stands amid its day.
    """

    inherit_cache = True
    type = UtcDateTime()


@compiles(Moment)
def _on_a_server(element: Moment, compiler: SQLCompiler, **given: Any) -> str:
    day, entered = (compiler.process(one, **given) for one in element.clauses)
    return (
        f"CASE WHEN ({entered} AT TIME ZONE 'UTC')::date = {day} THEN {entered} "
        f"ELSE ({day} + interval '{_AMID.hour} hours') AT TIME ZONE 'UTC' END"
    )


@compiles(Moment, "sqlite")
def _in_a_file(element: Moment, compiler: SQLCompiler, **given: Any) -> str:
    day, entered = (compiler.process(one, **given) for one in element.clauses)
    return (
        f"CASE WHEN substr({entered}, 1, 10) = {day} THEN {entered} "
        f"ELSE {day} || ' {_AMID.hour}:00:00.000000' END"
    )


def moment(day: date, entered: datetime | None) -> tuple[datetime, bool]:
    """What `Moment` says, and whether its time means anything."""
    if entered is not None and entered.astimezone(UTC).date() == day:
        return entered, True
    return datetime.combine(day, _AMID), False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row before it has its place in a customer's timeline: `about` goes into the sentence.

    Blank parts of its `detail` are left out.
    """

    at: datetime
    event: Event
    who: str
    opens: Opens
    opens_id: int
    about: str = ""
    detail: tuple[str | Said, ...] = ()
    timed: bool = True
    automatic: bool = False

    @property
    def text(self) -> str:
        """Its sentence."""
        said = _(EVENTS[self.event][1])
        return said % self.about if "%s" in said else said


@dataclass(frozen=True)
class Part:
    """Rows of one kind. `code` is part of an entry's id and must never change its meaning.

    `events` says which of its rows are which, None for all. `day` is a column of days where
    the rows are ordered by one, and `at` what `Moment` makes of it. Words are looked for in
    the folded texts `searched`, and in `who` as it is. `select` gives the rows for `build`,
    their key among them as `key`; they are found by `known_by` where an index has that
    instead of the key. `told` adds what is not in the rows before they are built.
    """

    code: int
    permission: Permission
    key: Any
    whose: Any
    at: Any
    events: Mapping[Event, Where | None]
    select: sa.Select[*tuple[Any, ...]]
    build: Callable[[Any], Entry]
    source: Any
    day: Any = None
    where: tuple[Where, ...] = ()
    searched: tuple[Any, ...] = ()
    who: Any = None
    sentiment: Any = None
    known_by: Any = None
    told: Callable[[Session, Actor, Sequence[Any]], Iterable[Any]] | None = None

    @property
    def asked_day(self) -> Any:
        """The column by which days are asked for."""
        return self.at if self.day is None else self.day


def amount(minor: int, currency: str) -> Said:
    """Money among the details."""
    return Said("%s", (Money(minor, currency),))


def until(end: date | datetime | None) -> str | Said:
    """The last day of something among the details; blank if it has none."""
    return Said(_("until %s"), (end,)) if end else ""
