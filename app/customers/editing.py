"""Saves edits of a customer's profile, contacts and picture."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.contact import normalise_email, phone_problem, website_problem
from app.core.errors import Conflict, Invalid, NotFound
from app.core.folding import sort_key
from app.core.text import _
from app.customers import rules, verifying
from app.customers.detail import annual_revenue
from app.customers.drafts import ContactDraft, ProfileDraft
from app.customers.model import Contact, Customer
from app.customers.queries import get
from app.customers.relations import refuse_circle
from app.customers.stale import gone_contact, join_contact, join_profile, refuse_deleted
from app.customers.unique import taken
from app.customers.verify_schemas import Ground
from app.organization.schemas import EmailPolicy
from app.organization.service import current
from app.staff.model import StaffUser
from app.tags.book import book
from app.tags.schemas import packed, unpacked

AVATAR_BYTES = 1 << 20
# What may verify a customer by itself once these fields are others.
_VERIFYING = {"email": Ground.DOMAIN, "referred_by_id": Ground.REFERRED}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def profile_of(customer: Customer) -> ProfileDraft:
    """A customer's editable fields as they are stored."""
    names = [field.name for field in fields(ProfileDraft)]
    values = {name: getattr(customer, name) for name in names if name != "annual_revenue"}
    values["email"] = customer.email or ""
    values["tags"] = frozenset(unpacked(customer.tags))
    return ProfileDraft(**values, annual_revenue=annual_revenue(customer))


def to_edit(session: Session, actor: Actor, customer_id: int, base: ProfileDraft) -> Customer:
    """The customer whose window showed `base`, locked against other writers.

    Raises:
        NotFound: it is not there, or not for this actor to see; if it was, that is said.
    """
    try:
        return get(session, actor, customer_id, lock=True)
    except NotFound:
        known = session.get(Customer, customer_id)
        if known is None or base.client_id != known.client_id:
            raise
        raise NotFound(
            _("This customer has another owner now and is no longer yours to see.")
        ) from None


def profile(
    session: Session,
    actor: Actor,
    customer: Customer,
    version: int,
    drafts: tuple[ProfileDraft, ProfileDraft],
) -> int:
    """Save what changed from the first draft, seen at `version`, to the second.

    What others changed since stays. Gives the new version.

    Raises:
        Conflict: the customer was deleted, or others put these two below one another.
        Invalid: the changes have problems, keyed by field.
        Stale: others changed the same fields since.
    """
    refuse_deleted(session, customer)
    base, mine = (draft.values() for draft in drafts)
    stored = profile_of(customer).values()
    # Also at the same version: who saved before and was merged does not hold all that is stored.
    mine = join_profile(session, actor, customer, (base, stored, mine))
    if customer.version == version:
        session.info.pop("merged", None)
    changes = {name: value for name, value in mine.items() if value != stored[name]}
    problems = {
        name: said
        for name, said in ProfileDraft(**mine).problems().items()
        if name in changes or not mine[name]
    }
    problems |= _changed_problems(session, actor, customer, changes)
    existing = taken(
        session,
        actor,
        {name: changes[name] for name in ("email", "client_id") if name in changes},
        customer.id,
    )
    if problems or existing.fields:
        raise Invalid(existing.fields | problems, existing.existing, existing.table)
    _apply(session, customer, changes)
    session.flush()
    if changes.get("parent_id") is not None:
        refuse_circle(session, changes["parent_id"])
    grounds = tuple(ground for name, ground in _VERIFYING.items() if name in changes)
    verifying.automatic(session, customer, *grounds)
    return customer.version


def _changed_problems(
    session: Session, actor: Actor, customer: Customer, changes: dict[str, Any]
) -> dict[str, str]:
    """Rules for values that change; what came by an import may stay as it is."""
    country = changes.get("country", customer.country) or "US"
    found: dict[str, str | None] = {}
    if "email" in changes and current(session).email_policy is EmailPolicy.IMMUTABLE:
        found["email"] = _("The organization's settings do not let e-mail addresses change.")
    if "phone" in changes:
        found["phone"] = phone_problem(changes["phone"], country)
    if "website" in changes:
        found["website"] = website_problem(changes["website"])
    if changes.get("owner_id") is not None:
        found["owner_id"] = _owner_problem(session, changes["owner_id"])
    if "tags" in changes:
        found["tags"] = book(session).problem(unpacked(customer.tags), changes["tags"])
    for name in ("parent_id", "referred_by_id"):
        if changes.get(name) is not None:
            found[name] = _relation_problem(session, actor, customer, changes[name], name)
    return {name: said for name, said in found.items() if said}


