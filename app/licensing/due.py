"""What the calendar does to licenses: they begin, come into grace, expire."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.progress import Progress
from app.licensing import counters
from app.licensing.model import License
from app.licensing.rules import policy_of, status_of
from app.licensing.schemas import LicenseState
from app.licensing.settling import Settling
from app.subscriptions import events
from app.subscriptions.model import Subscription

CHUNK = 500
_COLUMNS = (
    License.id, License.state, License.starts_on, License.expires_on, License.terms_id,
    License.overrides, License.customer_id,
)  # fmt: skip


def anything_due(session: Session) -> bool:
    """Whether the status of a license has changed that nobody has looked at since."""
    found = sa.select(License.id).where(License.status_until <= session.info["now"]).limit(1)
    return session.scalar(found) is not None


def run_due(session: Session, progress: Progress | None = None) -> int:
    """Rewrite the status of every license that the calendar has changed; how many.

    A status that follows is no edit: no new version, no entry in the history.
    """
    settling, table, done = Settling(session), bulk.table_of(License), 0
    progress = progress or Progress()
    due = (
        sa.select(*_COLUMNS)
        .where(License.status_until <= settling.now)
        .order_by(License.status_until, License.id)
        .limit(CHUNK)
        .with_for_update()
    )
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("_id"))
        .values(status=sa.bindparam("_status"), status_until=sa.bindparam("_until"))
    )
    while rows := session.execute(due).all():
        session.connection().execute(change, [_advanced(settling, row) for row in rows])
        counters.recount(session, {row.customer_id for row in rows})
        done += len(rows)
        progress.report(done)
    return done


def follow_subscriptions(session: Session, renewed: Sequence[Subscription]) -> None:
    """Let licenses last as long as the period of the subscription they are paid by."""
    until = {one.id: one.period_end for one in renewed}
    settling = Settling(session)
    theirs = sa.select(License).where(License.subscription_id.in_(until))
    for found in session.scalars(theirs.order_by(License.id).with_for_update()).all():
        end = until[found.subscription_id or 0]
        over = found.state in {LicenseState.REVOKED, LicenseState.CANCELLED}
        if not over and found.expires_on is not None and found.expires_on < end:
            found.expires_on = end
            settling.settle(found)
    settling.finish()


def _advanced(settling: Settling, row: Any) -> dict[str, Any]:
    policy = policy_of(settling.terms(row.terms_id), row.overrides)
    status, until = status_of(
        row.state, row.starts_on, row.expires_on, policy.grace_days, settling.now, settling.zone
    )
    return {"_id": row.id, "_status": status, "_until": until}


events.renewed.append(follow_subscriptions)
