"""The segments of the documents (SEG-14), to begin with."""

from app.core.text import N_, _
from app.segments.criteria_json import from_document
from app.segments.criteria_values import Names
from app.segments.schemas import SegmentDraft

_EXAMPLES = (
    (
        N_("High value customers"),
        N_("Verified customers who have spent 10,000 or more."),
        {"lifetime_value_min": 10_000, "verified": True, "status": "active"},
    ),
    (
        N_("At risk customers"),
        N_("They have ordered before, but not for 90 days or more."),
        {"last_order_days_ago_min": 90, "status": "active", "total_orders_min": 1},
    ),
    (
        N_("New customers"),
        N_("They came in the last 30 days and are not verified yet."),
        {"customer_since_days": 30, "verified": False},
    ),
    (
        N_("Enterprise customers"),
        N_("Verified businesses with more than 200 people."),
        {"customer_type": "business", "company_size": ["201-500", "500+"], "verified": True},
    ),
)


def examples(currency: str) -> tuple[SegmentDraft, ...]:
    """The four of them; amounts are in that currency."""
    return tuple(
        SegmentDraft(_(name), _(description), from_document(document, Names(currency)))
        for name, description, document in _EXAMPLES
    )
