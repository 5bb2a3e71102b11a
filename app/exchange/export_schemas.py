"""What crosses the boundary between export and its callers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from app.core.draft import Draft
from app.core.listing import Condition, ListQuery, Op, Selection
from app.core.text import N_, _
from app.customers.schemas import Shelf

# All customers there are; the deleted are nobody's to take out.
EVERYTHING = ListQuery(conditions=(Condition("shelf", Op.IN, (Shelf.CURRENT, Shelf.ARCHIVED)),))
ALL = Selection(EVERYTHING)

# What may be exported and what it is called: the list's columns in its order, then the record's.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "name": N_("Name"),
        "role": N_("Role"),
        "phone": N_("Phone"),
        "email": N_("E-mail"),
        "company": N_("Company"),
        "status": N_("Status"),
        "licenses": N_("Licenses"),
        "active_licenses": N_("Active licenses"),
        "soonest_expiry": N_("Soonest expiry"),
        "subscriptions": N_("Subscriptions"),
        "active_subscriptions": N_("Active subscriptions"),
        "revenue": N_("Revenue"),
        "created_at": N_("Joined"),
        "client_id": N_("Client ID"),
        "kind": N_("Type"),
        "country": N_("Country"),
        "city": N_("City"),
        "owner": N_("Owner"),
        "tags": N_("Tags"),
        "verified": N_("Verified"),
        "open_invoices": N_("Open invoices"),
        "last_activity_at": N_("Last activity"),
        "updated_at": N_("Last changed"),
        "person": N_("Person"),
        "contact_name": N_("Primary contact"),
        "contact_phone": N_("Primary contact’s phone"),
        "contact_email": N_("Primary contact’s e-mail"),
        "first_name": N_("First name"),
        "last_name": N_("Last name"),
        "legal_name": N_("Legal name"),
        "website": N_("Website"),
        "address_line1": N_("Address line 1"),
        "address_line2": N_("Address line 2"),
        "postal_code": N_("Postal code"),
        "state": N_("State or province"),
        "description": N_("Description"),
        "company_size": N_("Company size"),
        "industry": N_("Industry"),
        "annual_revenue": N_("Annual revenue"),
        "annual_revenue_currency": N_("Annual revenue currency"),
        "notes": N_("Notes"),
    }
)
# What an export may be sorted by, in the order of the columns.
SORTABLE = (
    "name", "role", "phone", "email", "company", "status", "licenses", "active_licenses",
    "subscriptions", "active_subscriptions", "revenue", "created_at", "client_id", "kind",
    "country", "city", "owner", "tags", "verified", "open_invoices", "last_activity_at",
    "updated_at",
)  # fmt: skip


class Format(StrEnum):
    """The kind of file an export writes; the value is its ending."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    VCARD = "vcf"


# How many rows may be dragged out of a list at once.
DRAGGED = 5000
PURPOSE_LENGTH = 500


class Scope(StrEnum):
    """Which customers an export is about."""

    SELECTED = "selected"
    FILTERED = "filtered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to take out and how; a vCard has its own columns.

    `columns` are keys of `COLUMNS` in the wanted order, all of them for None; `headings`
    has titles of its own for some. Without a `sort` the rows stand as the selection has
    them. `title` stands above a PDF. With `each_email_once` only the first row of several
    with the same e-mail is taken.
    """

    form: Format
    selection: Selection = ALL
    columns: tuple[str, ...] | None = None
    title: str = ""
    purpose: str = ""
    sort: str = ""
    descending: bool = False
    each_email_once: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)

    def problems(self) -> dict[str, str]:
        """What is wrong with it, as far as it alone can tell; keyed by field."""
        if self.columns == () and self.form is not Format.VCARD:
            return {"columns": _("Choose at least one column.")}
        return {}

    @property
    def scope(self) -> Scope:
        """Which customers it is about."""
        if self.selection.ids is not None:
            return Scope.SELECTED
        asked = self.selection.asked
        everything = not asked.text and asked.conditions == EVERYTHING.conditions
        return Scope.ALL if everything else Scope.FILTERED


@dataclass(frozen=True, slots=True)
class Reach:
    """How many customers an export would be about, and the filter in words, blank for none."""

    filtered: int
    everything: int
    words: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What came of an export; `notes` are sentences about what is not as one might expect."""

    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PresetDraft(Draft):
    """What to export and how, to be saved under a name; a blank `sort` is the list's own."""

    name: str
    form: Format
    columns: tuple[str, ...]
    sort: str = ""
    descending: bool = False
    each_email_once: bool = False
    shared: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (100, N_("The name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Give the preset a name.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """At least one column, each of them known and there once."""
        columns: Sequence[str] = values["columns"]
        if not columns or len(set(columns)) < len(columns) or not set(columns) <= set(COLUMNS):
            return {"columns": _("Choose at least one column, and each only once.")}
        return {}


@dataclass(frozen=True, slots=True)
class Preset:
    """A saved way to export: one that ships (`id` 0), the actor's own, or one others share.

    `mine` may be changed and removed by whoever asked. `hint` says what it is for.
    """

    key: str
    name: str
    form: Format
    columns: tuple[str, ...]
    sort: str = ""
    descending: bool = False
    each_email_once: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    id: int = 0
    version: int = 0
    shared: bool = False
    mine: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ExportJob:
    """A line of the log of exports: who took out what, and why.

    `file` is empty for rows dragged out of a list. `words` says in words what the list was
    asked; `columns` their titles. Not `written`, the file could not be put in its place.
    """

    id: int
    at: datetime
    who: str
    file: str
    form: Format
    scope: Scope
    words: str
    columns: str
    rows: int
    purpose: str
    written: bool


def suggested_name(form: Format, today: date, preset: str = "") -> str:
    """What to call an export of that day."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in preset.lower()).strip("-")
    return f"{kept or _('customers')}-{today.isoformat()}.{form.value}"
