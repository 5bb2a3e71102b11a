"""Statements about one customer's timeline: all parts in one, newest first.

An entry's id is its row's id and its part's code in one number.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clock import start_of_day, time_zone
from app.core.errors import NotFound
from app.core.filter_fields import Kind
from app.core.filter_sql import Asked
from app.core.filtering import fitting, holds
from app.core.folding import fold, like_pattern, terms
from app.core.listing import Condition, ListQuery
from app.core.packing import in_chunks
from app.core.progress import Progress
from app.core.query import Where
from app.core.search import hidden
from app.core.text import _
from app.timeline import of_changes, of_customer, of_sales, of_talks
from app.timeline.filter_fields import BY_KEY
from app.timeline.parts import WHOSE, Entry, Part
from app.timeline.plain import plain
from app.timeline.schemas import Event, Group, TimelineRow
from app.timeline.words import EVENTS, GROUPS

PARTS = (*of_customer.PARTS, *of_sales.PARTS, *of_talks.PARTS, *of_changes.PARTS)
BY_CODE: Mapping[int, Part] = {part.code: part for part in PARTS}
_CODES = 64
# More rows of one kind on one day are not all looked at for the first ones.
_OF_A_DAY = 900
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whose timeline; days are days of `zone`, where it is `now`."""

    customer_id: int
    asked: ListQuery
    zone: str
    now: datetime


def first(session: Session, actor: Actor, question: Question, limit: int) -> "array[int]":
    """The ids of the first entries, in order."""
    today = question.now.astimezone(time_zone(question.zone)).date()
    statement = _first(actor.permissions, question.asked, question.zone, today, limit)
    if statement is None:
        return array("q")
    return array("q", session.scalars(statement, {"whose": question.customer_id}))


@lru_cache(maxsize=64)
def _first(
    permissions: frozenset[Permission], asked: ListQuery, zone: str, today: date, limit: int
) -> sa.Select[int] | None:
    """What the first entries are asked by: making it takes longer than an answer."""
    now = start_of_day(today, zone)
    reader, question = Actor(None, "", permissions), Question(0, asked, zone, now)
    parts = [_top(part, where, question, limit) for part, where in _parts(reader, question)]
    return _in_order(parts, asked).limit(limit) if parts else None


def ids(session: Session, actor: Actor, question: Question, progress: Progress) -> "array[int]":
    """The id of every entry, in order.

    Raises:
        Cancelled: a newer question took this one's place.
    """
    found = array("q")
    parts = [_all(part, where) for part, where in _parts(actor, question)]
    if parts:
        asked = _in_order(parts, question.asked).params(whose=question.customer_id)
        for chunk in in_chunks(session, asked):
            found.extend(chunk)
            progress.report(len(found))
    return found


def count(session: Session, actor: Actor, question: Question) -> int:
    """How many entries there are, exactly."""
    parts = [_all(part, where) for part, where in _parts(actor, question)]
    if not parts:
        return 0
    whole = sa.union_all(*parts).subquery()
    statement = sa.select(sa.func.count()).select_from(whole)
    return session.scalar(statement, {"whose": question.customer_id}) or 0


