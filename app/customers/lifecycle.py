"""Use cases on a customer's state: holds, archive, deletion, restoring, purging.

Each is the bulk change of the same name, of few customers.
"""

from array import array
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Conflict, NotFound
from app.core.progress import Progress
from app.core.query import Where
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers import bulk_run
from app.customers.bulk_holds import Activating, EndingHolds, Holding
from app.customers.bulk_run import Decided
from app.customers.bulk_shelves import Archiving, Deleting, Purging, Restoring
from app.customers.bulk_steps import GONE, Step, called
from app.customers.drafts import HoldDraft
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import Consequences, Outcome, Shelf
from app.organization.service import current


class LifecycleService(Service):
    """What happens to customers between their creation and their end."""

    @use_case(Permission.CUSTOMERS_STATUS)
    def hold(self, session: Session, customer_id: int, draft: HoldDraft) -> int:
        """Suspend, deactivate or block a customer, at once; return the hold's id.

        A hold with an end lifts itself.

        Raises:
            Conflict: the customer's status does not allow it.
            Invalid: the end is not in the future, under "ends_at".
            NotFound: the customer is not there, or not for this actor to see.
        """
        self._one(session, customer_id, Holding(session, self.actor, draft))
        newest = sa.select(sa.func.max(CustomerHold.id))
        return session.scalars(newest.where(CustomerHold.customer_id == customer_id)).one()

    @use_case(Permission.CUSTOMERS_STATUS)
    def activate(self, session: Session, customer_id: int) -> None:
        """Release every hold in force.

        Raises:
            Conflict: the customer is active already, or deleted.
            NotFound: the customer is not there, or not for this actor to see.
        """
        self._one(session, customer_id, Activating(session, self.actor))

    @use_case(Permission.CUSTOMERS_EDIT)
    def archive(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take customers out of the daily list; nothing else about them changes.

        More than one needs the permission to change many.
        """
        return self._each(session, ids, Archiving(session, self.actor, archived=True))

    @use_case(Permission.CUSTOMERS_EDIT)
    def unarchive(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Bring customers back to the daily list.

        More than one needs the permission to change many.
        """
        return self._each(session, ids, Archiving(session, self.actor, archived=False))

    @query(Permission.CUSTOMERS_DELETE)
    def consequences(self, session: Session, ids: Sequence[int]) -> Consequences:
        """What deleting these customers would do, for a person to confirm."""
        names = called(session, self.actor, ids)
        step = Deleting(session, self.actor)
        looked = bulk_run.look(session, self.actor, array("q", names), step, Progress())
        blocked = tuple((refusal.customer_id, refusal.name) for refusal in looked.refused)
        return Consequences(tuple(names.values()), blocked, current(session).grace_days)

    @use_case(Permission.CUSTOMERS_DELETE)
    def delete(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Delete customers: out of every list at once, purged after the grace days.

        Customers with active licenses are refused while the setting says so. Their
        e-mail addresses are free again. More than one needs the permission to change many.
        """
        return self._each(session, ids, Deleting(session, self.actor))

    @use_case(Permission.CUSTOMERS_DELETE)
    def restore(self, session: Session, customer_id: int) -> None:
        """Take a deletion back while the grace days last.

        Raises:
            Conflict: the customer is not deleted, was purged, or its e-mail is in use again.
            NotFound: the customer is not there, or not for this actor to see.
        """
        self._one(session, customer_id, Restoring(session, self.actor))

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether a hold has come to its end, or the grace days of a deleted customer."""
        now = session.info["now"]
        due = (
            sa.select(CustomerHold.id).where(_ended(now)),
            sa.select(Customer.id).where(_to_purge(now)),
        )
        return any(session.scalar(statement.limit(1)) is not None for statement in due)

    @use_case(Permission.UPKEEP)
    def end_due_holds(self, session: Session) -> int:
        """Rewrite the status of customers whose hold has come to its end; how many."""
        due = _ended(session.info["now"])
        count = session.scalar(sa.select(sa.func.count(CustomerHold.id)).where(due)) or 0
        whose = sa.select(CustomerHold.customer_id).distinct().where(due)
        step = EndingHolds(session, self.actor)
        bulk_run.carry_out(session, self.actor, session.scalars(whose).all(), step, Progress())
        return count

    @use_case(Permission.UPKEEP)
    def purge_due(self, session: Session) -> int:
        """Purge customers whose grace days are over; how many."""
        due = sa.select(Customer.id).where(_to_purge(session.info["now"]))
        step = Purging(session, self.actor)
        tally = bulk_run.carry_out(
            session, self.actor, session.scalars(due).all(), step, Progress()
        )
        return tally.outcome().changed

    def _one(self, session: Session, customer_id: int, step: Step) -> None:
        """Do it to one customer, or say why not."""
        outcome = self._each(session, [customer_id], step)
        for _id, why in outcome.refused:
            raise NotFound(why) if why == _(GONE) else Conflict(why)

    def _each(self, session: Session, ids: Sequence[int], step: Step) -> Outcome:
        """Do it to each customer; who refuses is named and left as it was."""
        if len(set(ids)) > 1:
            self.actor.require(Permission.CUSTOMERS_BULK)
        wanted = sorted(set(ids))
        tally = bulk_run.carry_out(session, self.actor, wanted, step, Progress())
        why = {refusal.customer_id: refusal.why for refusal in tally.refused}
        decided = dict(zip(wanted, tally.verdicts, strict=True))
        return Outcome(
            tuple(key for key in wanted if decided[key] == Decided.CHANGES),
            tuple(
                (key, why.get(key, _(step.already)))
                for key in wanted
                if decided[key] != Decided.CHANGES
            ),
        )


def _ended(now: datetime) -> Where:
    return sa.and_(CustomerHold.released_at.is_(None), CustomerHold.ends_at <= now)


def _to_purge(now: datetime) -> Where:
    return sa.and_(
        Customer.shelf == Shelf.DELETED,
        Customer.purged_at.is_(None),
        Customer.purge_due_at <= now,
    )
