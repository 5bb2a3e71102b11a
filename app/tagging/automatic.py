"""Which tags are given by themselves."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.tags.model import Tag


def tags_of(session: Session) -> list[Tag]:
    """The tags that follow a segment; removed ones follow nothing."""
    asked = sa.select(Tag).where(Tag.segment_id.is_not(None), Tag.removed_at.is_(None))
    return list(session.scalars(asked))
