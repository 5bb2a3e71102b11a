"""Puts one tag in the place of another, and brings removed tags back."""

from array import array

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict, Invalid
from app.core.progress import Progress
from app.core.text import _
from app.customers import bulk_run
from app.customers.bulk_tags import TakingOver
from app.tags.model import CustomerTag, Tag


def merge(session: Session, actor: Actor, tag: Tag, into: Tag, progress: Progress) -> int:
    """Give every customer of a tag another instead, and remove it; how many customers.

    Raises:
        Cancelled: `progress` was.
        Invalid: both are the same, or one of them is given by itself, under "into".
    """
    if tag.id == into.id:
        raise Invalid({"into": _("Choose another tag to merge “%s” into.") % tag.name})
    for one in (tag, into):
        if one.segment_id is not None:
            said = _("“%s” is given by itself, to the members of its segment. It cannot be merged.")
            raise Invalid({"into": said % one.name})
    carry = sa.select(CustomerTag.customer_id).where(CustomerTag.tag_id == tag.id)
    ids = array("q", session.scalars(carry))
    step = TakingOver(session, actor, tag.id, into.id)
    tally = bulk_run.carry_out(session, actor, ids, step, progress)
    tag.removed_at = session.info["now"]
    return tally.outcome().changed


def bring_back(session: Session, tag: Tag) -> None:
    """Let a removed tag be there again.

    Raises:
        Conflict: another tag has its name by now.
    """
    named = sa.select(Tag.name).where(
        Tag.name_key == tag.name_key, Tag.removed_at.is_(None), Tag.id != tag.id
    )
    if (other := session.scalar(named)) is not None:
        raise Conflict(
            _("There is another tag “%s” by now. Rename it, then restore this one.") % other
        )
    tag.removed_at = None


def taken(name: str) -> str:
    """What to say of a name that a tag has already."""
    return _("There is a tag “%s” already. Choose another name, or edit that tag.") % name
