"""The columns and filters of the lists of subscriptions and domains."""

from dataclasses import replace

from app.core.text import N_
from app.domains.filter_fields import STATES
from app.domains.schemas import DomainRow
from app.subscriptions.filter_fields import CYCLES, STATUSES
from app.subscriptions.schemas import SubscriptionRow
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.subscriptions import looks

SUBSCRIPTIONS = columns(
    SubscriptionRow,
    Column("number", N_("Number"), 112, priority=0),
    Column("customer", N_("Customer"), 170, cook=looks.customer, priority=0, stretch=True),
    Column("product", N_("Product"), 140, priority=2),
    Column("plan", N_("Plan"), 92, priority=0),
    Column("status", N_("Status"), 124, show=looks.status, cook=cells.badge(looks.LOOKS),
           priority=0),
    Column("cycle", N_("Cycle"), 92, shown=False),
    Column("quantity", N_("Quantity"), 84, priority=5),
    Column("price", N_("Price"), 128, cook=looks.price, priority=1),
    Column("next_on", N_("Next"), 190, cook=looks.what_comes, priority=0),
    Column("started_on", N_("Started"), 112, cook=cells.muted, priority=3),
    Column("period_end", N_("Period ends"), 112, shown=False),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, shown=False),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)  # fmt: skip
SUBSCRIPTION_FILTERS = (
    FilterSpec("status", N_("Status"), choices=STATUSES),
    FilterSpec("cycle", N_("Billing cycle"), choices=CYCLES),
    FilterSpec("plan_id", N_("Plan")),
    FilterSpec("next_on", N_("Renews or ends"), FilterKind.DATES),
    FilterSpec("cancels", N_("Will be cancelled"), FilterKind.YES_NO),
)
DOMAINS = columns(
    DomainRow,
    Column("name", N_("Domain"), 240, cook=looks.domain, priority=0, stretch=True),
    Column("customer", N_("Customer"), 190, cook=looks.customer, priority=0),
    Column("license", N_("License"), 130, cook=looks.domain_license, priority=2, sortable=False),
    Column("state", N_("State"), 124, show=looks.domain_state,
           cook=cells.badge(looks.DOMAIN_LOOKS), priority=0),
    Column("expires_on", N_("Expires"), 170, cook=looks.domain_expiry, priority=0),
    Column("created_at", N_("Added"), 120, cook=cells.muted_day, priority=3),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)  # fmt: skip
DOMAIN_FILTERS = (
    FilterSpec("state", N_("State"), choices=STATES),
    FilterSpec("expires_on", N_("Expires"), FilterKind.DATES),
)


def without_customer(specs: Columns, stretched: str) -> Columns:
    """The columns for a tab of one customer, where another one takes the room."""
    return tuple(
        replace(spec, stretch=spec.key == stretched) for spec in specs if spec.key != "customer"
    )
