"""Imports every model, so that metadata and migrations see the whole schema."""

from app.core import audit, numbers, once, withheld
from app.core.db import Base
from app.customers import model as customers
from app.drafts import model as drafts
from app.exchange import model as exchange
from app.mail import model as mail
from app.organization import model as organization
from app.staff import model as staff
from app.undo import model as undo
from app.views import model as views

MODELS = (
    audit, numbers, once, withheld, customers, drafts, exchange, mail, organization, staff, undo,
    views,
)  # fmt: skip

__all__ = ["MODELS", "Base"]
