"""Whether a demo has yet to be filled, and with how much; opening one asks nothing else."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers.model import Customer

DEFAULT = 280
# Licenses a customer has on average.
EACH = 2.15


def is_empty(session: Session) -> bool:
    """Whether there is no customer yet."""
    return session.scalar(sa.select(Customer.id).limit(1)) is None
