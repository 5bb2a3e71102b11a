"""Files stay with their customer when the interaction they were added to goes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments.model import Attachment
from app.interactions.model import Interaction


def let_go(session: Session, interaction: Interaction) -> None:
    """Loosen the files of an interaction that is about to go; undoing ties them again."""
    theirs = sa.select(Attachment).where(Attachment.interaction_id == interaction.id)
    for one in session.scalars(theirs.order_by(Attachment.id).with_for_update()):
        one.interaction_id = None
