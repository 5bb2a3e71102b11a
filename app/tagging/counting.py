"""Counts who carries which tag."""

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.query import Where
from app.customers.model import Customer
from app.customers.schemas import Shelf
from app.segments.criteria_normal import tags_of
from app.segments.model import Segment
from app.segments.reading import criteria
from app.tags.schemas import unpacked


def carriers(session: Session, within: Sequence[Where]) -> Counter[int]:
    """How many current customers carry each tag, as the list of a tag would show.

    An index has the tags of all customers side by side; equal ones are counted together.
    """
    counted = (
        sa.select(Customer.tags, sa.func.count().label("customers"))
        .where(Customer.shelf == Shelf.CURRENT, Customer.tags.is_not(None), *within)
        .group_by(Customer.tags)
    )
    found: Counter[int] = Counter()
    for row in session.execute(counted):
        for tag_id in unpacked(row.tags):
            found[tag_id] += row.customers
    return found


def segment_names(session: Session) -> Mapping[int | None, str]:
    """What segments are called, by id."""
    return {row.id: row.name for row in session.execute(sa.select(Segment.id, Segment.name))}


def asking(session: Session) -> Mapping[int, Sequence[str]]:
    """The names of the segments that ask for each tag, in their order."""
    found: dict[int, list[str]] = {}
    for segment in session.scalars(sa.select(Segment).order_by(Segment.name_key)):
        for tag_id in dict.fromkeys(tags_of(criteria(segment))):
            found.setdefault(tag_id, []).append(segment.name)
    return found
