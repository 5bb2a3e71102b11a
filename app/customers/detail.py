"""Gathers everything the customer window shows."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from app.core.errors import NotFound
from app.core.money import Money
from app.core.query import Where
from app.core.text import _
from app.customers.model import Contact, Customer, CustomerHold
from app.customers.queries import contacts_of, holds_of
from app.customers.schemas import ContactDetail, CustomerDetail, HoldDetail
from app.staff.model import StaffUser
from app.tags.book import book
from app.tags.schemas import unpacked

# What is not simply a column of the same name.
_MADE = {
    "annual_revenue", "owner", "parent", "referred_by", "revenue", "contacts", "holds", "email",
    "tags", "chips",
}  # fmt: skip


def detail(
    session: Session, customer_id: int, within: tuple[Where, ...], currency: str
) -> CustomerDetail:
    """One customer with contacts and holds.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = session.scalar(
        sa.select(Customer)
        .where(Customer.id == customer_id, *within)
        .options(undefer(Customer.avatar))
    )
    if found is None:
        raise NotFound(_("That customer no longer exists, or is not yours to see."))
    values: dict[str, Any] = {
        field.name: getattr(found, field.name)
        for field in fields(CustomerDetail)
        if field.name not in _MADE
    }
    return CustomerDetail(
        **values,
        email=found.email or "",
        annual_revenue=annual_revenue(found),
        owner=_staff_name(session, found.owner_id),
        parent=_customer_name(session, found.parent_id, within),
        referred_by=_customer_name(session, found.referred_by_id, within),
        revenue=Money(found.revenue_minor, currency),
        contacts=tuple(contact_detail(row) for row in contacts_of(session, customer_id)),
        holds=tuple(hold_detail(row) for row in holds_of(session, customer_id)),
        tags=frozenset(unpacked(found.tags)),
        chips=book(session).chips(found.tags),
    )


def annual_revenue(customer: Customer) -> Money | None:
    """What a customer says it turns over in a year, None when it does not say."""
    if customer.annual_revenue_minor is None:
        return None
    return Money(customer.annual_revenue_minor, customer.annual_revenue_currency)


def contact_detail(row: Contact) -> ContactDetail:
    """A contact as callers see it."""
    return ContactDetail(
        **{field.name: getattr(row, field.name) for field in fields(ContactDetail)}
    )


def hold_detail(row: CustomerHold) -> HoldDetail:
    """A hold as callers see it."""
    return HoldDetail(**{field.name: getattr(row, field.name) for field in fields(HoldDetail)})


def _staff_name(session: Session, staff_id: int | None) -> str:
    if staff_id is None:
        return ""
    return session.scalar(sa.select(StaffUser.name).where(StaffUser.id == staff_id)) or ""


def _customer_name(session: Session, customer_id: int | None, within: tuple[Where, ...]) -> str:
    """What a related customer is called, for those who may see it."""
    if customer_id is None:
        return ""
    found = session.execute(
        sa.select(Customer.name, Customer.email).where(Customer.id == customer_id, *within)
    ).first()
    return (found.name or found.email or "") if found else _("another customer")
