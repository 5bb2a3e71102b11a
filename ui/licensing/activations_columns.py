"""The columns, filters and shipped views of the list of activations."""

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.licensing.activations_fields import KINDS, STATES
from app.licensing.schemas import ActivationRow, ActivationState
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.kit.views_book import Shipped
from ui.licensing import activations_looks as looks

SEEN = "last_verified_at"
ACTIVATIONS = columns(
    ActivationRow,
    Column("device", N_("Device"), 130, cook=looks.device, priority=0, stretch=True),
    Column("key", N_("License key"), 146, priority=0),
    Column("product", N_("Product"), 120, priority=2),
    Column("ip", N_("IP address"), 138, cook=cells.muted, priority=3),
    Column("state", N_("Status"), 112, show=looks.state, cook=looks.badge, priority=0),
    Column("activated_at", N_("Activated"), 112, cook=cells.muted_day, priority=4),
    Column(SEEN, N_("Last verified"), 140, cook=looks.verified, priority=0),
    Column("customer", N_("Customer"), 160, cook=looks.customer, priority=1),
    Column("identifier", N_("Identifier"), 180, cook=cells.muted, shown=False, sortable=False),
    Column("hostname", N_("Host name"), 140, cook=cells.muted, shown=False),
    Column("platform", N_("Platform"), 120, cook=cells.muted, shown=False),
    Column("domain", N_("Domain"), 150, cook=cells.muted, shown=False),
    Column("kind", N_("Kind"), 90, show=looks.kind, cook=cells.muted, shown=False),
    Column("offline", N_("Offline"), 80, cook=cells.muted, shown=False, sortable=False),
    Column("ended_at", N_("Ended"), 112, cook=cells.muted_day, shown=False),
    Column("ended_why", N_("Why it ended"), 180, cook=cells.muted, shown=False, sortable=False),
)
FILTERS = (
    FilterSpec("state", N_("Status"), choices=STATES),
    FilterSpec("product", N_("Product")),
    FilterSpec("stale", N_("Stale"), FilterKind.YES_NO),
    FilterSpec("offline", N_("Offline"), FilterKind.YES_NO),
    FilterSpec("kind", N_("Kind"), choices=KINDS),
    FilterSpec("activated_at", N_("Activated"), FilterKind.DATES),
    FilterSpec(SEEN, N_("Last verified"), FilterKind.DATES),
)
_ACTIVE = Condition("state", Op.IN, (ActivationState.ACTIVE,))
SHIPPED = (
    Shipped("active", N_("Active"), ListQuery(conditions=(_ACTIVE,))),
    Shipped(
        "stale",
        N_("Stale"),
        ListQuery(conditions=(_ACTIVE, Condition("stale", Op.IS, value=True)), sort=SEEN),
    ),
    Shipped(
        "blocked",
        N_("Blocked"),
        ListQuery(conditions=(Condition("state", Op.IN, (ActivationState.BLOCKED,)),)),
    ),
    Shipped(
        "offline",
        N_("Offline"),
        ListQuery(conditions=(_ACTIVE, Condition("offline", Op.IS, value=True))),
    ),
)
EVERYTHING = N_("All activations")


def of_one() -> Columns:
    """The columns for a tab of one customer."""
    return tuple(spec for spec in ACTIVATIONS if spec.key != "customer")
