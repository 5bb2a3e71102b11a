"""Use cases on how a customer is billed."""

from dataclasses import fields

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.drafts import ProfileDraft
from app.billing.model import BillingProfile
from app.billing.parties import ADDRESS, buyer_of, profile_of
from app.billing.schemas import BillsTo, ProfileDetail
from app.billing.stored import refuse_stale
from app.core.access import Permission
from app.core.errors import Invalid
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.organization.service import current

_OWN = tuple(field.name for field in fields(ProfileDraft))


class BillingProfileService(Service):
    """Billing information of the customers within the actor's scope (BIL-12)."""

    @query(Permission.BILLING_READ)
    def show(self, session: Session, customer_id: int) -> ProfileDetail:
        """How a customer is billed, and what documents would say now.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customer = customers.get(session, self.actor, customer_id)
        found = profile_of(session, customer.id)
        buyer = buyer_of(session, customer)
        stored = found or ProfileDraft()
        terms = current(session).payment_terms_days
        return ProfileDetail(
            customer_id=customer.id,
            version=found.version if found else 0,
            **{name: getattr(stored, name) for name in _OWN},
            to_name=buyer["name"],
            to_email=buyer["email"],
            to_address=tuple(buyer[name] for name in ADDRESS if buyer[name]),
            to_country=buyer["country"],
            to_terms_days=terms if stored.terms_days is None else stored.terms_days,
            parent=self._parent(session, customer),
        )

    @use_case(Permission.BILLING_EDIT)
    def save(self, session: Session, customer_id: int, version: int, draft: ProfileDraft) -> None:
        """Keep how a customer is billed; documents that were issued stay as they are.

        Raises:
            Conflict: somebody else changed it since `version`, or the customer is deleted.
            Invalid: the draft has problems, keyed by field; or there is no parent to bill.
            NotFound: the customer is not there, or not for this actor to see.
        """
        values = draft.checked()
        customer = customers.get(session, self.actor, customer_id, lock=True)
        refuse_deleted(session, customer)
        if values["bills_to"] is BillsTo.PARENT and customer.parent_id is None:
            said = _("This customer has no parent account. Choose one in its profile first.")
            raise Invalid({"bills_to": said})
        found = profile_of(session, customer.id)
        if found is None:
            if version:
                raise Invalid({"name": _("This was removed meanwhile. Open it again.")})
            found = BillingProfile(customer_id=customer.id)
            session.add(found)
        else:
            refuse_stale(found, version)
        for name in _OWN:
            setattr(found, name, values[name])

    def _parent(self, session: Session, customer: Customer) -> str | None:
        """What the account above is called, where the actor may see it."""
        if customer.parent_id is None:
            return None
        seen = sa.select(Customer.name).where(
            Customer.id == customer.parent_id, *customers.visible(self.actor)
        )
        found = session.execute(seen).first()
        return (found.name or "") if found else _("another customer")
