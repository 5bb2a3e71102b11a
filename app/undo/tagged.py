"""Lets tags come and go with what made or removed them, when that is undone or redone."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent
from app.tagging.merging import bring_back
from app.tags.model import CustomerTag, Tag
from app.undo.chain import Link

_MERGE, _IMPORT = "tag.merge", "exchange.run"


def follow(session: Session, found: Link) -> None:
    """Let the tags a merging removed be there again; let those an import created be gone.

    The other way round where that is redone. What was created stays where customers were
    given it since, or it follows a segment.

    Raises:
        Conflict: another tag has the name by now.
    """
    made = found.root.use_case == _IMPORT
    if not made and found.root.use_case != _MERGE:
        return
    told = sa.select(AuditEvent.entity_id).where(
        AuditEvent.seq.between(found.root.command, found.root.last),
        AuditEvent.entity == Tag.__tablename__,
    )
    for tag in session.scalars(sa.select(Tag).where(Tag.id.in_(told)).with_for_update()):
        if made is found.undone:
            if tag.removed_at is not None:
                bring_back(session, tag)
        elif not made or _is_unused(session, tag):
            tag.removed_at = session.info["now"]


def _is_unused(session: Session, tag: Tag) -> bool:
    carried = sa.select(CustomerTag.tag_id).where(CustomerTag.tag_id == tag.id).limit(1)
    return tag.segment_id is None and session.scalar(carried) is None
