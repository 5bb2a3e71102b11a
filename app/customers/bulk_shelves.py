"""Steps between the lists a customer stands in: archive, deletion, restoring, purging."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk, withheld
from app.core.access import Actor
from app.core.batch import Batch
from app.core.text import N_, _, ngettext
from app.customers import events, purging, rules
from app.customers.bulk_steps import (
    STANDING,
    Step,
    Verdict,
    Why,
    belonging,
    called,
    refuse_deleted,
)
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.customers.schemas import Status
from app.organization.service import current

# So many addresses are looked up at once.
_NORMS = 500


class Archiving(Step):
    """Takes out of the daily list, or brings back."""

    reads = ("status", "archived")
    needs = STANDING
    shown = ("archived",)
    already = N_("It is there already.")

    def __init__(self, session: Session, actor: Actor, *, archived: bool) -> None:
        super().__init__(session, actor)
        self._archived = archived

    def verdict(self, row: Any) -> Verdict:
        """Whether it stands in the other list."""
        return refuse_deleted(row) or row.archived is not self._archived

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Move it."""
        customer.archived = self._archived
        customer.shelf = rules.shelf_of(customer)


class Deleting(Step):
    """Takes out of every list; purges at once where there are no grace days."""

    reads = ("status", "active_licenses")
    shown = ("status",)
    already = N_("This customer is deleted already.")

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        settings = current(session)
        self._grace_days = settings.grace_days
        self._blocking = settings.active_licenses_block_deletion
        self._purge = None if settings.grace_days else Purging(session, actor)
        self.needs = (*STANDING, "purge_due_at")
        if self._purge is not None:
            self.needs += self._purge.needs

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:
        """Who signs in for them."""
        if not writing:
            return
        if self._purge is not None:
            self._purge.load(rows, writing=writing)
            return
        active = bulk.table_of(PortalUser).c.active
        self._users = belonging(self.session, PortalUser, [row.id for row in rows], active)

    def verdict(self, row: Any) -> Verdict:
        """Whether it may be deleted."""
        if row.status is Status.DELETED:
            return False
        if row.active_licenses and self._blocking:
            return Why(
                _("It has active licenses. Transfer, revoke or cancel them first."),
                has_licenses(row.active_licenses),
            )
        return True

    def apply(self, customer: Any, batch: Batch) -> None:
        """Delete it; nobody signs in for it any more."""
        customer.deleted_at = self.now
        customer.purge_due_at = self.now + timedelta(days=self._grace_days)
        rules.refresh_status(customer, [], self.now)
        if self._purge is not None:
            self._purge.apply(customer, batch)
            return
        for user in self._users.get(customer.id, ()):
            batch.change(PortalUser, user, {"active": False})

    def finish(self) -> None:
        """What purging still has to do."""
        if self._purge is not None:
            self._purge.finish()

    def notes(self) -> list[str]:
        """When it is final."""
        if not self._grace_days:
            return [
                _(
                    "Their personal data is purged at once and cannot come back. Licenses and "
                    "the audit trail stay."
                )
            ]
        days = ngettext("%d day", "%d days", self._grace_days) % self._grace_days
        return [
            _(
                "They leave every list, nobody signs in for them, and their e-mail addresses are "
                "free again. After %s their personal data is purged for good; until then you can "
                "restore them. Licenses and the audit trail stay."
            )
            % days
        ]


class Purging(Step):
    """Ends a deleted customer's data: what remains is a nameless row others may refer to."""

    reads = ("status", "purged_at", "purge_due_at")
    needs = purging.TOUCHED

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        self._purged: list[int] = []

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:  # noqa: ARG002 - their customer is
        """What belongs to them and goes with them."""
        ids = [row.id for row in rows]
        self._belonging = {
            kind: belonging(self.session, kind, ids) for kind in (Contact, PortalUser)
        }

    def verdict(self, row: Any) -> Verdict:
        """Whether its days are over."""
        over = row.purge_due_at is not None and row.purge_due_at <= self.now
        return row.status is Status.DELETED and row.purged_at is None and over

    def apply(self, customer: Any, batch: Batch) -> None:
        """Blank every personal field and remove contacts and users."""
        purging.purge(customer, self.now)
        self._purged.append(customer.id)
        for kind, rows in self._belonging.items():
            for row in rows.get(customer.id, ()):
                batch.remove(kind, row)

    def finish(self) -> None:
        """What was kept apart for undoing goes too."""
        for customer_id in self._purged:
            withheld.forget(self.session, "customers", customer_id)
        for tell in events.purged:
            tell(self.session, self._purged)


class Restoring(Step):
    """Takes a deletion back while the grace days last."""

    reads = ("status", "purged_at", "email", "email_norm")
    needs = (*STANDING, "purge_due_at")
    shown = ("status",)
    already = N_("This customer is not deleted.")

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        self._claimed: set[str] = set()

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:  # noqa: ARG002 - their customer is
        """Whom their addresses belong to by now, and what holds them back still."""
        ids = [row.id for row in rows]
        holds = bulk.table_of(CustomerHold).c.released_at.is_(None)
        self._holds = belonging(self.session, CustomerHold, ids, holds)
        self._users = belonging(self.session, PortalUser, ids)
        norms = {row.email_norm for row in rows if row.status is Status.DELETED}
        norms |= {user.email_norm for users in self._users.values() for user in users}
        self._taken: dict[str, str] = {}
        for start in range(0, len(wanted := sorted(norms - {None})), _NORMS):
            self._taken |= self._holders(wanted[start : start + _NORMS])

    def verdict(self, row: Any) -> Verdict:
        """Whether it can come back."""
        if row.status is not Status.DELETED:
            return False
        if row.purged_at is not None:
            return Why(_("This customer's data was purged and cannot come back."))
        norms = {user.email_norm for user in self._users.get(row.id, ())} | {row.email_norm}
        for norm in sorted(norms - {None}):
            if norm in self._taken or norm in self._claimed:
                holder = self._taken.get(norm) or _("another customer")
                return Why(
                    _("Its e-mail belongs to another customer. Change one of the two first."),
                    _("This e-mail already belongs to %s.") % holder
                    + " "
                    + _("Change one of the two addresses first."),
                )
        self._claimed |= norms
        return True

    def apply(self, customer: Any, batch: Batch) -> None:
        """Bring it back; its users may sign in again."""
        customer.deleted_at = customer.purge_due_at = None
        rules.refresh_status(customer, self._holds.get(customer.id, ()), self.now)
        for user in self._users.get(customer.id, ()):
            if not user.active:
                batch.change(PortalUser, user, {"active": True})

    def _holders(self, norms: Sequence[str]) -> dict[str, str]:
        """Which of these addresses somebody living has, and what to call them."""
        living = sa.select(Customer.id, Customer.email_norm).where(
            Customer.email_norm.in_(norms), Customer.deleted_at.is_(None)
        )
        users = sa.select(PortalUser.customer_id, PortalUser.email_norm).where(
            PortalUser.email_norm.in_(norms), PortalUser.active
        )
        found = {norm: key for statement in (users, living)
                 for key, norm in self.session.execute(statement) if norm}  # fmt: skip
        named = called(self.session, self.actor, list(found.values()))
        return {norm: named.get(key, _("another customer")) for norm, key in found.items()}


def has_licenses(count: int) -> str:
    """Why a customer with licenses in use cannot be deleted."""
    said = ngettext(
        "It has %d active license. Transfer, revoke or cancel it first.",
        "It has %d active licenses. Transfer, revoke or cancel them first.",
        count,
    )
    return said % count
