"""Use cases on how customers pay. No card or account number is ever kept."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.drafts import MethodDraft
from app.billing.model import PaymentMethod
from app.billing.schemas import MethodRow
from app.billing.stored import refuse_stale
from app.core.access import Permission
from app.core.errors import Conflict, NotFound
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.stale import refuse_deleted

M = PaymentMethod


class PaymentMethodService(Service):
    """How the customers within the actor's scope pay (BIL-07)."""

    @query(Permission.BILLING_READ)
    def list(self, session: Session, customer_id: int) -> tuple[MethodRow, ...]:
        """A customer's methods: the default first, those out of use last.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customers.get(session, self.actor, customer_id)
        ordered = sa.select(M).where(M.customer_id == customer_id)
        ordered = ordered.order_by(M.active.desc(), M.is_default.desc(), M.id)
        return tuple(_row(found) for found in session.scalars(ordered))

    @use_case(Permission.BILLING_EDIT)
    def add(self, session: Session, customer_id: int, draft: MethodDraft) -> int:
        """Add a method, and return its id; the first in use is the default.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field.
            NotFound: the customer is not there, or not for this actor to see.
        """
        values = draft.checked()
        customer = self._customer(session, customer_id)
        others = any(row.active for row in _of(session, customer.id))
        is_default = values["active"] and not others
        found = M(customer_id=customer.id, is_default=is_default, **values)
        session.add(found)
        session.flush()
        return found.id

    @use_case(Permission.BILLING_EDIT)
    def edit(self, session: Session, method_id: int, version: int, draft: MethodDraft) -> None:
        """Change the version of a method that was read; one out of use is no default.

        Raises:
            Conflict: somebody else changed it since, or the customer is deleted.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        values = draft.checked()
        found = self._get(session, method_id)
        refuse_stale(found, version)
        for name, value in values.items():
            setattr(found, name, value)
        found.is_default = found.is_default and found.active
        session.flush()
        _settle(session, found.customer_id)

    @use_case(Permission.BILLING_EDIT)
    def set_default(self, session: Session, method_id: int) -> None:
        """Let a method be the one that is offered first.

        Raises:
            Conflict: it is out of use, or the customer is deleted.
            NotFound: it is not there, or not for this actor to see.
        """
        found = self._get(session, method_id)
        if not found.active:
            raise Conflict(_("%s is out of use. Use it again first.") % found.label)
        for other in _of(session, found.customer_id):
            other.is_default = other.id == found.id

    @use_case(Permission.BILLING_EDIT)
    def remove(self, session: Session, method_id: int) -> None:
        """Take a method away; payments made by it keep its name.

        Raises:
            Conflict: the customer is deleted.
            NotFound: it is not there, or not for this actor to see.
        """
        found = self._get(session, method_id)
        session.delete(found)
        session.flush()
        _settle(session, found.customer_id)

    def _get(self, session: Session, method_id: int) -> PaymentMethod:
        found = session.get(M, method_id)
        if found is None:
            raise NotFound(_("That payment method is gone. Reload the list."))
        self._customer(session, found.customer_id)
        session.refresh(found)
        return found

    def _customer(self, session: Session, customer_id: int) -> Customer:
        """The customer, locked: whoever changes its methods comes through here."""
        customer = customers.get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, customer)
        return customer


def shown(label: str, last_digits: str) -> str:
    """A method as people know it: "Company card •••• 1234"."""
    return f"{label} •••• {last_digits}" if last_digits else label


def _of(session: Session, customer_id: int) -> list[PaymentMethod]:
    found = sa.select(M).where(M.customer_id == customer_id).order_by(M.id)
    return list(session.scalars(found))


def _settle(session: Session, customer_id: int) -> None:
    """Where a customer has a method in use, let one be the default."""
    active = [row for row in _of(session, customer_id) if row.active]
    if active and not any(row.is_default for row in active):
        active[0].is_default = True


def _row(found: PaymentMethod) -> MethodRow:
    return MethodRow(
        found.id, found.version, found.customer_id, found.kind, found.label, found.last_digits,
        shown(found.label, found.last_digits), found.is_default, found.active,
        found.updated_at, found.updated_by,
    )  # fmt: skip
