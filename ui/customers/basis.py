"""A customer's editable fields, as its window was filled from them."""

from dataclasses import fields

from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail

NAMES = tuple(field.name for field in fields(ProfileDraft))


def profile_of(found: CustomerDetail) -> ProfileDraft:
    """A customer's editable fields."""
    return ProfileDraft(**{name: getattr(found, name) for name in NAMES})
