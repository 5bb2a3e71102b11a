"""Writes segments: their names unlike each other, their criteria in one form."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.folding import fold
from app.core.text import _
from app.organization.service import current
from app.segments import queries
from app.segments.criteria_normal import normal
from app.segments.examples import examples
from app.segments.model import Segment
from app.segments.schemas import SegmentDraft


def add(session: Session, draft: SegmentDraft) -> int:
    """Add a segment, and return its id.

    Raises:
        Invalid: the draft has problems, keyed by field; the name may be taken.
    """
    segment = Segment()
    fill(session, segment, draft)
    session.add(segment)
    session.flush()
    return segment.id


def add_examples(session: Session) -> tuple[str, ...]:
    """Add those of the documents' segments whose names are free; their names."""
    known = set(session.scalars(sa.select(Segment.name_key)))
    free = [one for one in examples(current(session).currency) if fold(one.name) not in known]
    for draft in free:
        add(session, draft)
    return tuple(draft.name for draft in free)


def fill(session: Session, segment: Segment, draft: SegmentDraft) -> None:
    """Write what the draft says.

    Raises:
        Invalid: the draft has problems, keyed by field; the name may be taken.
    """
    values = draft.checked()
    key = fold(values["name"])
    other = session.scalar(sa.select(Segment.id).where(Segment.name_key == key))
    if other not in (None, segment.id):
        raise Invalid({"name": taken()}, {"name": other})
    segment.name, segment.name_key = values["name"], key
    segment.description = values["description"]
    kept = queries.stored(normal(values["criteria"]))
    if segment.criteria != kept:
        segment.criteria = kept


def taken() -> str:
    """What to say of a name another segment has."""
    return _("There is a segment of this name already. Choose another name.")
