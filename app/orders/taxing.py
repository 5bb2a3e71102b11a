"""Finds what the tax on an order is reckoned by, and what a new order begins with."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import BillingProfile, PaymentMethod, TaxRate
from app.billing.schemas import Rounding
from app.customers.model import Customer
from app.orders.drafts import AddressDraft
from app.orders.schemas import Rate, Start, Taxing
from app.organization.service import current

_PARTS = ("address_line1", "address_line2", "city", "state", "postal_code", "country")
_MOST_METHODS = 20


def taxing(session: Session, customer_id: int | None, country: str, on: date) -> Taxing:
    """The country's rates of a day, and whether they hold for this customer."""
    profile = profile_of(session, customer_id)
    statement = (
        sa.select(TaxRate)
        .where(TaxRate.country == country, TaxRate.valid_from <= on)
        .order_by(TaxRate.valid_from)
    )
    return Taxing(
        country=country,
        on=on,
        exempt=bool(profile and profile.tax_exempt),
        rounding=Rounding.LINE,
        rates={row.category: Rate(row.name, row.ppm) for row in session.scalars(statement)},
    )


def start(session: Session, customer: Customer) -> Start:
    """What a new order of this customer begins with."""
    methods = sa.select(PaymentMethod).where(
        PaymentMethod.customer_id == customer.id, PaymentMethod.active
    )
    ordered = methods.order_by(PaymentMethod.is_default.desc(), PaymentMethod.id)
    return Start(
        customer=customer.name or customer.email or customer.client_id,
        currency=current(session).currency,
        shipping_address=own_address(customer),
        billing_address=billing_address(session, customer),
        methods=tuple(_called(one) for one in session.scalars(ordered.limit(_MOST_METHODS))),
    )


def own_address(customer: Customer) -> AddressDraft:
    """A customer's own address as it is now."""
    return AddressDraft(
        name=(customer.name or "")[:200], **{part: getattr(customer, part) for part in _PARTS}
    )


def billing_address(session: Session, customer: Customer) -> AddressDraft:
    """Who pays: the billing profile's address where there is one, or the customer's own."""
    own, profile = own_address(customer), profile_of(session, customer.id)
    if profile is None:
        return own
    written = AddressDraft(profile.name, **{part: getattr(profile, part) for part in _PARTS})
    if not any(getattr(written, part) for part in _PARTS):
        written = own
    return AddressDraft(
        profile.name or own.name,
        **{part: getattr(written, part) for part in _PARTS if part != "country"},
        country=written.country or own.country,
    )


def profile_of(session: Session, customer_id: int | None) -> BillingProfile | None:
    """How a customer is billed, where it differs from its own facts."""
    if customer_id is None:
        return None
    found = sa.select(BillingProfile).where(BillingProfile.customer_id == customer_id)
    return session.scalar(found)


def _called(method: PaymentMethod) -> str:
    if not method.last_digits:
        return method.label
    return f"{method.label} •••• {method.last_digits}"[:100]
