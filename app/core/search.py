"""Substring search over one folded column, by trigrams where the engine offers them.

Rare hits are looked up and sorted; for frequent ones it is quicker to walk the list in
its order. How many there are, counted up to a bound, decides. On SQLite words too
short for trigrams are the beginnings of some, so the index knows those too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import sqrt
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.folding import like_pattern

TRIGRAM = 3
# So many times what is wanted is read before anything else is done for frequent words.
_GLANCE = 5
_LAST = "\U0010ffff"
Where = sa.ColumnElement[bool]


class Step(Enum):
    """How to come to the hits in their order.

    LOOK_UP takes them from the index and sorts them; MEET walks the list in its order and
    keeps what the index found; READ walks it and reads each row; SCAN reads every row.
    """

    LOOK_UP = auto()
    MEET = auto()
    READ = auto()
    SCAN = auto()


class Way(NamedTuple):
    """A step, and how many rows may be read for it; 0 without end."""

    step: Step
    reach: int = 0


@dataclass(frozen=True)
class SearchIndex:
    """The folded column, and the name of SQLite's full-text table over it.

    `{table}_terms` belongs to it, which says where each trigram occurs; with `aside` also
    `{table}_aside` over the rows a list leaves out unless they are asked for.
    """

    key: InstrumentedAttribute[int]
    column: InstrumentedAttribute[str]
    table: str
    aside: bool = False

    def ways(self, session: Session, words: Sequence[str], limit: int | None) -> list[Way]:
        """How to find the first `limit` hits, or all: what to try in turn; the last is sure.

        With h hits among n rows a walk passes limit·n/h of them; looking the hits up
        costs h. Both are alike near √(limit·n), give or take what the steps cost.
        """
        connection = session.connection()
        rows = connection.execute(sa.select(sa.func.max(self.key))).scalar() or 0
        even = round(sqrt((rows if limit is None else min(limit, rows)) * rows))
        few = even // (5 if _on_sqlite(session) else 3)
        if limit is None and not _on_sqlite(session):
            return [Way(Step.LOOK_UP)]
        if self._hits(connection, words, few) <= few:
            return [Way(Step.LOOK_UP)]
        # Where hits stand together a walk may run through everything: among what the index
        # found that is quick, but the reading of rows must be stopped.
        if not _on_sqlite(session):
            return [Way(Step.READ, 8 * even), Way(Step.LOOK_UP)]
        if limit is None:
            # Frequent letters stand in so many places that the rows are quicker read.
            return [Way(Step.MEET if _has_trigram(words) else Step.SCAN)]
        glance = Way(Step.READ, _GLANCE * limit)
        if _has_trigram(words):
            return [glance, Way(Step.MEET)]
        # Letters stand in so many places that it is quicker to read on for a while.
        return [glance, Way(Step.READ, 3 * even), Way(Step.MEET)]

    def narrowed(
        self, session: Session, words: Sequence[str], step: Step, where: Sequence[Where]
    ) -> list[Where]:
        """What holds for the hits among the rows where `where` holds."""
        if not _on_sqlite(session):
            return [*where, self.contains(words)]
        if step is Step.MEET:
            return [*where, self._indexed(words, self.key + 0)]
        found = self.contains(words) if step is Step.SCAN else self._indexed(words, self.key)
        return [found, hidden(where)]

    def contains(self, words: Sequence[str], column: Any = None) -> Where:
        """The same by reading each row."""
        text = self.column if column is None else column
        return sa.and_(*(text.like(like_pattern(word), escape="\\") for word in words))

    def count(self, session: Session, words: Sequence[str]) -> sa.Select[int] | None:
        """How many rows that are not aside hold every word; None if the index cannot tell."""
        if not _on_sqlite(session) or any(len(word) < TRIGRAM for word in words):
            return None
        found = _counted(self.table, words)
        return sa.select(found - _counted(f"{self.table}_aside", words) if self.aside else found)

    def hits(self, session: Session, words: Sequence[str]) -> sa.Select[int]:
        """The ids of all rows that hold every word; each word has three letters at least."""
        if _on_sqlite(session):
            return _matching(self.table, words)
        return sa.select(self.key).where(self.contains(words))

    def _beginning(self, word: str) -> sa.Select[int]:
        """The ids of rows with a trigram that begins so; an id for each place."""
        terms = sa.table(f"{self.table}_terms", sa.column("term"), sa.column("doc", sa.Integer))
        return sa.select(terms.c.doc).where(terms.c.term >= word, terms.c.term <= word + _LAST)

    def _indexed(self, words: Sequence[str], key: Any) -> Where:
        """The rows whose `key` SQLite's index gives for every word."""
        short = [word for word in words if len(word) < TRIGRAM]
        if len(short) == len(words):
            return sa.and_(*(key.in_(self._beginning(word)) for word in words))
        found: Where = key.in_(_matching(self.table, words))
        return sa.and_(found, self.contains(short)) if short else found

    def _hits(self, connection: sa.Connection, words: Sequence[str], most: int) -> int:
        """How many hits there are, up to `most` and one; more if no index can tell."""
        on_sqlite = connection.dialect.name == "sqlite"
        asked: list[sa.Select[Any]] = [_matching(self.table, words)]
        if not on_sqlite:
            asked = [sa.select(sa.literal(1)).where(self.contains(words))]
        if not _has_trigram(words):
            asked = [self._beginning(word) for word in words] if on_sqlite else []
        bounded = (one.limit(most + 1).subquery() for one in asked)
        counted = (sa.select(sa.func.count()).select_from(one) for one in bounded)
        return min((connection.execute(one).scalar_one() for one in counted), default=most + 1)


def hidden(where: Sequence[Where]) -> Where:
    """The same, by no index: or the planner walks a million rows to find two."""
    return sa.case((sa.and_(sa.true(), *where), 1), else_=0) == 1


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _has_trigram(words: Sequence[str]) -> bool:
    return any(len(word) >= TRIGRAM for word in words)


def _counted(name: str, words: Sequence[str]) -> sa.ScalarSelect[int]:
    """How many rows SQLite's full-text table gives for the words."""
    return _matching(name, words).with_only_columns(sa.func.count()).scalar_subquery()


def _matching(name: str, words: Sequence[str]) -> sa.Select[int]:
    """The ids SQLite's full-text table gives for the words long enough for it."""
    quoted = ('"' + word.replace('"', '""') + '"' for word in words if len(word) >= TRIGRAM)
    table = sa.table(name, sa.column("rowid", sa.Integer), sa.column(name))
    wanted = sa.bindparam(None, " AND ".join(quoted), sa.String)
    return sa.select(table.c.rowid).where(table.c[name].op("MATCH")(wanted))
