"""Ends a deleted customer's data: what remains is a nameless row others may refer to."""

from datetime import datetime
from typing import Any

from app.customers import rules

_BLANKED = (
    "company_name", "legal_name", "first_name", "last_name", "phone", "website", "country",
    "address_line1", "address_line2", "city", "state", "postal_code", "description",
    "company_size", "industry", "annual_revenue_currency", "notes",
)  # fmt: skip
_EMPTIED = ("email", "email_verified_at", "annual_revenue_minor", "avatar", "tags")
TOUCHED = tuple(dict.fromkeys((*_BLANKED, *_EMPTIED, "purged_at", *rules.TELLING, *rules.DERIVED)))


def purge(customer: Any, now: datetime) -> None:
    """Blank every personal field of a light copy; licenses, money and audit stay."""
    for name in _BLANKED:
        setattr(customer, name, "")
    for name in _EMPTIED:
        setattr(customer, name, None)
    customer.purged_at = now
    rules.derive(customer, None)
