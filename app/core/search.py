"""Substring search over one folded column, by trigrams where the engine offers them.

Rare words are looked up in the index and sorted; with frequent ones it is quicker to
walk the list in its order and test each row. A bounded count of hits decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.folding import like_pattern

FEW = 3000
TRIGRAM = 3


@dataclass(frozen=True)
class SearchIndex:
    """The folded column, and the name of SQLite's full-text table over it."""

    key: InstrumentedAttribute[int]
    column: InstrumentedAttribute[str]
    table: str

    def few(self, session: Session, words: Sequence[str]) -> bool:
        """Whether at most `FEW` rows hold every word, as far as an index can tell."""
        if not any(len(word) >= TRIGRAM for word in words):
            return False
        hits = sa.select(sa.literal(1)).where(self.matches(session, words)).limit(FEW + 1)
        return (session.scalar(sa.select(sa.func.count()).select_from(hits.subquery())) or 0) <= FEW

    def matches(self, session: Session, words: Sequence[str]) -> sa.ColumnElement[bool]:
        """The rows that hold every word, found by index."""
        if session.get_bind().dialect.name != "sqlite":
            return self.contains(words)
        indexed = [word for word in words if len(word) >= TRIGRAM]
        if not indexed:
            return self.contains(words)
        wanted = " AND ".join('"' + word.replace('"', '""') + '"' for word in indexed)
        full_text = sa.table(self.table, sa.column("rowid"), sa.column(self.table))
        hits = sa.select(full_text.c.rowid).where(
            full_text.c[self.table].op("MATCH")(sa.bindparam(None, wanted, sa.String))
        )
        short = [word for word in words if len(word) < TRIGRAM]
        found = self.key.in_(hits)
        return sa.and_(found, self.contains(short)) if short else found

    def contains(self, words: Sequence[str]) -> sa.ColumnElement[bool]:
        """The same by reading each row."""
        return sa.and_(*(self.column.like(like_pattern(word), escape="\\") for word in words))
