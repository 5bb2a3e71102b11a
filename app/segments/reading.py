"""Reads segments as people see them: in words, and with what is wrong with them."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.listing import ListQuery
from app.core.text import _
from app.customers.filter_words import in_words
from app.segments.criteria_normal import normal, tags_of
from app.segments.model import Segment
from app.segments.queries import criteria_of
from app.segments.schemas import CarriedBy, Criteria, SegmentRow
from app.tags.model import Tag

_UNREADABLE = (Invalid, KeyError)


def criteria(segment: Segment) -> Criteria:
    """A segment's criteria, in their normal form; none if they cannot be read."""
    try:
        return normal(criteria_of(segment.criteria))
    except _UNREADABLE:
        return ()


def usable(session: Session, segment: Segment) -> Criteria:
    """A segment's criteria, if somebody may be its member.

    Raises:
        Conflict: nobody can; the sentence says why.
    """
    if said := problem(session, segment):
        raise Conflict(said)
    return criteria(segment)


def problem(session: Session, segment: Segment) -> str:
    """Why nobody can be a member; blank if somebody may."""
    try:
        found = normal(criteria_of(segment.criteria))
    except Invalid as refusal:
        return str(refusal)
    except KeyError as unknown:
        return _("It asks for “%s”, which there is not. Edit the segment.") % str(unknown.args[0])
    return tags_gone(session, found)


def tags_gone(session: Session, found: Criteria) -> str:
    """A sentence if criteria ask for a tag that was removed; blank if they do not."""
    asked = set(tags_of(found))
    tags = {tag.id: tag for tag in session.scalars(sa.select(Tag).where(Tag.id.in_(asked)))}
    for tag_id in sorted(asked):
        tag = tags.get(tag_id)
        if tag is None or tag.removed_at is not None:
            name = tag.name if tag else str(tag_id)
            said = _("It asks for the tag “%s”, which was removed. Restore it or edit the segment.")
            return said % name
    return ""


def rows(session: Session) -> tuple[SegmentRow, ...]:
    """Every segment by name."""
    carried = _carried(session)
    found = session.scalars(sa.select(Segment).order_by(Segment.name_key, Segment.id))
    return tuple(_row(session, segment, carried.get(segment.id, ())) for segment in found)


def row(session: Session, segment: Segment) -> SegmentRow:
    """One segment as lists have it."""
    return _row(session, segment, _carried(session).get(segment.id, ()))


def _row(session: Session, segment: Segment, tags: tuple[CarriedBy, ...]) -> SegmentRow:
    asked = criteria(segment)
    return SegmentRow(
        segment.id, segment.version, segment.name, segment.description,
        in_words(session, ListQuery(conditions=asked)) or _("Everybody"), tags,
        segment.updated_at, segment.updated_by, asked, problem(session, segment),
    )  # fmt: skip


def _carried(session: Session) -> Mapping[int, tuple[CarriedBy, ...]]:
    """The automatic tags of each segment."""
    using = sa.select(Tag).where(Tag.segment_id.is_not(None), Tag.removed_at.is_(None))
    found: dict[int, tuple[CarriedBy, ...]] = {}
    for tag in session.scalars(using.order_by(Tag.name_key)):
        whose = tag.segment_id or 0
        found[whose] = (*found.get(whose, ()), CarriedBy(tag.id, tag.name, tag.colour))
    return found
