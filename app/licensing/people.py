"""Finds the customer licenses are for, or creates one of whom only an e-mail is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Product
from app.core.access import Actor, Permission
from app.core.clean import without_controls
from app.core.contact import normalise_email
from app.core.errors import DeskError, Invalid
from app.core.text import _
from app.customers import queries as customers
from app.customers.creation import nameless
from app.customers.model import Customer, PortalUser
from app.customers.owned import lock_customers
from app.customers.stale import refuse_deleted
from app.licensing.model import License
from app.licensing.outcomes import NewCustomer
from app.mail.outbox import queue
from app.organization.service import current

# So many of the licenses that moved are named in a message.
TOLD = 50


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom licenses are for: by id, by Client ID, or by e-mail; the first that is given."""

    customer_id: int | None = None
    client_id: str = ""
    email: str = ""

    @property
    def anybody(self) -> bool:
        """Whether it says anything."""
        return self.customer_id is not None or bool(self.client_id or self.email)


def look_up(session: Session, actor: Actor, whom: Whom) -> Customer | None:
    """The living customer; None where nobody has the e-mail yet.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the e-mail is none, the Client ID is nobody's, or they belong to a customer
            who is not for this actor to see.
        NotFound: there is no such customer, or not for this actor to see.
    """
    found = whom.customer_id
    if found is None and whom.client_id:
        found = _by_client_id(session, whom)
    if found is None and whom.email:
        found = _by_email(session, whom.email)
        if found is not None and not _seen(session, actor, found):
            raise Invalid({"email": _("This e-mail already belongs to another customer.")})
    if found is None:
        return None
    customer = customers.get(session, actor, found)
    refuse_deleted(session, customer)
    return customer


def found_or_new(
    session: Session, actor: Actor, whom: Whom, *, confirmed: bool
) -> tuple[Customer, bool]:
    """The customer, locked, and whether it was created just now.

    Raises:
        NewCustomer: nobody has the e-mail, and that a customer is created is not `confirmed`.
        PermissionDenied: one would have to be created, which the actor's role does not allow.
        Conflict, Invalid, NotFound: as `look_up`.
    """
    found = look_up(session, actor, whom)
    if found is not None:
        lock_customers(session, [found.id])
        refuse_deleted(session, found)
        return found, False
    actor.require(Permission.CUSTOMERS_CREATE)
    if not confirmed:
        said = _("Nobody has the e-mail %s yet. Create a new customer for it?")
        raise NewCustomer(said % whom.email.strip(), whom.email.strip())
    made = nameless(session, actor, whom.email, whom.client_id)
    queue(
        session,
        made.email or "",
        "customer_invitation",
        {"organization": current(session).name, "client_id": made.client_id},
        made.id,
    )
    return made, True


def tell(session: Session, customer: Customer, found: License, product: Product) -> bool:
    """Queue the message that a license is the customer's now, where its product wants one."""
    if not product.email_on_issue or not customer.email:
        return False
    queue(
        session,
        customer.email,
        "license_assigned",
        {
            "organization": current(session).name,
            "name": customer.name or "",
            "product": product.name,
            "license": found.uid,
            "ending": found.key_tail,
            "expires_on": found.expires_on.isoformat() if found.expires_on else "",
        },
        customer.id,
    )
    return True


def reached_at(customer: Customer) -> str:
    """The e-mail a customer may be told something at; nobody writes to who was deleted."""
    return customer.email or "" if customer.deleted_at is None else ""


def refuse_untold(giver: Customer) -> None:
    """Let somebody be told who can be.

    Raises:
        Invalid: they have no e-mail.
    """
    if not reached_at(giver):
        said = _("%s has no e-mail to write to. Transfer without telling them.")
        raise Invalid({"notify": said % called(giver)})


def tell_moved(session: Session, giver: Customer, moved: Sequence[License]) -> None:
    """Queue the message that licenses are not the customer's any more; not whose they are."""
    queue(
        session,
        reached_at(giver),
        "licenses_transferred",
        {
            "organization": current(session).name,
            "name": giver.name or "",
            "count": len(moved),
            "endings": [one.key_tail for one in moved[:TOLD]],
        },
        giver.id,
    )


def called(customer: Customer) -> str:
    """What to call a customer in a sentence."""
    return customer.name or customer.email or customer.client_id


def _by_client_id(session: Session, whom: Whom) -> int | None:
    code = whom.client_id.strip()
    known = code == without_controls(code)
    found = (
        session.scalar(sa.select(Customer.id).where(Customer.client_id == code)) if known else None
    )
    if found is None and not whom.email:
        raise Invalid(
            {
                "client_id": _("No customer has the Client ID “%s”. Correct it, or add an e-mail.")
                % code
            }
        )
    return found


def _by_email(session: Session, email: str) -> int | None:
    try:
        norm = normalise_email(email).norm
    except DeskError as problem:
        raise Invalid({"email": str(problem)}) from problem
    living = Customer.deleted_at.is_(None)
    found = session.scalar(sa.select(Customer.id).where(Customer.email_norm == norm, living))
    if found is not None:
        return found
    users = sa.select(PortalUser.customer_id).where(PortalUser.email_norm == norm)
    return session.scalar(users.where(PortalUser.active))


def _seen(session: Session, actor: Actor, customer_id: int) -> bool:
    statement = sa.select(Customer.id).where(Customer.id == customer_id)
    return session.scalar(statement.where(*customers.visible(actor))) is not None
