"""What follows from a customer's facts: its status, its name, and what lists sort by."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from app.core.contact import phone_digits, website_domain
from app.core.errors import Conflict
from app.core.folding import fold, search_text, sort_key
from app.core.text import _
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import HoldKind, Kind, Shelf, Status

# When several holds are in force, the first of these wins.
_STRONGEST = (HoldKind.BLOCKED, HoldKind.SUSPENDED, HoldKind.INACTIVE)
# From which status each hold may begin (DOMAIN, machine "Customer").
_BEGINS_FROM = {
    HoldKind.INACTIVE: frozenset({Status.ACTIVE}),
    HoldKind.SUSPENDED: frozenset({Status.ACTIVE}),
    HoldKind.BLOCKED: frozenset({Status.ACTIVE, Status.INACTIVE, Status.SUSPENDED}),
}

# What `derive` reads, and what it writes.
TELLING = (
    "kind", "first_name", "last_name", "company_name", "legal_name", "email", "client_id",
    "phone", "website", "city", "state", "postal_code", "notes", "verified_at", "deleted_at",
    "archived",
)  # fmt: skip
DERIVED = (
    "name", "name_key", "company_key", "city_key", "email_norm", "phone_digits", "phone_key",
    "website_domain", "verified", "search_text", "shelf", "email_key", "website_key",
    "client_key", "state_key", "postal_key", "notes_key",
)  # fmt: skip
# What a search looks through, which is by far the longest to derive.
_SEARCHED = frozenset(
    {"first_name", "last_name", "company_name", "legal_name", "email", "client_id", "phone"}
)


def in_force(hold: CustomerHold, now: datetime) -> bool:
    """Whether a hold counts at `now`: begun, not released, not past its end."""
    ended = hold.ends_at is not None and hold.ends_at <= now
    return hold.starts_at <= now and hold.released_at is None and not ended


def status_of(deleted_at: datetime | None, holds: Iterable[CustomerHold], now: datetime) -> Status:
    """A customer's status, from its facts: the one place that decides it."""
    if deleted_at is not None:
        return Status.DELETED
    kinds = {hold.kind for hold in holds if in_force(hold, now)}
    strongest = next((kind for kind in _STRONGEST if kind in kinds), None)
    return Status(strongest.value) if strongest else Status.ACTIVE


def refuse_hold(status: Status, kind: HoldKind) -> None:
    """Check that a hold of `kind` may begin.

    Raises:
        Conflict: the customer's status does not allow it; the sentence says which would.
    """
    if status in _BEGINS_FROM[kind]:
        return
    if status is Status.DELETED:
        raise Conflict(_("This customer is deleted. Restore it first."))
    raise Conflict(
        _("This customer is %(status)s. Activate it before you make it %(wanted)s.")
        % {"status": status.value, "wanted": kind.value}
    )


def person_name(first_name: str, last_name: str) -> str | None:
    """First and last name in one, None without either."""
    return f"{first_name} {last_name}".strip() or None


def display_name(customer: Customer) -> str | None:
    """A company's name for a business, a person's otherwise; None when nobody told it."""
    person = person_name(customer.first_name, customer.last_name)
    if customer.kind is Kind.BUSINESS:
        return customer.company_name or person
    return person or customer.company_name or None


def derive(
    customer: Customer, email_norm: str | None, edited: Set[str] = frozenset(TELLING)
) -> None:
    """Rewrite every column that follows from the customer's own fields.

    `email_norm` is the key of its e-mail, None once it has none; `edited` may say which
    fields changed, to spare work. Called by whatever creates, edits, archives, deletes,
    restores or purges; the status has its own function because holds decide it.
    """
    name = display_name(customer)
    customer.name = name and name[:250]
    customer.name_key = sort_key(name)
    customer.company_key = sort_key(customer.company_name)
    customer.city_key = sort_key(customer.city)
    customer.email_norm = email_norm
    customer.phone_digits = phone_digits(customer.phone)[:40]
    customer.phone_key = customer.phone_digits or sort_key(customer.phone)
    customer.website_domain = (website_domain(customer.website) or "")[:253]
    customer.verified = customer.verified_at is not None
    if not edited.isdisjoint(_SEARCHED):
        customer.search_text = searched(customer)
    customer.email_key = _key(customer.email)
    customer.website_key = _key(customer.website)
    customer.client_key = _key(customer.client_id)
    customer.state_key = _key(customer.state)
    customer.postal_key = _key(customer.postal_code)
    customer.notes_key = _key(customer.notes)
    customer.shelf = shelf_of(customer)


def _key(text: str | None) -> str | None:
    """What filters compare; None when it is blank."""
    return fold(text) or None if text else None


def searched(customer: Customer) -> str:
    """The folded text a search looks through: names, company, e-mail, Client ID, phone."""
    parts = [
        person_name(customer.first_name, customer.last_name), customer.company_name,
        customer.legal_name, customer.email, customer.email_norm, customer.client_id,
    ]  # fmt: skip
    return search_text(dict.fromkeys(parts), [customer.phone])


def shelf_of(customer: Customer) -> Shelf:
    """Which list a customer stands in."""
    if customer.deleted_at is not None:
        return Shelf.DELETED
    return Shelf.ARCHIVED if customer.archived else Shelf.CURRENT


def refresh_status(customer: Customer, holds: Sequence[CustomerHold], now: datetime) -> None:
    """Rewrite the materialised status and shelf after a fact changed."""
    customer.status = status_of(customer.deleted_at, holds, now)
    customer.shelf = shelf_of(customer)