def rows(
    session: Session, actor: Actor, customer_id: int, wanted: Sequence[int], zone: str
) -> Iterator[TimelineRow]:
    """The entries with these ids that are this customer's, in no particular order."""
    by_code: dict[int, list[int]] = {}
    for one in wanted:
        by_code.setdefault(one % _CODES, []).append(one // _CODES)
    for code, keys in by_code.items():
        part = BY_CODE.get(code)
        if part is None or not actor.can(part.permission):
            continue
        found = session.execute(_by_key(code), {"keys": keys, "whose": customer_id}).all()
        told = part.told(session, actor, found) if part.told else found
        for row, one in zip(found, told, strict=True):
            yield _row(part.build(one), row.key * _CODES + code, zone)


@cache
def _by_key(code: int) -> sa.Select[*tuple[Any, ...]]:
    """A part's rows by their keys: a planner may think that the customer has few rows."""
    part = BY_CODE[code]
    keys = sa.bindparam("keys", expanding=True, type_=sa.BigInteger())
    known = part.key if part.known_by is None else part.known_by
    return part.select.where(known.in_(keys), hidden([part.whose == WHOSE, *part.where]))


def _row(found: Entry, entry_id: int, zone: str) -> TimelineRow:
    day = found.at.astimezone(time_zone(zone)).date() if found.timed else found.at.date()
    told = tuple(" ".join(one.split()) if isinstance(one, str) else one for one in found.detail)
    told = tuple(filter(None, told))
    return TimelineRow(
        entry_id, found.at, day, found.timed, found.event, EVENTS[found.event][0], found.text,
        plain(told), found.who, found.automatic, found.opens, found.opens_id, told,
    )  # fmt: skip


def _parts(actor: Actor, question: Question) -> Iterator[tuple[Part, list[Where]]]:
    """The parts that have something of what is asked for, with what their rows must meet."""
    wanted = _wanted(question.asked)
    for part in PARTS:
        events = {event: where for event, where in part.events.items() if event in wanted}
        if not events or not actor.can(part.permission):
            continue
        where = _conditions(part, question)
        if where is None:
            continue
        if len(events) < len(part.events):
            where.append(sa.or_(*(one for one in events.values() if one is not None)))
        yield part, where


def _wanted(asked: ListQuery) -> frozenset[Event]:
    """The events of the groups that are asked for."""
    groups = set(Group)
    for one in asked.conditions:
        if not isinstance(one, Condition) or one.key not in BY_KEY:
            key = one.key if isinstance(one, Condition) else ""
            raise NotFound(_("This list has no filter “%s”.") % key)
        if one.key == "group":
            fits = fitting(BY_KEY["group"], one)
            groups &= {group for group in Group if holds(Kind.CHOICE, group, fits, date.min)}
    return frozenset(event for event, (group, _words) in EVENTS.items() if group in groups)


def _conditions(part: Part, question: Question) -> list[Where] | None:
    """What a part's rows must meet; None where none of them can."""
    where = [part.whose == WHOSE, *part.where]
    for one in question.asked.conditions:
        if not isinstance(one, Condition) or one.key == "group":
            continue
        column = part.sentiment if one.key == "sentiment" else part.asked_day
        if column is None:
            return None
        where.append(Asked(BY_KEY[one.key], column, question.zone, question.now)(one))
    return where + [_found(part, term) for term in terms(question.asked.text)]


def _found(part: Part, term: str) -> Where:
    """Which rows have a word in their texts, in who did it, or in what they are called."""
    found: list[Where] = [column.like(like_pattern(term), escape="\\") for column in part.searched]
    if part.who is not None:
        found.append(sa.func.lower(part.who).like(like_pattern(term), escape="\\"))
    for event, where in part.events.items():
        group, sentence = EVENTS[event]
        if term in fold(f"{_(sentence)} {_(GROUPS[group])}"):
            found.append(sa.true() if where is None else where)
    return sa.or_(sa.false(), *found)


def _all(part: Part, where: Sequence[Where]) -> sa.Select[*tuple[Any, ...]]:
    """Every row of a part, in no order: its entry's id, and when it was."""
    key = sa.cast(part.key, sa.BigInteger) * _CODES + part.code
    return sa.select(key.label("id"), part.at.label("at")).select_from(part.source).where(*where)


def _top(
    part: Part, where: Sequence[Where], question: Question, limit: int
) -> sa.Select[*tuple[Any, ...]]:
    """At least the first rows of a part, read from the index of their moments or days."""
    down = _is_down(question.asked)
    found = _all(part, where)
    if part.day is None:
        order = (part.at.desc(), part.key.desc()) if down else (part.at, part.key)
        some = found.order_by(*order).limit(limit).subquery()
        return sa.select(some.c.id, some.c.at)
    # Within a day only `at` tells: the last day comes whole.
    edge = sa.select(part.day).select_from(part.source).where(*where).offset(limit - 1).limit(1)
    edge = edge.order_by(part.day.desc() if down else part.day)
    reached = sa.func.coalesce(edge.scalar_subquery(), _FIRST if down else _LAST, type_=sa.Date())
    found = found.where(part.day >= reached if down else part.day <= reached)
    # In the order of the index: a server that does not know the edge reads all of the table.
    order = (part.day.desc(), part.key.desc()) if down else (part.day, part.key)
    some = found.order_by(*order).limit(limit + _OF_A_DAY).subquery()
    return sa.select(some.c.id, some.c.at)


def _in_order(parts: Sequence[sa.Select[*tuple[Any, ...]]], asked: ListQuery) -> sa.Select[int]:
    whole = sa.union_all(*parts).subquery()
    down = _is_down(asked)
    order = (whole.c.at.desc(), whole.c.id.desc()) if down else (whole.c.at, whole.c.id)
    return sa.select(whole.c.id).order_by(*order)


def _is_down(asked: ListQuery) -> bool:
    """Newest first, unless it is asked for the other way round."""
    if asked.sort not in {"", "at"}:
        raise NotFound(_("This list cannot be sorted by “%s”.") % asked.sort)
    return asked.descending or not asked.sort
