"""What features do when something happens below them, in the same transaction.

Each is imported when it happens for the first time: the first list does not wait for it.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.customers import events as customers
from app.staff import events as staff
from app.staff.model import StaffUser


def _rename_in_interactions(session: Session, changed: StaffUser) -> None:
    from app.interactions.following import follow  # noqa: PLC0415 - see above

    follow(session, changed)


def _forget_interactions(session: Session, customer_ids: Sequence[int]) -> None:
    from app.interactions.following import forget  # noqa: PLC0415 - see above

    forget(session, customer_ids)


staff.changed.append(_rename_in_interactions)
customers.purged.append(_forget_interactions)