def _owner_problem(session: Session, owner_id: int) -> str | None:
    owner = session.get(StaffUser, owner_id)
    there = owner is not None and owner.active
    return None if there else _("Choose somebody who works here.")


def _relation_problem(
    session: Session, actor: Actor, customer: Customer, other: int, name: str
) -> str | None:
    """A parent or referrer must exist; parents never form a circle."""
    try:
        above: Customer | None = get(session, actor, other)
    except NotFound as missing:
        return str(missing)
    if other == customer.id:
        return _("A customer cannot be its own parent or referrer.")
    while name == "parent_id" and above is not None and above.parent_id is not None:
        if above.parent_id == customer.id:
            return _("%s already stands below this customer.") % (above.name or above.email)
        above = session.get(Customer, above.parent_id)
    return None


def _apply(session: Session, customer: Customer, changes: dict[str, Any]) -> None:
    email_norm = customer.email_norm
    for name, value in changes.items():
        if name == "annual_revenue":
            customer.annual_revenue_minor = value and value.minor
            customer.annual_revenue_currency = value.currency if value else ""
        elif name == "tags":
            customer.tags = packed(value)
        elif name == "email":
            address = normalise_email(value)
            customer.email, email_norm = address.typed, address.norm
            customer.email_verified_at = None
        else:
            setattr(customer, name, value)
    if "owner_id" in changes:
        owner = session.get(StaffUser, customer.owner_id) if customer.owner_id else None
        customer.team_id = owner.team_id if owner else None
        customer.owner_key = sort_key(owner.name) if owner else None
    rules.derive(customer, email_norm)


def contact(
    session: Session,
    customer_id: int,
    draft: ContactDraft,
    contact_id: int | None,
    seen: tuple[int, ContactDraft | None],
) -> int:
    """Add or save a contact; a new primary one takes the place of the old.

    `seen` is the version the editor began with, and what it held; what others changed
    since stays.

    Raises:
        Conflict: others changed it since, and nobody says what it held before.
        Invalid: the draft has problems, keyed by field.
        NotFound: somebody removed it.
        Stale: others changed the same fields since.
    """
    values = draft.checked()
    if contact_id is None:
        row = Contact(customer_id=customer_id)
    else:
        row = the_contact(session, customer_id, contact_id)
        values = _joined(session, row, seen, values)
    if values["is_primary"]:
        others = session.scalars(
            sa.select(Contact).where(
                Contact.customer_id == customer_id, Contact.is_primary, Contact.id != contact_id
            )
        )
        for other in others:
            other.is_primary = False
        # The old one must step down before the index sees the new one.
        session.flush()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row.id


def contact_of(row: Contact) -> ContactDraft:
    """A contact's editable fields as they are stored."""
    return ContactDraft(**{field.name: getattr(row, field.name) for field in fields(ContactDraft)})


def _joined(
    session: Session,
    row: Contact,
    seen: tuple[int, ContactDraft | None],
    values: dict[str, Any],
) -> dict[str, Any]:
    version, base = seen
    if base is None and row.version == version:
        return values
    if base is None:
        raise Conflict(
            _("%s changed this contact meanwhile. Reload it and enter your change again.")
            % (row.updated_by or _("Somebody else"))
        )
    values = join_contact(session, row, (base.values(), contact_of(row).values(), values))
    if row.version == version:
        session.info.pop("merged", None)
    return values


def the_contact(session: Session, customer_id: int, contact_id: int) -> Contact:
    """A contact of this customer.

    Raises:
        NotFound: there is none with that id.
    """
    found = session.get(Contact, contact_id)
    if found is None or found.customer_id != customer_id:
        raise NotFound(gone_contact(session, customer_id, contact_id))
    return found


def avatar(customer: Customer, image: bytes | None) -> None:
    """Keep a customer's picture, or none."""
    if image is not None and len(image) > AVATAR_BYTES:
        raise Invalid({"avatar": _("The picture is larger than 1 MB. Choose a smaller one.")})
    if image is not None and not image.startswith(_PICTURES):
        raise Invalid({"avatar": _("Choose a PNG or JPEG picture.")})
    # Looked at first: the history can only tell of a change from what was loaded.
    if customer.avatar != image:
        customer.avatar = image
