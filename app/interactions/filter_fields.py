"""What the lists of interactions and of follow-ups can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.interactions.schemas import Direction, FollowUpState, Sentiment
from app.interactions.types import TYPES

KINDS = tuple((kind, of.title) for kind, of in TYPES.items())
DIRECTIONS = ((Direction.INBOUND, N_("From customer")), (Direction.OUTBOUND, N_("To customer")))
SENTIMENTS = (
    (Sentiment.POSITIVE, N_("Positive")),
    (Sentiment.NEUTRAL, N_("Neutral")),
    (Sentiment.NEGATIVE, N_("Negative")),
)
STATES = (
    (FollowUpState.OPEN, N_("Open")),
    (FollowUpState.DONE, N_("Done")),
    (FollowUpState.DROPPED, N_("Dropped")),
)
FIELDS = (
    Field("type", N_("Type"), Kind.CHOICE, KINDS),
    Field("sentiment", N_("Sentiment"), Kind.CHOICE, SENTIMENTS, may_be_blank=True),
    Field("direction", N_("Direction"), Kind.CHOICE, DIRECTIONS, may_be_blank=True),
    Field("occurred_at", N_("When"), Kind.DAY),
    Field("staff_id", N_("Staff"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("automatic", N_("Automatic"), Kind.YES_NO),
    Field("minutes", N_("Minutes"), Kind.NUMBER, may_be_blank=True),
    Field("satisfaction", N_("Satisfaction"), Kind.NUMBER, may_be_blank=True),
    Field("created_at", N_("Written down"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
FOLLOW_UPS = (
    Field("state", N_("State"), Kind.CHOICE, STATES),
    Field("due_on", N_("Due"), Kind.DAY, ahead=True),
    Field("overdue", N_("Overdue"), Kind.YES_NO),
    Field("assignee_id", N_("Assigned to"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("interaction_id", N_("Interaction"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("done_at", N_("Done"), Kind.DAY, may_be_blank=True),
    Field("created_at", N_("Created"), Kind.DAY),
)
FOLLOW_UPS_BY_KEY = {field.key: field for field in FOLLOW_UPS}
