"""Says by whom an e-mail or Client ID is taken, before the database would refuse it."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.clean import without_controls
from app.core.contact import normalise_email
from app.core.errors import DeskError, Invalid
from app.core.text import _
from app.customers.model import Customer, PortalUser
from app.customers.queries import visible


def taken(
    session: Session, actor: Actor, values: Mapping[str, str], own: int | None = None
) -> Invalid:
    """The fields of `values` that another customer than `own` already has.

    Fields ending in "email" are compared by their key; a blank or broken value is
    nobody's. `existing` holds only customers the actor may see.
    """
    fields: dict[str, str] = {}
    existing: dict[str, int] = {}
    for name, value in values.items():
        holder = _holder(session, name, value)
        if holder is None or holder.id == own:
            continue
        seen = session.scalar(
            sa.select(Customer.id).where(Customer.id == holder.id, *visible(actor))
        )
        who = (holder.name or holder.email or holder.client_id) if seen else _("another customer")
        said = _("This e-mail already belongs to %s.")
        if not name.endswith("email"):
            said = _("This Client ID already belongs to %s.")
        fields[name] = said % who
        if seen:
            existing[name] = holder.id
    return Invalid(fields, existing, Customer.__tablename__)


def _holder(session: Session, name: str, value: str) -> Customer | None:
    if not value or without_controls(value) != value:
        return None  # Nobody's, and the draft's own rules say why.
    if not name.endswith("email"):
        return session.scalar(sa.select(Customer).where(Customer.client_id == value))
    try:
        key = normalise_email(value).norm
    except DeskError:
        return None  # The draft's own rules say what is wrong with it.
    living = Customer.deleted_at.is_(None)
    found = session.scalar(sa.select(Customer).where(Customer.email_norm == key, living))
    if found is not None:
        return found
    return session.scalar(
        sa.select(Customer)
        .join(PortalUser, PortalUser.customer_id == Customer.id)
        .where(PortalUser.email_norm == key, PortalUser.active)
    )
