"""What the list of subscriptions can be filtered by."""

from app.catalogue.terms import Cycle
from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.subscriptions.schemas import SubscriptionStatus as S

STATUSES = (
    (S.TRIALING, N_("Trial")),
    (S.ACTIVE, N_("Active")),
    (S.PAST_DUE, N_("Past due")),
    (S.PAUSED, N_("Paused")),
    (S.CANCELLED, N_("Cancelled")),
    (S.EXPIRED, N_("Expired")),
)
CYCLES = ((Cycle.MONTHLY, N_("Monthly")), (Cycle.YEARLY, N_("Yearly")))
FIELDS = (
    Field("status", N_("Status"), Kind.CHOICE, STATUSES),
    Field("cycle", N_("Billing cycle"), Kind.CHOICE, CYCLES),
    Field("plan_id", N_("Plan"), Kind.CHOICE, values=int),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("quantity", N_("Quantity"), Kind.NUMBER),
    Field("next_on", N_("Renews or ends"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("started_on", N_("Started"), Kind.DAY),
    Field("cancels", N_("Will be cancelled"), Kind.YES_NO),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
