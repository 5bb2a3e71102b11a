"""Finds the few rows a filter leaves, where an index can tell that they are few.

Databases tend to walk a list in its order and test a million rows to find a dozen.
Before they do, each filter that has an index is asked how many rows it leaves, up to a
bound. The one that leaves fewest is looked up, the others judge what it gives.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.conditions import Condition, Group, Op, flat
from app.core.folding import fold
from app.core.search import TRIGRAM, SearchIndex, hidden

Where = sa.ColumnElement[bool]
Filter = Callable[[Condition], Where]

_TEXTS = frozenset({Op.IS, Op.CONTAINS, Op.STARTS, Op.ENDS})
# Comparisons that leave nearly everything are not worth the asking.
_WIDE = frozenset({Op.IS_NOT, Op.NOT_IN, Op.LACKS, Op.FILLED})
# Of as many rows as a walk would pass, so large a part is quicker looked up.
_WORTH = 5


@dataclass(frozen=True)
class Quick:
    """The filters of a list whose rows an index gives.

    `indexed` have an index of their own column, which begins with those of `beginning`
    or is as quick without. What the texts of `searched` hold, the search index holds. The
    index of the list's own order has the columns of `covered`, too: it is walked without
    a look at any row. The rows of `gathered` come by their keys from another table, and no
    other index must be in the way.
    """

    indexed: frozenset[str] = frozenset()
    searched: frozenset[str] = frozenset()
    beginning: frozenset[str] = field(default_factory=frozenset)
    covered: frozenset[str] = frozenset()
    gathered: frozenset[str] = frozenset()


def few(
    session: Session,
    key: InstrumentedAttribute[int],
    filters: Mapping[str, Filter],
    without: Mapping[str, Where],
    quick: Quick,
    search: SearchIndex | None,
    asked: Sequence[Condition | Group],
    limit: int | None,
) -> Where | None:
    """Rows among which all are that meet the conditions, if they are few and quickly found.

    `limit` is how many are wanted in order; None is all of them.
    """
    simple = [one for one in asked if isinstance(one, Condition) and one.op not in _WIDE]
    named = {one.key for one in flat(asked)}
    base = [where for name, where in without.items() if name not in named]
    base += [filters[one.key](one) for one in simple if one.key in quick.beginning]
    rows = session.connection().execute(sa.select(sa.func.max(key))).scalar() or 0
    most = round(sqrt((rows if limit is None else min(limit, rows)) * rows)) // _WORTH
    best: Where | None = None
    for statement, where in _found(session, key, filters, quick, search, simple, base):
        bounded = statement.limit(most).subquery()
        count = sa.select(sa.func.count()).select_from(bounded)
        hits = session.connection().execute(count).scalar_one()
        if hits < most:
            best, most = where, hits
    return best


def _found(
    session: Session,
    key: InstrumentedAttribute[int],
    filters: Mapping[str, Filter],
    quick: Quick,
    search: SearchIndex | None,
    simple: Sequence[Condition],
    base: Sequence[Where],
) -> Iterator[tuple[sa.Select[Any], Where]]:
    """What to ask, the surest first, and what holds for the rows it gives."""
    for one in simple:
        words = fold(one.value) if isinstance(one.value, str) and one.op in _TEXTS else ""
        if search and one.key in quick.searched and len(words) >= TRIGRAM:
            hits = search.hits(session, [words])
            yield hits, key.in_(hits)
        elif one.key in quick.indexed:
            beside = [hidden(base)] if one.key in quick.gathered and base else base
            where = sa.and_(*beside, filters[one.key](one))
            yield sa.select(key).where(where), where
