"""Ends a deleted customer's data: what remains is a nameless row others may refer to."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.customers import rules
from app.customers.model import Contact, Customer, PortalUser

_BLANKED = (
    "company_name", "legal_name", "first_name", "last_name", "phone", "website", "country",
    "address_line1", "address_line2", "city", "state", "postal_code", "description",
    "company_size", "industry", "annual_revenue_currency", "notes",
)  # fmt: skip


def purge(session: Session, customer: Customer) -> None:
    """Blank every personal field and remove contacts and users; licenses, money and audit stay."""
    for name in _BLANKED:
        setattr(customer, name, "")
    customer.email = None
    customer.email_verified_at = None
    customer.annual_revenue_minor = None
    if customer.avatar is not None:  # Looked at first, or the history cannot tell of it.
        customer.avatar = None
    customer.purged_at = session.info["now"]
    rules.derive(customer, None)
    for kind in (Contact, PortalUser):
        for row in session.scalars(sa.select(kind).where(kind.customer_id == customer.id)):
            session.delete(row)


def close_users(session: Session, customer_id: int) -> None:
    """Nobody signs in for a deleted customer."""
    for user in _users(session, customer_id):
        user.active = False


def reopen_users(session: Session, customer_id: int) -> None:
    """A restored customer's users may sign in again."""
    for user in _users(session, customer_id):
        user.active = True


def _users(session: Session, customer_id: int) -> list[PortalUser]:
    statement = sa.select(PortalUser).where(PortalUser.customer_id == customer_id)
    return list(session.scalars(statement))
