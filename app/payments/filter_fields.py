"""What the list of payments can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.payments.schemas import PaymentState as S

STATES = (
    (S.PENDING, N_("Announced")),
    (S.SUCCEEDED, N_("Received")),
    (S.FAILED, N_("Failed")),
    (S.REFUNDED, N_("Refunded")),
)
FIELDS = (
    Field("state", N_("Status"), Kind.CHOICE, STATES),
    Field("received_on", N_("Received"), Kind.DAY),
    Field("currency", N_("Currency"), Kind.CHOICE),
    Field("method", N_("Method"), Kind.TEXT, may_be_blank=True),
    Field("has_credit", N_("Has credit left"), Kind.YES_NO),
    Field("has_refunds", N_("Something was refunded"), Kind.YES_NO),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
