"""The views the list of customers comes with."""

from app.core.conditions import Condition, Group, Match, Op, Period
from app.core.listing import ListQuery
from app.core.text import N_
from app.customers.schemas import Shelf, Status
from ui.kit.views_book import Shipped

# Half a year, as the reports count dormancy.
_LONG = 183


def _asking(*conditions: Condition | Group) -> ListQuery:
    return ListQuery(conditions=conditions)


SHIPPED = (
    Shipped("active", N_("Active"), _asking(Condition("status", Op.IN, (Status.ACTIVE,)))),
    Shipped(
        "joinedThisMonth",
        N_("Joined this month"),
        _asking(Condition("created_at", Op.DURING, Period.THIS_MONTH)),
    ),
    Shipped("withoutOwner", N_("Without owner"), _asking(Condition("owner_id", Op.BLANK))),
    Shipped(
        "openInvoices",
        N_("Open invoices"),
        _asking(Condition("has_open_invoices", Op.IS, value=True)),
    ),
    Shipped(
        "dormant",
        N_("No activity for half a year"),
        _asking(
            Group(
                Match.ALL,
                (
                    Condition("created_at", Op.OVER, _LONG),
                    Group(
                        Match.ANY,
                        (
                            Condition("last_activity_at", Op.OVER, _LONG),
                            Condition("last_activity_at", Op.BLANK),
                        ),
                    ),
                ),
            )
        ),
    ),
    Shipped("archived", N_("Archived"), _asking(Condition("shelf", Op.IN, (Shelf.ARCHIVED,)))),
)
EVERYTHING = N_("All customers")
