"""Imports every model, so that metadata and migrations see the whole schema."""

from app.core import audit, numbers, once
from app.core.db import Base
from app.customers import model as customers
from app.drafts import model as drafts
from app.mail import model as mail
from app.organization import model as organization
from app.staff import model as staff

MODELS = (audit, numbers, once, customers, drafts, mail, organization, staff)

__all__ = ["MODELS", "Base"]
