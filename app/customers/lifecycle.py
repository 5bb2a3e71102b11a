"""Use cases on a customer's state: holds, archive, deletion, restoring, purging."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Conflict, DeskError, Invalid
from app.core.query import Where
from app.core.service import Service, query, use_case
from app.core.text import _, ngettext
from app.customers import purging, queries, rules
from app.customers.drafts import HoldDraft
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import Consequences, Outcome, Shelf, Status
from app.customers.unique import taken
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
        found = queries.get(session, self.actor, customer_id, lock=True)
        values, now = draft.checked(), session.info["now"]
        if draft.ends_at is not None and draft.ends_at <= now:
            raise Invalid({"ends_at": _("Choose an end in the future, or none.")})
        holds = queries.holds_of(session, customer_id)
        rules.refuse_hold(rules.status_of(found.deleted_at, holds, now), draft.kind)
        made = CustomerHold(customer_id=customer_id, starts_at=now, **values)
        session.add(made)
        rules.refresh_status(found, [made, *holds], now)
        session.flush()
        return made.id

    @use_case(Permission.CUSTOMERS_STATUS)
    def activate(self, session: Session, customer_id: int) -> None:
        """Release every hold in force.

        Raises:
            Conflict: the customer is active already, or deleted.
            NotFound: the customer is not there, or not for this actor to see.
        """
        found = queries.get(session, self.actor, customer_id, lock=True)
        holds, now = queries.holds_of(session, customer_id), session.info["now"]
        if found.deleted_at is not None:
            raise Conflict(_("This customer is deleted. Restore it first."))
        held = [hold for hold in holds if rules.in_force(hold, now)]
        if not held:
            raise Conflict(_("This customer is active already."))
        for hold in held:
            hold.released_at, hold.released_by = now, self.actor.name
        rules.refresh_status(found, holds, now)

    @use_case(Permission.CUSTOMERS_EDIT)
    def archive(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take customers out of the daily list; nothing else about them changes."""
        return self._each(session, ids, lambda found: _put_away(found, archived=True))

    @use_case(Permission.CUSTOMERS_EDIT)
    def unarchive(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Bring customers back to the daily list."""
        return self._each(session, ids, lambda found: _put_away(found, archived=False))

    @query(Permission.CUSTOMERS_DELETE)
    def consequences(self, session: Session, ids: Sequence[int]) -> Consequences:
        """What deleting these customers would do, for a person to confirm."""
        settings = current(session)
        rows = session.execute(
            sa.select(Customer.id, Customer.name, Customer.email, Customer.active_licenses).where(
                Customer.id.in_(ids), *queries.visible(self.actor)
            )
        ).all()
        blocked = [
            (row.id, row.name or row.email or "")
            for row in rows
            if row.active_licenses and settings.active_licenses_block_deletion
        ]
        names = tuple(row.name or row.email or "" for row in rows)
        return Consequences(names, tuple(blocked), settings.grace_days)

    @use_case(Permission.CUSTOMERS_DELETE)
    def delete(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Delete customers: out of every list at once, purged after the grace days.

        Customers with active licenses are refused while the setting says so. Their
        e-mail addresses are free again.
        """
        settings = current(session)

        def bury(found: Customer) -> None:
            _refuse_deleted(found)
            if found.active_licenses and settings.active_licenses_block_deletion:
                raise Conflict(_has_licenses(found.active_licenses))
            now = session.info["now"]
            found.deleted_at = now
            found.purge_due_at = now + timedelta(days=settings.grace_days)
            rules.refresh_status(found, queries.holds_of(session, found.id), now)
            purging.close_users(session, found.id)
            if settings.grace_days == 0:
                purging.purge(session, found)

        return self._each(session, ids, bury)

    @use_case(Permission.CUSTOMERS_DELETE)
    def restore(self, session: Session, customer_id: int) -> None:
        """Take a deletion back while the grace days last.

        Raises:
            Conflict: the customer is not deleted, was purged, or its e-mail is in use again.
            NotFound: the customer is not there, or not for this actor to see.
        """
        found = queries.get(session, self.actor, customer_id, lock=True)
        if found.deleted_at is None:
            raise Conflict(_("This customer is not deleted."))
        if found.purged_at is not None:
            raise Conflict(_("This customer's data was purged and cannot come back."))
        if problem := taken(session, self.actor, {"email": found.email or ""}, found.id).fields:
            raise Conflict(problem["email"] + " " + _("Change one of the two addresses first."))
        found.deleted_at = found.purge_due_at = None
        rules.refresh_status(found, queries.holds_of(session, found.id), session.info["now"])
        purging.reopen_users(session, found.id)

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
        now = session.info["now"]
        due = session.scalars(sa.select(CustomerHold).where(_ended(now))).all()
        for hold in due:
            hold.released_at, hold.released_by = hold.ends_at, self.actor.name
        for customer_id in {hold.customer_id for hold in due}:
            found = session.get_one(Customer, customer_id)
            rules.refresh_status(found, queries.holds_of(session, customer_id), now)
        return len(due)

    @use_case(Permission.UPKEEP)
    def purge_due(self, session: Session) -> int:
        """Purge customers whose grace days are over; how many."""
        due = session.scalars(sa.select(Customer).where(_to_purge(session.info["now"]))).all()
        for found in due:
            purging.purge(session, found)
        return len(due)

    def _each(
        self, session: Session, ids: Sequence[int], act: Callable[[Customer], None]
    ) -> Outcome:
        """Do `act` to each customer; who refuses is named and left as it was."""
        done, refused = [], []
        for customer_id in ids:
            try:
                act(queries.get(session, self.actor, customer_id, lock=True))
                session.flush()
                done.append(customer_id)
            except DeskError as refusal:
                refused.append((customer_id, str(refusal)))
        return Outcome(tuple(done), tuple(refused))


def _ended(now: datetime) -> Where:
    return sa.and_(CustomerHold.released_at.is_(None), CustomerHold.ends_at <= now)


def _to_purge(now: datetime) -> Where:
    return sa.and_(
        Customer.shelf == Shelf.DELETED,
        Customer.purged_at.is_(None),
        Customer.purge_due_at <= now,
    )


def _put_away(found: Customer, *, archived: bool) -> None:
    _refuse_deleted(found)
    found.archived = archived
    found.shelf = rules.shelf_of(found)


def _refuse_deleted(found: Customer) -> None:
    if found.status is Status.DELETED:
        raise Conflict(_("This customer is deleted. Restore it first."))


def _has_licenses(count: int) -> str:
    said = ngettext(
        "It has %d active license. Transfer or cancel it first.",
        "It has %d active licenses. Transfer or cancel them first.",
        count,
    )
    return said % count
