"""Imports every model, so that metadata and migrations see the whole schema."""

from app.attachments import model as attachments
from app.billing import model as billing
from app.catalogue import model as catalogue
from app.contents import model as contents
from app.core import audit, concerns, numbers, once, withheld
from app.core.db import Base
from app.customers import model as customers
from app.domains import model as domains
from app.drafts import model as drafts
from app.exchange import model as exchange
from app.interactions import model as interactions
from app.invoices import model as invoices
from app.licensing import model as licensing
from app.mail import model as mail
from app.offline import model as offline
from app.orders import model as orders
from app.organization import model as organization
from app.payments import model as payments
from app.segments import model as segments
from app.staff import model as staff
from app.subscriptions import model as subscriptions
from app.tags import model as tags
from app.undo import model as undo
from app.views import model as views

MODELS = (
    audit, concerns, numbers, once, withheld, attachments, billing, catalogue, contents, customers,
    domains, drafts, exchange, interactions, invoices, licensing, mail, offline, orders,
    organization, payments, segments, staff, subscriptions, tags, undo, views,
)  # fmt: skip

__all__ = ["MODELS", "Base"]
