"""Gives demo customers tags, by what they are and a little chance."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.folding import fold
from app.core.text import N_, _
from app.customers.schemas import COMPANY_SIZES
from app.demo.story import Days
from app.segments.model import Segment
from app.tagging import rules
from app.tags.model import Tag
from app.tags.schemas import STARTING_SET, TagColour, packed

SEED = 20261105
_LOYAL, _NEW = timedelta(days=4 * 365), timedelta(days=45)
# In cents, of whatever currency: large enough to be worth a call.
_MUCH = 2_000_000_000
# Given and taken by themselves: what they are called, and the segment whose members carry them.
_AUTOMATIC = (
    (N_("Big spender"), TagColour.GREEN, N_("High value customers")),
    (N_("Gone quiet"), TagColour.YELLOW, N_("At risk customers")),
    (N_("Corporate"), TagColour.GRAY, N_("Enterprise customers")),
)
Told = Callable[[Mapping[str, Any]], bool]


class Tagger:
    """Gives tags to one customer after the other, the same on every run."""

    def __init__(self, session: Session, days: Days) -> None:
        self._rng = Random(SEED)  # noqa: S311 - nothing to keep secret
        ids = _ids(session)
        # Whom a tag fits, and how many of these carry it.
        wanted: tuple[tuple[str, float, Told], ...] = (
            ("VIP", 0.5, lambda row: (row["annual_revenue_minor"] or 0) > _MUCH),
            ("New", 0.9, lambda row: row["created_at"] > days.base - _NEW),
            ("Loyal", 0.4, lambda row: row["created_at"] < days.base - _LOYAL),
            ("Enterprise", 0.9, lambda row: row["company_size"] in COMPANY_SIZES[-2:]),
            ("Premium", 0.06, lambda _row: True),
            ("At Risk", 0.05, lambda _row: True),
            ("Trial", 0.04, lambda _row: True),
            ("Priority", 0.03, lambda _row: True),
        )
        self._wanted = [(ids[name], share, fits) for name, share, fits in wanted if name in ids]

    def tag(self, customers: Sequence[dict[str, Any]]) -> None:
        """Let these customers' rows say which tags they carry."""
        for row in customers:
            # Drawn for each, so that what fits one changes nothing for the next.
            drawn = [(tag, fits, self._rng.random() < share) for tag, share, fits in self._wanted]
            row["tags"] = packed(tag for tag, fits, is_drawn in drawn if is_drawn and fits(row))


def tag_members(session: Session, at: datetime) -> None:
    """Add tags that the members of the example segments carry by themselves, since `at`."""
    named = {row.name: row.id for row in session.execute(sa.select(Segment.name, Segment.id))}
    live = sa.select(Tag.name_key).where(Tag.removed_at.is_(None))
    taken = frozenset(session.scalars(live))
    new = [
        Tag(
            name=_(name), name_key=fold(_(name)), colour=colour, meaning=_(segment),
            segment_id=named[_(segment)],
        )
        for name, colour, segment in _AUTOMATIC
        if fold(_(name)) not in taken and _(segment) in named
    ]  # fmt: skip
    session.add_all(new)
    session.flush()
    # Who is a member today got the tag when the demo's story ends, like all else in it.
    diffs = [rules.diff(session, tag, tag.segment_id or 0) for tag in new]
    now, session.info["now"] = session.info["now"], at
    rules.give(session, diffs)
    audit.seal(session)
    session.info["now"] = now


def _ids(session: Session) -> dict[str, int]:
    """The tags of the starting set, those that are not there yet added; ids by their names."""
    live = sa.select(Tag).where(Tag.removed_at.is_(None))
    known = {tag.name_key: tag for tag in session.scalars(live)}
    new = [
        Tag(name=_(name), name_key=fold(_(name)), colour=colour, meaning=_(meaning))
        for name, colour, meaning in STARTING_SET
        if fold(_(name)) not in known
    ]
    session.add_all(new)
    session.flush()
    known |= {tag.name_key: tag for tag in new}
    named = {name: known[fold(_(name))] for name, _colour, _meaning in STARTING_SET}
    return {name: tag.id for name, tag in named.items() if tag.segment_id is None}
