"""What the list of licenses can be filtered by."""

from app.catalogue.terms import Cycle
from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.licensing.schemas import LicenseStatus as S

STATUSES = (
    (S.ACTIVE, N_("Active")),
    (S.AVAILABLE, N_("Available")),
    (S.GRACE, N_("In grace")),
    (S.NOT_STARTED, N_("Not started")),
    (S.EXPIRED, N_("Expired")),
    (S.SUSPENDED, N_("Suspended")),
    (S.REVOKED, N_("Revoked")),
    (S.CANCELLED, N_("Cancelled")),
)
CYCLES = ((Cycle.MONTHLY, N_("Monthly")), (Cycle.YEARLY, N_("Yearly")))
FIELDS = (
    Field("status", N_("Status"), Kind.CHOICE, STATUSES),
    Field("product_id", N_("Product"), Kind.CHOICE, values=int),
    Field("plan_id", N_("Plan"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("expires_on", N_("Expires"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("expiring", N_("Expires within 30 days"), Kind.YES_NO),
    Field("unassigned", N_("Unassigned"), Kind.YES_NO),
    Field("no_customer", N_("Without customer"), Kind.YES_NO),
    Field("over_limit", N_("Over its limit"), Kind.YES_NO),
    Field("activations", N_("Activations"), Kind.NUMBER),
    Field("limit", N_("Activation limit"), Kind.NUMBER, may_be_blank=True),
    Field("customer_id", N_("Customer"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("cycle", N_("Billing cycle"), Kind.CHOICE, CYCLES, may_be_blank=True),
    Field("starts_on", N_("Starts"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("subscription_id", N_("Subscription"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
