"""Checks what interactions and follow-ups store twice."""

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.core.text import _
from app.interactions.checks_stored import wrong_follow_ups, wrong_interactions
from app.orders.noting import wrong_notes
from app.upkeep.checks import named


def interactions(session: Session, progress: Progress) -> str:
    """Whether they are found as they should be, and what is automatic has its cause."""
    found = (
        (
            _("What follows from their facts is wrong for these interactions: %s."),
            wrong_interactions(session, progress),
        ),
        (
            _("These automatic interactions name no order of their customer: %s."),
            wrong_notes(session),
        ),
        (
            _("What follows from their facts is wrong for these follow-ups: %s."),
            wrong_follow_ups(session, progress),
        ),
    )
    return " ".join(named(said, odd) for said, odd in found if odd)
