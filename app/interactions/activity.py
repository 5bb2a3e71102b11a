"""Keeps when a customer was last in touch."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers.model import Customer


def raise_activity(session: Session, customer_id: int, at: datetime) -> None:
    """A contact is the customer's latest activity if none was later; no edit of it.

    What was noted a little ahead of the clock counts as now.
    """
    at = min(at, session.info["now"])
    before = sa.or_(Customer.last_activity_at.is_(None), Customer.last_activity_at < at)
    session.execute(
        sa.update(Customer)
        .where(Customer.id == customer_id, before)
        .values(last_activity_at=at)
        .execution_options(synchronize_session=False)
    )
