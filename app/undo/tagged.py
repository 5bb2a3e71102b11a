"""Brings back a tag that was merged into another when the merging is undone."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent
from app.tagging.merging import bring_back
from app.tags.model import Tag
from app.undo.chain import Link

_MERGE = "tag.merge"


def follow(session: Session, found: Link) -> None:
    """Let the tags of a merging be there again, or, where that is redone, be gone again.

    Raises:
        Conflict: another tag has the name by now.
    """
    if found.root.use_case != _MERGE:
        return
    removed = sa.select(AuditEvent.entity_id).where(
        AuditEvent.seq.between(found.root.command, found.root.last),
        AuditEvent.entity == Tag.__tablename__,
    )
    for tag in session.scalars(sa.select(Tag).where(Tag.id.in_(removed)).with_for_update()):
        if found.undone:
            tag.removed_at = session.info["now"]
        else:
            bring_back(session, tag)
