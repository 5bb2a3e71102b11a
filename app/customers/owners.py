"""Keeps customers in step with the person who owns them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.folding import sort_key
from app.customers.model import Customer
from app.staff import events
from app.staff.model import StaffUser


def follow(session: Session, staff: StaffUser) -> None:
    """Customers sort by their owner's name, and move with the owner to another team.

    They are not edited by this: no new version, no entry in their history.
    """
    session.execute(
        sa.update(Customer)
        .where(Customer.owner_id == staff.id)
        .values(owner_key=sort_key(staff.name), team_id=staff.team_id)
        .execution_options(synchronize_session=False)
    )


events.changed.append(follow)
