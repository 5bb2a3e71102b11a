"""What follows from a customer's facts: its status, its name, and what lists sort by."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

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
    customer: Customer, email_norm: str | None, edited: frozenset[str] | None = None
) -> None:
    """Rewrite every column that follows from the customer's own fields.

    `email_norm` is the key of its e-mail, None once it has none. With `edited`, only
    what follows from these fields. Called by whatever creates, edits, archives, deletes,
    restores or purges; the status has its own function because holds decide it.
    """
    customer.email_norm = email_norm
    for write in _writers(edited):
        write(customer)


@lru_cache
def _writers(edited: frozenset[str] | None) -> list[Callable[[Customer], None]]:
    return [
        write
        for fields, _columns, write in _FOLLOWS
        if edited is None or not edited.isdisjoint(fields)
    ]


def following(edited: frozenset[str]) -> tuple[str, ...]:
    """The columns that `derive` reads and writes when these fields were edited."""
    found = [part for part in _FOLLOWS if not edited.isdisjoint(part[0])]
    names = ("email_norm", *(name for part in found for name in (*part[0], *part[1])))
    return tuple(dict.fromkeys(names)) if found else ()


def _name(customer: Customer) -> None:
    name = display_name(customer)
    customer.name = name and name[:250]
    customer.name_key = sort_key(name)


def _company(customer: Customer) -> None:
    customer.company_key = sort_key(customer.company_name)


def _phone(customer: Customer) -> None:
    customer.phone_digits = phone_digits(customer.phone)[:40]
    customer.phone_key = customer.phone_digits or sort_key(customer.phone)


def _website(customer: Customer) -> None:
    customer.website_domain = (website_domain(customer.website) or "")[:253]
    customer.website_key = _key(customer.website)


def _email(customer: Customer) -> None:
    customer.email_key = _key(customer.email)


def _client_id(customer: Customer) -> None:
    customer.client_key = _key(customer.client_id)


def _city(customer: Customer) -> None:
    customer.city_key = sort_key(customer.city)


def _state(customer: Customer) -> None:
    customer.state_key = _key(customer.state)


def _postal_code(customer: Customer) -> None:
    customer.postal_key = _key(customer.postal_code)


def _notes(customer: Customer) -> None:
    customer.notes_key = _key(customer.notes)


def _legal_name(customer: Customer) -> None:
    customer.legal_key = _key(customer.legal_name)


def _description(customer: Customer) -> None:
    customer.description_key = _key(customer.description)


def _person(customer: Customer) -> None:
    customer.person_key = _key(person_name(customer.first_name, customer.last_name))


def _address(customer: Customer) -> None:
    customer.address_key = _key(f"{customer.address_line1} {customer.address_line2}")


def _verified(customer: Customer) -> None:
    customer.verified = customer.verified_at is not None


def _shelf(customer: Customer) -> None:
    customer.shelf = shelf_of(customer)


def _search(customer: Customer) -> None:
    customer.search_text = searched(customer)


# Which columns follow from which fields, and what writes them.
_FOLLOWS: tuple[tuple[tuple[str, ...], tuple[str, ...], Callable[[Customer], None]], ...] = (
    (("kind", "first_name", "last_name", "company_name"), ("name", "name_key"), _name),
    (("company_name",), ("company_key",), _company),
    (("phone",), ("phone_digits", "phone_key"), _phone),
    (("website",), ("website_domain", "website_key"), _website),
    (("email",), ("email_key",), _email),
    (("client_id",), ("client_key",), _client_id),
    (("city",), ("city_key",), _city),
    (("state",), ("state_key",), _state),
    (("postal_code",), ("postal_key",), _postal_code),
    (("notes",), ("notes_key",), _notes),
    (("legal_name",), ("legal_key",), _legal_name),
    (("description",), ("description_key",), _description),
    (("first_name", "last_name"), ("person_key",), _person),
    (("address_line1", "address_line2"), ("address_key",), _address),
    (("verified_at",), ("verified",), _verified),
    (("deleted_at", "archived"), ("shelf",), _shelf),
    (
        ("first_name", "last_name", "company_name", "legal_name", "email", "client_id", "phone"),
        ("search_text",),
        _search,
    ),
)
# What `derive` reads, and what it writes.
TELLING = tuple(dict.fromkeys(name for fields, _to, _write in _FOLLOWS for name in fields))
DERIVED = (
    "email_norm",
    *dict.fromkeys(name for _from, columns, _write in _FOLLOWS for name in columns),
)


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
