"""Lets automatic tags follow whatever changes customers, in the same transaction.

Loaded with the services; what it needs beyond that is loaded when there is such a tag.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import ending
from app.segments import events
from app.segments.model import Segment
from app.tags.model import Tag

_DONE = "tags_followed"


def follow(session: Session) -> None:
    """Give and take automatic tags where the unit touched customers."""
    ids = ending.touched(session, "customers")
    if ids == frozenset() or session.info.get(_DONE):
        return
    tags = list(session.scalars(_automatic()))
    if tags:
        from app.tagging import rules  # noqa: PLC0415 - see the module's docstring

        rules.follow(session, tags, ids)


def renew(session: Session, segment: Segment) -> None:
    """Give and take the tags of a segment whose criteria became others."""
    tags = list(session.scalars(_automatic().where(Tag.segment_id == segment.id)))
    if tags:
        from app.tagging import rules  # noqa: PLC0415 - see the module's docstring

        rules.follow(session, tags, None)


def leave_out(session: Session) -> None:
    """Let this unit's changes be followed no further: it gave the tags itself."""
    session.info[_DONE] = True


def _automatic() -> sa.Select[Tag]:
    return sa.select(Tag).where(Tag.segment_id.is_not(None), Tag.removed_at.is_(None))


ending.acts.append(follow)
events.changed.append(renew)
