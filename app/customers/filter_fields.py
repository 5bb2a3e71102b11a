"""What the list of customers can be filtered by, for the list, its words and its editors."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.customers.schemas import COMPANY_SIZES, INDUSTRIES, Shelf, Status
from app.customers.schemas import Kind as CustomerKind

STATUSES = (
    (Status.ACTIVE, N_("Active")),
    (Status.INACTIVE, N_("Inactive")),
    (Status.SUSPENDED, N_("Suspended")),
    (Status.BLOCKED, N_("Blocked")),
    (Status.DELETED, N_("Deleted")),
)
KINDS = ((CustomerKind.BUSINESS, N_("Business")), (CustomerKind.INDIVIDUAL, N_("Individual")))
SHELVES = (
    (Shelf.CURRENT, N_("Current")),
    (Shelf.ARCHIVED, N_("Archived")),
    (Shelf.DELETED, N_("Deleted")),
)


def _text(key: str, title: str) -> Field:
    return Field(key, title, Kind.TEXT, may_be_blank=True)


# In the order in which they are offered.
FIELDS = (
    _text("name", N_("Name")),
    _text("company", N_("Company")),
    _text("legal_name", N_("Legal name")),
    _text("person", N_("Person")),
    _text("email", N_("Email")),
    _text("phone", N_("Phone")),
    _text("website", N_("Website")),
    Field("client_id", N_("Client ID"), Kind.TEXT),
    Field("kind", N_("Type"), Kind.CHOICE, KINDS),
    Field("status", N_("Status"), Kind.CHOICE, STATUSES),
    Field("shelf", N_("Show"), Kind.CHOICE, SHELVES),
    Field("verified", N_("Verified"), Kind.YES_NO),
    Field("tags", N_("Tags"), Kind.SET, may_be_blank=True, values=int),
    Field("email_verified", N_("Email verified"), Kind.YES_NO),
    Field("owner_id", N_("Owner"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("team_id", N_("Team"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("country", N_("Country"), Kind.CHOICE, may_be_blank=True),
    _text("address", N_("Street address")),
    _text("city", N_("City")),
    _text("state", N_("State or region")),
    _text("postal_code", N_("Postal code")),
    Field(
        "industry", N_("Industry"), Kind.CHOICE, tuple((name, name) for name in INDUSTRIES),
        may_be_blank=True,
    ),
    Field(
        "company_size", N_("Company size"), Kind.CHOICE,
        tuple((size, size) for size in COMPANY_SIZES), may_be_blank=True,
    ),
    Field("created_at", N_("Joined"), Kind.DAY),
    Field("customer_since", N_("Customer since"), Kind.DAY),
    Field("verified_at", N_("Verified on"), Kind.DAY, may_be_blank=True),
    Field("last_activity_at", N_("Last activity"), Kind.DAY, may_be_blank=True),
    Field("last_interaction", N_("Last interaction"), Kind.DAY, may_be_blank=True),
    Field("updated_at", N_("Last changed"), Kind.DAY),
    Field("deleted_at", N_("Deleted on"), Kind.DAY, may_be_blank=True),
    Field("revenue", N_("Revenue"), Kind.MONEY),
    Field("orders", N_("Orders"), Kind.NUMBER),
    Field("last_order_on", N_("Last order"), Kind.DAY, may_be_blank=True),
    Field("annual_revenue", N_("Annual revenue"), Kind.MONEY, may_be_blank=True),
    Field("licenses", N_("Licenses"), Kind.NUMBER),
    Field("active_licenses", N_("Active licenses"), Kind.NUMBER),
    Field("product", N_("Licensed products"), Kind.SET, may_be_blank=True, values=int),
    Field(
        "license_expires", N_("Next license expiry"), Kind.DAY, may_be_blank=True, ahead=True
    ),
    Field("plan", N_("Subscribed plans"), Kind.SET, may_be_blank=True, values=int),
    Field("subscriptions", N_("Subscriptions"), Kind.NUMBER),
    Field("active_subscriptions", N_("Active subscriptions"), Kind.NUMBER),
    Field("open_invoices", N_("Outstanding invoices"), Kind.NUMBER),
    Field("has_licenses", N_("Has licenses"), Kind.YES_NO),
    Field("has_expired_licenses", N_("Has expired licenses"), Kind.YES_NO),
    Field("has_subscriptions", N_("Has subscriptions"), Kind.YES_NO),
    Field("has_open_invoices", N_("Has outstanding invoices"), Kind.YES_NO),
    Field("has_follow_ups", N_("Has open follow-ups"), Kind.YES_NO),
    Field("has_parent", N_("Has a parent company"), Kind.YES_NO),
    Field("referred", N_("Referred by a customer"), Kind.YES_NO),
    _text("description", N_("Description")),
    _text("notes", N_("Notes")),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
