"""What crosses the boundary between the customers feature and its callers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.money import Money
from app.core.text import N_
from app.tags.schemas import TagChip


class Kind(StrEnum):
    """What a customer is."""

    BUSINESS = "business"
    INDIVIDUAL = "individual"


class Status(StrEnum):
    """Where a customer stands; derived from its holds and its deletion."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    DELETED = "deleted"


class Shelf(StrEnum):
    """Which of three lists a customer stands in; each is whole and sorted by itself."""

    CURRENT = "current"
    ARCHIVED = "archived"
    DELETED = "deleted"


class HoldKind(StrEnum):
    """What a hold does to a customer."""

    SUSPENDED = "suspended"
    INACTIVE = "inactive"
    BLOCKED = "blocked"


class HoldReason(StrEnum):
    """Why a customer is held."""

    PAYMENT = "payment"
    FRAUD = "fraud"
    LEGAL = "legal"
    REQUEST = "request"
    MANUAL = "manual"


COMPANY_SIZES = ("1-10", "11-50", "51-200", "201-500", "500+")
INDUSTRIES = (
    N_("Agriculture"), N_("Automotive"), N_("Construction"), N_("Education"), N_("Energy"),
    N_("Finance"), N_("Government"), N_("Healthcare"), N_("Hospitality"), N_("Legal services"),
    N_("Manufacturing"), N_("Media"), N_("Non-profit"), N_("Professional services"),
    N_("Real estate"), N_("Retail"), N_("Technology"), N_("Telecommunications"),
    N_("Transport and logistics"), N_("Other"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A line in the list of customers.

    `name` is None when nobody told it ("N/A" on screen). `revenue` is in the
    organization's currency. Field names are sort keys.
    """

    id: int
    name: str | None
    person: str | None
    role: str
    phone: str
    email: str
    company: str | None
    status: Status
    licenses: int
    active_licenses: int
    subscriptions: int
    active_subscriptions: int
    revenue: Money
    open_invoices: int
    created_at: datetime
    client_id: str
    kind: Kind
    country: str
    city: str
    owner: str
    verified: bool
    archived: bool
    last_activity_at: datetime | None
    updated_at: datetime
    tags: tuple[TagChip, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """A person to talk to at a customer."""

    id: int
    version: int
    name: str
    phone: str
    email: str
    address: str
    role: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class HoldDetail:
    """Something that holds a customer back; in force until it is released or ends."""

    id: int
    kind: HoldKind
    reason: HoldReason
    note: str
    starts_at: datetime
    ends_at: datetime | None
    released_at: datetime | None
    released_by: str
    created_by: str


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """Everything the customer window shows of one customer.

    `tags` are all it carries, `chips` those it shows.
    """

    id: int
    version: int
    uid: str
    client_id: str
    kind: Kind
    name: str | None
    first_name: str
    last_name: str
    company_name: str
    legal_name: str
    email: str
    email_verified_at: datetime | None
    phone: str
    website: str
    country: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    postal_code: str
    description: str
    company_size: str
    industry: str
    annual_revenue: Money | None
    notes: str
    status: Status
    archived: bool
    verified_at: datetime | None
    verified_by: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    deleted_at: datetime | None
    purge_due_at: datetime | None
    purged_at: datetime | None
    last_activity_at: datetime | None
    owner_id: int | None
    owner: str
    team_id: int | None
    parent_id: int | None
    parent: str
    referred_by_id: int | None
    referred_by: str
    avatar: bytes | None
    licenses: int
    active_licenses: int
    subscriptions: int
    active_subscriptions: int
    open_invoices: int
    revenue: Money
    contacts: tuple[ContactDetail, ...]
    holds: tuple[HoldDetail, ...]
    tags: frozenset[int] = frozenset()
    chips: tuple[TagChip, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One field that one change touched; `old` and `new` are as shown to a person.

    `seq` is its entry in the audit trail, `command` the whole change it was part of, `key`
    the field's own name; `restorable` where it can get its old value back by itself,
    `undoable` where this person may take back the whole change.
    """

    id: int
    at: datetime
    who: str
    what: str
    field: str
    old: str
    new: str
    reason: str
    seq: int = 0
    command: int = 0
    key: str = ""
    restorable: bool = False
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Probe:
    """What has been typed so far about a customer who may be known already.

    `own` is the id of the customer it is about, if that is stored: no duplicate of itself.
    """

    email: str = ""
    name: str = ""
    phone: str = ""
    website: str = ""
    postal_code: str = ""
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A customer who may be the one being typed, and why: "same e-mail" and the like."""

    id: int
    name: str
    email: str
    why: str


@dataclass(frozen=True, slots=True)
class Created:
    """A new company account, and the address its admin user signs in with."""

    customer_id: int
    client_id: str
    sign_in: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an action on several customers: ids done, and ids refused with why."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What deleting customers would do: whom it concerns, who is refused, when it is final.

    `blocked` holds (id, name) of those with active licenses.
    """

    names: tuple[str, ...]
    blocked: tuple[tuple[int, str], ...]
    grace_days: int
