"""Imports every model, so that metadata and migrations see the whole schema."""

from app.core import audit, numbers, once, withheld
from app.core.db import Base
from app.customers import model as customers
from app.drafts import model as drafts
from app.mail import model as mail
from app.organization import model as organization
from app.staff import model as staff
from app.undo import model as undo

MODELS = (
    audit, numbers, once, withheld, customers, drafts, mail, organization, staff, undo,
)  # fmt: skip

__all__ = ["MODELS", "Base"]
