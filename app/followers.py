"""What features do when something happens below them, in the same transaction.

Each is imported when it happens for the first time: the first list does not wait for it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.customers import events as customers
from app.mail import events as mail
from app.staff import events as staff
from app.staff.model import StaffUser

if TYPE_CHECKING:
    from app.mail.model import OutboxMessage


def _rename_in_interactions(session: Session, changed: StaffUser) -> None:
    from app.interactions.following import follow  # noqa: PLC0415 - see above

    follow(session, changed)


def _forget_interactions(session: Session, customer_ids: Sequence[int]) -> None:
    from app.interactions.following import forget  # noqa: PLC0415 - see above

    forget(session, customer_ids)


def _note_message(session: Session, message: "OutboxMessage") -> None:
    from app.interactions.automatic import note_message  # noqa: PLC0415 - see above

    note_message(session, message)


mail.queued.append(_note_message)


def _forget_files(session: Session, customer_ids: Sequence[int]) -> None:
    from app.attachments.purging import purge  # noqa: PLC0415 - see above

    purge(session, customer_ids)


staff.changed.append(_rename_in_interactions)
customers.purged += [_forget_interactions, _forget_files]
