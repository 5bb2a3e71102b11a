"""The columns, filters and ready-made views of the list of interactions."""

from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.interactions.filter_fields import DIRECTIONS, KINDS, SENTIMENTS
from app.interactions.schemas import InteractionRow, InteractionType, Sentiment
from ui.interactions import looks
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, Columns, columns
from ui.kit.views_book import Shipped

INTERACTIONS = columns(
    InteractionRow,
    Column("type", N_("Type"), 118, show=looks.kind, cook=cells.badge(looks.LOOKS), priority=0),
    Column("subject", N_("Subject"), 230, cook=looks.subject, priority=0, stretch=True),
    Column("customer", N_("Customer"), 170, cook=looks.customer, priority=1),
    Column("sentiment", N_("Sentiment"), 120, show=looks.mood, cook=cells.badge(looks.MOODS),
           priority=2),
    Column("occurred_at", N_("When"), 160, priority=0),
    Column("staff", N_("Who"), 140, cook=looks.who, priority=3),
    Column("minutes", N_("Minutes"), 88, priority=5),
    Column("follow_up_on", N_("Follow-up"), 120, cook=looks.promised, priority=4, sortable=False),
    Column("direction", N_("Direction"), 130, show=looks.way, shown=False),
    Column("satisfaction", N_("Satisfaction"), 110, show=looks.rating, shown=False),
    Column("automatic", N_("Automatic"), 100, shown=False),
    Column("created_at", N_("Written down"), 120, cook=cells.muted_day, shown=False),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)  # fmt: skip
# Who is offered only when somebody was asked who works here.
STAFF = "staff_id"
FILTERS = (
    FilterSpec("type", N_("Type"), choices=KINDS),
    FilterSpec("sentiment", N_("Sentiment"), choices=SENTIMENTS),
    FilterSpec("occurred_at", N_("When"), FilterKind.DATES),
    FilterSpec(STAFF, N_("Who")),
    FilterSpec("direction", N_("Direction"), choices=DIRECTIONS),
    FilterSpec("automatic", N_("Automatic"), FilterKind.YES_NO),
)
EVERYTHING = N_("All interactions")
SHIPPED = (
    Shipped(
        "unhappy",
        N_("Unhappy customers"),
        ListQuery(
            conditions=(Condition("sentiment", Op.IN, (Sentiment.NEGATIVE,)),),
            sort="occurred_at",
            descending=True,
        ),
    ),
    Shipped(
        "support",
        N_("Support"),
        ListQuery(
            conditions=(Condition("type", Op.IN, (InteractionType.SUPPORT,)),),
            sort="occurred_at",
            descending=True,
        ),
    ),
    Shipped(
        "byHand",
        N_("Written by hand"),
        ListQuery(
            conditions=(Condition("automatic", Op.IS, value=False),),
            sort="occurred_at",
            descending=True,
        ),
    ),
)


def of_one() -> Columns:
    """The columns for a tab of one customer."""
    return tuple(spec for spec in INTERACTIONS if spec.key != "customer")
