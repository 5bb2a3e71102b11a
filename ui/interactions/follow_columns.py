"""The columns, filters and ready-made views of the list of follow-ups."""

from app.core.access import Actor
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_
from app.interactions.filter_fields import STATES
from app.interactions.schemas import FollowUpRow, FollowUpState
from ui.interactions import looks
from ui.kit import cells
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, columns
from ui.kit.views_book import Shipped

FOLLOW_UPS = columns(
    FollowUpRow,
    Column("due_on", N_("Due"), 148, cook=looks.due_cell, priority=0),
    Column("title", N_("What to do"), 220, priority=0, stretch=True),
    Column("customer", N_("Customer"), 170, cook=looks.customer, priority=0),
    Column("assignee", N_("Assigned to"), 150, cook=looks.assignee, priority=0),
    Column("state", N_("State"), 120, show=looks.state, cook=cells.badge(looks.STATE_LOOKS),
           priority=0),
    Column("interaction", N_("After"), 180, cook=looks.or_dash, priority=3, sortable=False),
    Column("done_at", N_("Done"), 120, cook=cells.muted_day, priority=4),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, shown=False),
)  # fmt: skip
# Who is offered only when somebody was asked who works here.
ASSIGNEE = "assignee_id"
FILTERS = (
    FilterSpec("state", N_("State"), choices=STATES),
    FilterSpec("due_on", N_("Due"), FilterKind.DATES),
    FilterSpec("overdue", N_("Overdue"), FilterKind.YES_NO),
    FilterSpec(ASSIGNEE, N_("Assigned to")),
)
EVERYTHING = N_("All follow-ups")
_OPEN = Condition("state", Op.IN, (FollowUpState.OPEN,))


def shipped(actor: Actor) -> tuple[Shipped, ...]:
    """The views the list comes with, for whoever looks at it."""
    mine = Condition(ASSIGNEE, Op.IN, (actor.id,))
    late = Condition("overdue", Op.IS, value=True)
    return (
        Shipped("open", N_("All open"), ListQuery(conditions=(_OPEN,), sort="due_on")),
        Shipped("byColleague", N_("Open, by colleague"),
                ListQuery(conditions=(_OPEN,), sort="assignee")),
        Shipped("overdue", N_("Overdue"), ListQuery(conditions=(late,), sort="due_on")),
        Shipped("mine", N_("Mine"), ListQuery(conditions=(_OPEN, mine), sort="due_on")),
        Shipped(
            "done",
            N_("Done"),
            ListQuery(
                conditions=(Condition("state", Op.IN, (FollowUpState.DONE,)),),
                sort="done_at",
                descending=True,
            ),
        ),
    )  # fmt: skip
