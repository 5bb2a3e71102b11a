"""The SQL side of every list: first rows, the snapshot of ids, rows by id.

A list's `Listing` names what may be sorted and filtered. Rows whose sort key is NULL
come last in both directions: the rows with a key are read first, in index order, then
those without. Ties are broken by id, so every order is total.
"""

from array import array
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import NotFound
from app.core.folding import terms
from app.core.listing import HasId, ListQuery, flat
from app.core.made_of import Filter, Listing, Where, beginning, conditions, is_covered
from app.core.narrowing import few
from app.core.packing import in_chunks
from app.core.progress import Progress
from app.core.search import Step, hidden
from app.core.text import _

__all__ = [
    "Filter", "Listing", "Where", "attempts", "conditions", "count", "first", "ids", "rows",
    "totals",
]  # fmt: skip

R = TypeVar("R", bound=HasId)
Ids = sa.Select[int]
# Steps that come to the hits in no order.
_SORTED = frozenset({Step.LOOK_UP, Step.SCAN})

# So many times the rows are walked that would do if hits stood evenly where a look-up is as quick.
_REACH = 8


def first(
    session: Session, listing: Listing[R], asked: ListQuery, within: Sequence[Where], limit: int
) -> list[R]:
    """The first `limit` rows, in order.

    Raises:
        NotFound: the question names a sort or filter the list does not have.
    """
    found: list[int] = []
    connection = session.connection()
    for attempt in attempts(session, listing, asked, within, limit):
        found = []
        for part in attempt:
            if len(found) < limit:
                found += connection.execute(part.limit(limit - len(found))).scalars()
        if len(found) == limit:
            break
    by_id = {row.id: row for row in rows(session, listing, found, within)}
    return [by_id[key] for key in found if key in by_id]


def ids(
    session: Session,
    listing: Listing[R],
    asked: ListQuery,
    within: Sequence[Where],
    progress: Progress,
) -> "array[int]":
    """Every id in order; its length is the exact count.

    Other threads run meanwhile.

    Raises:
        NotFound: the question names a sort or filter the list does not have.
        Cancelled: a newer question took this one's place.
    """
    found = array("q")
    [statements] = attempts(session, listing, asked, within)
    for part in statements:
        for chunk in in_chunks(session, part):
            found.extend(chunk)
            progress.report(len(found))
    return found


def count(session: Session, listing: Listing[R], asked: ListQuery, within: Sequence[Where]) -> int:
    """How many rows there are, exactly."""
    search, words = listing.search, terms(asked.text)
    if search and words and not asked.conditions and not within:
        by_index = search.count(session, words)
        if by_index is not None:
            return session.scalar(by_index) or 0
    [found] = totals(session, listing, asked, within, sa.func.count())
    return found or 0


def totals(
    session: Session,
    listing: Listing[R],
    asked: ListQuery,
    within: Sequence[Where],
    *what: sa.ColumnElement[Any],
) -> Sequence[Any]:
    """What is reckoned over all rows, such as their number and a column's sum.

    Raises:
        NotFound: the question names a filter the list does not have.
    """
    where = [*conditions(listing, asked), *within]
    search, words = listing.search, terms(asked.text)
    statement = sa.select(*what).select_from(listing.key.class_)
    if search and words:
        [[step, _reach]] = search.ways(session, words, None)
        where = search.narrowed(session, words, step, where)
    elif len(asked.conditions) > 1 or listing.quick.searched & {
        one.key for one in flat(asked.conditions)
    }:
        covered = is_covered(listing, asked)
        if covered and _knows_its_rows(session):
            return session.execute(statement.where(*where)).one()
        found = _few(session, listing, asked, None)
        if found is not None:
            where = [found, hidden(where)]
        elif covered:
            where = [*beginning(listing, asked), hidden(where)]
    return session.execute(statement.where(*where)).one()


def rows(
    session: Session, listing: Listing[R], wanted: Sequence[int], within: Sequence[Where]
) -> list[R]:
    """The rows with these ids that exist and may be seen, in no particular order."""
    if not wanted:
        return []
    statement = listing.select.where(listing.key.in_(wanted), *within)
    return [listing.build(row) for row in session.execute(statement)]


