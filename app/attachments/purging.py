"""Files go with their customer's personal data; what removed files said goes after its days."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments import queries
from app.attachments.model import Attachment
from app.attachments.schemas import KEPT_DAYS
from app.contents import keeping
from app.core.query import Where

_CHUNK = 500


def purge(session: Session, customer_ids: Sequence[int]) -> None:
    """Take the files of purged customers away, removed ones too."""
    wanted = sorted(set(customer_ids))
    for start in range(0, len(wanted), _CHUNK):
        theirs = queries.A.customer_id.in_(wanted[start : start + _CHUNK])
        _take_away(session, session.scalars(sa.select(queries.A).where(theirs)))


def overdue(session: Session) -> Where:
    """Which removed files cannot come back any more."""
    over: Where = Attachment.removed_at <= session.info["now"] - timedelta(days=KEPT_DAYS)
    return over


def expire(session: Session) -> int:
    """Take away files that were removed long ago; how many."""
    found = sa.select(Attachment).where(overdue(session)).limit(_CHUNK)
    return _take_away(session, session.scalars(found))


def _take_away(session: Session, found: Iterable[Attachment]) -> int:
    hashes = []
    for each in list(found):
        hashes.append(each.sha256)
        session.delete(each)
    session.flush()
    keeping.let_go(session, hashes)
    return len(hashes)
