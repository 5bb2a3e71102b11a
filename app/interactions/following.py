"""Keeps interactions and follow-ups in step with the names of those whose they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.batch import Batch, among
from app.core.folding import sort_key
from app.interactions.model import FollowUp, Interaction
from app.staff.model import StaffUser


def follow(session: Session, staff: StaffUser) -> None:
    """Both lists sort by who it was, and who it will be; no edit of either."""
    key = sort_key(staff.name)
    for statement in (
        sa.update(Interaction).where(Interaction.staff_id == staff.id).values(staff_key=key),
        sa.update(FollowUp).where(FollowUp.assignee_id == staff.id).values(assignee_key=key),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def forget(session: Session, customer_ids: Sequence[int]) -> None:
    """What was said with customers goes with their personal data."""
    batch = Batch(session)
    for entity in (FollowUp, Interaction):
        theirs = among(session, entity.customer_id, customer_ids)
        for row in session.scalars(sa.select(entity).where(theirs).order_by(entity.id)):
            batch.remove(entity, row)
            session.expunge(row)
    for change in batch.write():
        audit.record(session, change)
