"""Keeps interactions and follow-ups in step with the names of those whose they are."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.folding import sort_key
from app.interactions.model import FollowUp, Interaction
from app.staff import events
from app.staff.model import StaffUser


def follow(session: Session, staff: StaffUser) -> None:
    """Both lists sort by who it was, and who it will be; no edit of either."""
    key = sort_key(staff.name)
    for statement in (
        sa.update(Interaction).where(Interaction.staff_id == staff.id).values(staff_key=key),
        sa.update(FollowUp).where(FollowUp.assignee_id == staff.id).values(assignee_key=key),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


events.changed.append(follow)
