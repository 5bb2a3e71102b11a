"""The columns, filters and shipped views of the list of licenses."""

from dataclasses import replace

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.licensing.filter_fields import CYCLES, STATUSES
from app.licensing.schemas import LicenseRow, LicenseStatus
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.kit.views_book import Shipped
from ui.licensing import looks

LICENSES = columns(
    LicenseRow,
    Column("key", N_("License key"), 146, priority=0),
    Column("product", N_("Product"), 118, priority=0),
    Column("plan", N_("Plan"), 112, cook=cells.muted, priority=3),
    Column("status", N_("Status"), 130, show=looks.status, cook=looks.badge, priority=0),
    Column("expires_on", N_("Expires"), 140, cook=looks.expiry, priority=1),
    Column("activations", N_("Activations"), 92, cook=looks.seats, priority=1),
    Column("customer", N_("Customer"), 160, cook=looks.customer, priority=1, stretch=True),
    Column("order_number", N_("Order number"), 118, cook=cells.muted, priority=4),
    Column("created_at", N_("Created"), 116, cook=cells.muted_day, priority=2),
    Column("client_id", N_("Client ID"), 150, cook=cells.muted, shown=False),
    Column("email", N_("E-mail"), 180, cook=cells.muted, shown=False),
    Column("cycle", N_("Billing cycle"), 100, show=looks.cycle, cook=cells.muted, shown=False),
    Column("updated_at", N_("Updated"), 112, cook=cells.muted_day, shown=False),
)
FILTERS = (
    FilterSpec("status", N_("Status"), choices=STATUSES),
    FilterSpec("product_id", N_("Product")),
    FilterSpec("plan_id", N_("Plan")),
    FilterSpec("expires_on", N_("Expires"), FilterKind.AHEAD),
    FilterSpec("no_customer", N_("Without customer"), FilterKind.YES_NO),
    FilterSpec("over_limit", N_("Over its limit"), FilterKind.YES_NO),
    FilterSpec("cycle", N_("Billing cycle"), choices=CYCLES),
)
_OF_EVERYBODY = frozenset({"customer", "client_id", "email"})
_S = LicenseStatus
_SOON = Condition("expires_on", Op.NEXT, 30)
SHIPPED = (
    Shipped(
        "available",
        N_("Available"),
        ListQuery(conditions=(Condition("status", Op.IN, (_S.AVAILABLE,)),)),
    ),
    Shipped(
        "expiring",
        N_("Expiring in 30 days"),
        ListQuery(conditions=(Condition("status", Op.IN, (_S.ACTIVE,)), _SOON), sort="expires_on"),
    ),
    Shipped(
        "grace",
        N_("In grace"),
        ListQuery(conditions=(Condition("status", Op.IN, (_S.GRACE,)),), sort="expires_on"),
    ),
    Shipped(
        "overLimit",
        N_("Over limit"),
        ListQuery(conditions=(Condition("over_limit", Op.IS, value=True),)),
    ),
    Shipped(
        "unassigned",
        N_("Unassigned"),
        ListQuery(conditions=(Condition("no_customer", Op.IS, value=True),)),
    ),
)
EVERYTHING = N_("All licenses")


def of_one() -> Columns:
    """The columns for a tab of one customer, where what a caller asks about always stays."""
    shown = (spec for spec in LICENSES if spec.key not in _OF_EVERYBODY)
    stays = (replace(spec, priority=0) if spec.priority == 1 else spec for spec in shown)
    return tuple(replace(spec, stretch=True) if spec.key == "product" else spec for spec in stays)


def filters_of_one() -> tuple[FilterSpec, ...]:
    """The filters that make sense among one customer's licenses."""
    return tuple(spec for spec in FILTERS if spec.key != "no_customer")
