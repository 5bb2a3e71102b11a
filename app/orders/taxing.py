"""Finds what the tax on an order is reckoned by, and what a new order begins with."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import PaymentMethod, TaxRate
from app.billing.parties import ADDRESS, buyer_of, profile_of
from app.billing.schemas import Rounding
from app.customers.model import Customer
from app.orders.drafts import AddressDraft
from app.orders.schemas import Rate, Start, Taxing
from app.organization.service import current

_MOST_METHODS = 20
_NAME = 200


def taxing(session: Session, customer_id: int | None, country: str, on: date) -> Taxing:
    """The country's rates of a day, and whether they hold for this customer."""
    profile = None if customer_id is None else profile_of(session, customer_id)
    statement = (
        sa.select(TaxRate)
        .where(TaxRate.country == country, TaxRate.valid_from <= on)
        .order_by(TaxRate.valid_from)
    )
    return Taxing(
        country=country,
        on=on,
        exempt=bool(profile and profile.tax_exempt),
        rounding=Rounding(current(session).tax_rounding),
        rates={row.category: Rate(row.name, row.ppm) for row in session.scalars(statement)},
    )


def start(session: Session, customer: Customer) -> Start:
    """What a new order of this customer begins with."""
    methods = sa.select(PaymentMethod).where(
        PaymentMethod.customer_id == customer.id, PaymentMethod.active
    )
    ordered = methods.order_by(PaymentMethod.is_default.desc(), PaymentMethod.id)
    return Start(
        customer=_called(customer),
        currency=current(session).currency,
        shipping_address=own_address(customer),
        billing_address=billing_address(session, customer),
        methods=tuple(_method(one) for one in session.scalars(ordered.limit(_MOST_METHODS))),
    )


def own_address(customer: Customer) -> AddressDraft:
    """A customer's own address as it is now."""
    return AddressDraft(
        name=_called(customer)[:_NAME],
        **{part: getattr(customer, part) for part in ADDRESS},
        country=customer.country,
    )


def billing_address(session: Session, customer: Customer) -> AddressDraft:
    """Who pays, as invoices name them now."""
    buyer = buyer_of(session, customer)
    return AddressDraft(
        name=buyer["name"][:_NAME],
        **{part: buyer[part] for part in ADDRESS},
        country=buyer["country"],
    )


def _called(customer: Customer) -> str:
    return customer.name or customer.email or customer.client_id


def _method(one: PaymentMethod) -> str:
    if not one.last_digits:
        return one.label
    return f"{one.label[:85]} •••• {one.last_digits}"
