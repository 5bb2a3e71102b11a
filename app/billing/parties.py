"""Who sells and who buys, as they are now: what a document keeps when it is issued."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import BillingProfile, SellerLogo
from app.core.batch import among
from app.customers.model import Contact, Customer, PortalUser
from app.customers.rules import person_name
from app.customers.schemas import Kind
from app.organization.service import current

ADDRESS = ("address_line1", "address_line2", "city", "state", "postal_code")
DEFAULT_LOCALE = "en_US"


def profile_of(session: Session, customer_id: int) -> BillingProfile | None:
    """How a customer is billed, where that differs from the customer's own facts."""
    found = sa.select(BillingProfile).where(BillingProfile.customer_id == customer_id)
    return session.scalar(found)


def buyer_of(session: Session, customer: Customer) -> dict[str, Any]:
    """A customer as documents name it: plain texts, and whether it is exempt from tax.

    An address in the billing profile takes the place of the customer's as a whole; its
    other fields stand in one by one.
    """
    return buyers_of(session, [customer])[customer.id]


def buyers_of(session: Session, customers: Sequence[Customer]) -> dict[int, dict[str, Any]]:
    """The same of many, by the customers' ids."""
    ids = sorted({customer.id for customer in customers})
    asked = sa.select(BillingProfile).where(among(session, BillingProfile.customer_id, ids))
    profiles = {row.customer_id: row for row in session.scalars(asked)}
    mails = _mails(session, ids)
    return {
        customer.id: _buyer(customer, profiles.get(customer.id), mails.get(customer.id, ""))
        for customer in customers
    }


def seller_of(session: Session) -> dict[str, Any]:
    """The organization as documents name it; `logo` is the SHA-256 `logo_of` knows it by.

    `locale` is how numbers and days are written where it is, such as "de_CH".
    """
    settings = current(session)
    return {
        "name": settings.seller_name or settings.name,
        "address": settings.seller_address,
        "country": settings.seller_country,
        "tax_id": settings.seller_tax_id,
        "email": settings.seller_email,
        "payment_details": settings.payment_details,
        "note": settings.invoice_note,
        "logo": settings.logo,
        "locale": locale_of(settings.seller_country),
        "time_zone": settings.time_zone,
    }


def billing_email(session: Session, customer: Customer) -> str:
    """Where billing mail goes: as the billing profile says, or to the primary contact.

    Without either to the customer's admin, then to the customer's own address; blank when
    there is none at all.
    """
    return str(buyer_of(session, customer)["email"])


def logo_of(session: Session, sha256: str) -> bytes | None:
    """The picture (PNG or JPEG) with this hash; None without one."""
    return session.scalar(sa.select(SellerLogo.content).where(SellerLogo.sha256 == sha256))


def locale_of(country: str) -> str:
    """The locale most people of a country use, "en_US" where that is not known."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow, seldom needed

    if not country:
        return DEFAULT_LOCALE
    try:
        return str(Locale.parse(f"und_{country}"))
    except (UnknownLocaleError, ValueError):
        return DEFAULT_LOCALE


def _buyer(customer: Customer, profile: BillingProfile | None, mail: str) -> dict[str, Any]:
    own = {name: getattr(customer, name) for name in ADDRESS}
    written = {name: getattr(profile, name) for name in ADDRESS} if profile else {}
    return {
        "name": (profile.name if profile else "") or _called(customer),
        "person": _person(customer),
        "client_id": customer.client_id,
        "email": (profile.email if profile else "") or mail or customer.email or "",
        **(written if any(written.values()) else own),
        "country": (profile.country if profile else "") or customer.country,
        "tax_id": profile.tax_id if profile else "",
        "tax_exempt": bool(profile and profile.tax_exempt),
        "tax_note": profile.tax_note if profile else "",
    }


def _mails(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The primary contacts' addresses, and where they have none the first admins'."""
    admins = sa.select(PortalUser.customer_id, PortalUser.email).where(
        among(session, PortalUser.customer_id, ids), PortalUser.active
    )
    contacts = sa.select(Contact.customer_id, Contact.email).where(
        among(session, Contact.customer_id, ids), Contact.is_primary, Contact.email != ""
    )
    rows = (*session.execute(admins.order_by(PortalUser.id.desc())), *session.execute(contacts))
    return {row.customer_id: row.email for row in rows}


def _called(customer: Customer) -> str:
    firm = customer.kind is Kind.BUSINESS and (customer.legal_name or customer.company_name)
    return firm or customer.name or customer.email or customer.client_id


def _person(customer: Customer) -> str:
    """Whom at a firm a document is for; a person is named already."""
    if customer.kind is not Kind.BUSINESS:
        return ""
    return person_name(customer.first_name, customer.last_name) or ""
