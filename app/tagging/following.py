"""Lets automatic tags follow whatever changes customers, in the same transaction.

Loaded with the services; what it needs beyond that is loaded when something changes.
"""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.core import ending
from app.core.progress import Progress
from app.segments import events

if TYPE_CHECKING:
    from app.segments.model import Segment
    from app.tags.model import Tag

_DONE = "tags_followed"


def follow(session: Session) -> None:
    """Give and take automatic tags where the unit touched customers."""
    ids = ending.touched(session, "customers")
    if ids == frozenset() or session.info.get(_DONE):
        return
    if tags := _automatic(session):
        from app.tagging import rules  # noqa: PLC0415 - see the module's docstring

        rules.follow(session, tags, ids)


def renew(session: Session, segment: "Segment", progress: Progress) -> None:
    """Give and take the tags of a segment whose criteria became others.

    Raises:
        Cancelled: `progress` was.
    """
    if tags := [tag for tag in _automatic(session) if tag.segment_id == segment.id]:
        from app.tagging import rules  # noqa: PLC0415 - see the module's docstring

        rules.follow(session, tags, None, progress)


def leave_out(session: Session) -> None:
    """Let this unit's changes be followed no further: it gave the tags itself."""
    session.info[_DONE] = True


def _automatic(session: Session) -> "list[Tag]":
    from app.tagging.automatic import tags_of  # noqa: PLC0415 - see the module's docstring

    return tags_of(session)


ending.acts.append(follow)
events.changed.append(renew)