def attempts(
    session: Session,
    listing: Listing[R],
    asked: ListQuery,
    within: Sequence[Where],
    limit: int | None = None,
) -> Iterator[list[Ids]]:
    """The ways to the first `limit` ids, to be tried in turn until one gives so many.

    Each is statements that give ids in order when read one after the other. The last
    gives every id; without a `limit` there is no other.
    """
    where = [*conditions(listing, asked), *within]
    search, words = listing.search, terms(asked.text)
    if search is None or not words:
        yield from _filtered(session, listing, asked, where, limit)
        return
    for step, reach in search.ways(session, words, limit):
        if reach:
            nearest = _in_order(listing, asked, where)[0].add_columns(search.column).limit(reach)
            [key, text] = nearest.subquery().columns
            yield [sa.select(key).where(search.contains(words, text))]
        else:
            narrowed = search.narrowed(session, words, step, where)
            yield _in_order(listing, asked, narrowed, looked_up=step in _SORTED)


def _filtered(
    session: Session,
    listing: Listing[R],
    asked: ListQuery,
    where: Sequence[Where],
    limit: int | None,
) -> Iterator[list[Ids]]:
    """The ways to the first ids where no words are searched for."""
    own_order = (asked.sort or listing.default[0]) == listing.default[0]
    covered = own_order and is_covered(listing, asked)
    if covered and _knows_its_rows(session):
        yield _in_order(listing, asked, where)
        return
    found = _few(session, listing, asked, limit)
    if found is not None:
        yield _in_order(listing, asked, [found, hidden(where)], looked_up=True)
        return
    if covered:
        yield _in_order(listing, asked, [*beginning(listing, asked), hidden(where)])
        return
    walks = _walk(session, listing, asked, where, limit)
    yield from walks
    # Hits that stand far from the beginning are looked up, unless they are a large part.
    far = bool(walks) and _few(session, listing, asked, None) is not None
    yield _in_order(listing, asked, where, looked_up=far)


def _walk(
    session: Session,
    listing: Listing[R],
    asked: ListQuery,
    where: Sequence[Where],
    limit: int | None,
) -> list[list[Ids]]:
    """The first hits by walking the list in its order, where filters leave many rows.

    Left alone, SQLite looks all of them up by a filter's index and sorts them: unlike a server
    it does not know how many there are. The walk does not go far. Lists that leave rows out
    have indexes that begin with what those are told by.
    """
    column, descending = _sort(listing, asked)
    named = {one.key for one in flat(asked.conditions)}
    if _knows_its_rows(session):
        return []
    if limit is None or not named or listing.without or (asked.sort or listing.default[0]) in named:
        return []
    rows = session.scalar(sa.select(sa.func.max(listing.key))) or 0
    ordered = column.desc() if descending else column.asc()
    reached = sa.select(column).where(column.is_not(None)).order_by(ordered)
    edge = session.scalar(reached.offset(_REACH * round(sqrt(limit * rows))).limit(1))
    if edge is None:
        return []
    within = column >= edge if descending else column <= edge
    return [_in_order(listing, asked, [within, hidden(where)])[:1]]


def _knows_its_rows(session: Session) -> bool:
    """Whether the planner counts what columns hold, and chooses by that."""
    return session.get_bind().dialect.name != "sqlite"


def _few(
    session: Session, listing: Listing[R], asked: ListQuery, limit: int | None
) -> Where | None:
    """A quick way to the rows, if the filters leave few."""
    if not asked.conditions:
        return None
    made = (listing.key, listing.filters, listing.without, listing.quick, listing.search)
    return few(session, *made, asked.conditions, limit)


def _in_order(
    listing: Listing[R], asked: ListQuery, where: Sequence[Where], *, looked_up: bool = False
) -> list[Ids]:
    column, descending = _sort(listing, asked)
    source: Any = listing.key.class_
    key: Any = listing.key
    sort: Any = column
    if looked_up:
        # Materialised, or the planner may walk a million rows to find two in order.
        hits = sa.select(key.label("id"), column.label("key")).where(*where).cte("hits")
        hits = hits.prefix_with("MATERIALIZED")
        source, key, sort, where = hits, hits.c.id, hits.c.key, []
    base = sa.select(key).select_from(source).where(*where)
    tie = key.desc() if descending else key.asc()
    ordered = base.order_by(sort.desc() if descending else sort.asc(), tie)
    if not column.expression.nullable:
        return [ordered]
    return [ordered.where(sort.is_not(None)), base.where(sort.is_(None)).order_by(tie)]


def _sort(listing: Listing[R], asked: ListQuery) -> tuple[InstrumentedAttribute[Any], bool]:
    name, descending = (asked.sort, asked.descending) if asked.sort else listing.default
    if name not in listing.sorts:
        raise NotFound(_("This list cannot be sorted by “%s”.") % name)
    return listing.sorts[name], descending
