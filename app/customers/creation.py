"""Creates customers: a company with its admin user and contact, or one by the quick form."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import numbers
from app.core.access import Actor
from app.core.contact import email_problem, normalise_email
from app.core.errors import Invalid
from app.core.folding import sort_key
from app.core.passwords import Hasher
from app.customers import rules, verifying
from app.customers.drafts import CompanyDraft, CustomerDraft
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.customers.schemas import Created, HoldKind, HoldReason, Kind
from app.customers.unique import taken
from app.mail.outbox import queue
from app.organization.service import current
from app.tags.book import book
from app.tags.schemas import packed

SERIES = "customers"
CUSTOMER_ADMIN = "customer_admin"
_CODES_AT_ONCE = 500


def company(session: Session, actor: Actor, draft: CompanyDraft) -> Created:
    """Add a company, its admin user, its primary contact and the welcome message."""
    values, problems = draft.values(), draft.problems()
    settings = current(session)
    if "admin_password" not in problems and (
        weak := settings.password_policy.problem(draft.admin_password)
    ):
        problems["admin_password"] = weak
    problems |= _tags_problem(session, values, problems)
    existing = taken(session, actor, {"admin_email": values["admin_email"]})
    if problems or existing.fields:
        raise Invalid(existing.fields | problems, existing.existing, existing.table)
    email = normalise_email(values["admin_email"])
    made = _new(
        session,
        actor,
        email.norm,
        kind=Kind.BUSINESS,
        email=email.typed,
        first_name=values["admin_first_name"],
        last_name=values["admin_last_name"],
        **{name: values[name] for name in _COMPANY_FIELDS},
        tags=packed(values["tags"]),
    )
    session.add(
        PortalUser(
            customer_id=made.id,
            first_name=made.first_name,
            last_name=made.last_name,
            email=email.typed,
            email_norm=email.norm,
            password_hash=Hasher().hash(draft.admin_password),
            role=CUSTOMER_ADMIN,
            active=True,
        )
    )
    session.add(_primary_contact(made, values))
    queue(
        session,
        email.typed,
        "company_welcome",
        {
            "organization": settings.name,
            "company": made.company_name,
            "name": rules.person_name(made.first_name, made.last_name),
            "sign_in": email.typed,
            "client_id": made.client_id,
        },
        made.id,
    )
    return Created(made.id, made.client_id, email.typed)


def customer(session: Session, actor: Actor, draft: CustomerDraft) -> int:
    """Add one customer; inactive from the start if the draft says so."""
    values, problems = draft.values(), draft.problems()
    problems |= _tags_problem(session, values, problems)
    existing = taken(session, actor, {"email": values["email"], "client_id": values["client_id"]})
    if problems or existing.fields:
        raise Invalid(existing.fields | problems, existing.existing, existing.table)
    email = normalise_email(values.pop("email"))
    revenue, active = values.pop("annual_revenue"), values.pop("active")
    if revenue is not None:
        values["annual_revenue_minor"] = revenue.minor
        values["annual_revenue_currency"] = revenue.currency
    values["tags"] = packed(values["tags"])
    made = _new(session, actor, email.norm, email=email.typed, **values)
    if not active:
        hold = CustomerHold(
            customer_id=made.id,
            kind=HoldKind.INACTIVE,
            reason=HoldReason.MANUAL,
            note="",
            starts_at=session.info["now"],
        )
        session.add(hold)
        rules.refresh_status(made, [hold], session.info["now"])
    return made.id


def nameless(session: Session, actor: Actor, email: str, client_id: str = "") -> Customer:
    """Add a customer of whom only an e-mail is known (LIC-13); the Client ID is like a UUID.

    Raises:
        Invalid: the e-mail or Client ID cannot be used, or belongs to somebody.
    """
    if problem := email_problem(email):
        raise Invalid({"email": problem})
    existing = taken(session, actor, {"email": email, "client_id": client_id})
    if existing.fields:
        raise existing
    found = normalise_email(email)
    code = client_id or str(uuid4())
    return _new(session, actor, found.norm, kind=Kind.INDIVIDUAL, email=found.typed, client_id=code)


def built(
    actor: Actor,
    email_norm: str,
    values: Mapping[str, Any],
    make: Callable[..., Customer] = Customer,
) -> Customer:
    """A customer of the actor's with everything derived, in no session yet.

    `values` holds its fields by name, the Client ID among them. `make` may give
    something lighter that has a customer's attributes.
    """
    made = make(**{**_BLANK, **values}, uid=str(uuid4()))
    if actor.id is not None:
        made.owner_id, made.team_id = actor.id, actor.team_id
        made.owner_key = sort_key(actor.name)
    rules.derive(made, email_norm)
    return made


def _new(session: Session, actor: Actor, email_norm: str, **values: Any) -> Customer:
    values["client_id"] = values.get("client_id") or free_codes(session, 1)[0]
    made = built(actor, email_norm, values)
    verifying.starter(session)(made)
    session.add(made)
    session.flush()
    return made


def _tags_problem(
    session: Session, values: Mapping[str, Any], problems: Mapping[str, str]
) -> dict[str, str]:
    """What is wrong with the tags a new customer is to carry."""
    if not values["tags"] or "tags" in problems:
        return {}
    problem = book(session).problem((), values["tags"])
    return {"tags": problem} if problem else {}


def free_codes(session: Session, count: int) -> list[str]:
    """The next `count` numbers for customers, leaving out those somebody typed as a Client ID."""
    found: list[str] = []
    while len(found) < count:
        codes = numbers.take(session, SERIES, min(count - len(found), _CODES_AT_ONCE))
        used = sa.select(Customer.client_id).where(Customer.client_id.in_(codes))
        taken_codes = frozenset(session.scalars(used))
        found += [code for code in codes if code not in taken_codes]
    return found


# What SQLAlchemy would fill in at the flush, but deriving needs before it.
_TEXTS = (
    "company_name", "legal_name", "first_name", "last_name", "phone", "website",
    "address_line1", "address_line2", "city", "state", "postal_code", "description", "notes",
)  # fmt: skip
_BLANK = dict.fromkeys(_TEXTS, "") | {"archived": False, "deleted_at": None, "verified_at": None}
_COMPANY_FIELDS = (
    "company_name", "website", "phone", "country", "address_line1", "address_line2", "city",
    "state", "postal_code", "description",
)  # fmt: skip


def _primary_contact(made: Customer, values: dict[str, Any]) -> Contact:
    """The contact as typed, or the admin user where nothing was typed."""
    given = any(values[f"contact_{name}"] for name in ("name", "phone", "email", "address"))
    admin = rules.person_name(made.first_name, made.last_name) or ""
    return Contact(
        customer_id=made.id,
        name=values["contact_name"] or admin,
        phone=values["contact_phone"] or ("" if given else made.phone),
        email=values["contact_email"] or ("" if given else made.email or ""),
        address=values["contact_address"],
        is_primary=True,
    )
