"""What the list of orders can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.orders.schemas import OrderPayment as P
from app.orders.schemas import OrderStatus as S

STATUSES = (
    (S.PENDING, N_("Pending")),
    (S.PROCESSING, N_("Processing")),
    (S.SHIPPED, N_("Shipped")),
    (S.DELIVERED, N_("Delivered")),
    (S.CANCELLED, N_("Cancelled")),
    (S.REFUNDED, N_("Refunded")),
)
PAYMENTS = (
    (P.PENDING, N_("Pending")),
    (P.PAID, N_("Paid")),
    (P.FAILED, N_("Failed")),
    (P.REFUNDED, N_("Refunded")),
)
FIELDS = (
    Field("status", N_("Status"), Kind.CHOICE, STATUSES),
    Field("payment_status", N_("Payment"), Kind.CHOICE, PAYMENTS),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("items", N_("Items"), Kind.NUMBER),
    Field("ordered_on", N_("Ordered"), Kind.DAY),
    Field("expected_on", N_("Expected"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("delivered_on", N_("Delivered"), Kind.DAY, may_be_blank=True),
    Field("invoiced", N_("On an invoice"), Kind.YES_NO),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
