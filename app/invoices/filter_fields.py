"""What the list of invoices can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.invoices.schemas import InvoiceKind
from app.invoices.schemas import InvoiceStatus as S

STATUSES = (
    (S.DRAFT, N_("Draft")),
    (S.UNPAID, N_("Unpaid")),
    (S.PARTLY_PAID, N_("Partly paid")),
    (S.OVERDUE, N_("Overdue")),
    (S.PAID, N_("Paid")),
    (S.CREDITED, N_("Credited")),
    (S.VOID, N_("Void")),
    (S.WRITTEN_OFF, N_("Written off")),
)
KINDS = ((InvoiceKind.INVOICE, N_("Invoice")), (InvoiceKind.CREDIT_NOTE, N_("Credit note")))
FIELDS = (
    Field("status", N_("Status"), Kind.CHOICE, STATUSES),
    Field("kind", N_("Kind"), Kind.CHOICE, KINDS),
    Field("issued_on", N_("Issued"), Kind.DAY, may_be_blank=True),
    Field("due_on", N_("Due"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("currency", N_("Currency"), Kind.CHOICE),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("run_id", N_("Monthly run"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("automatic", N_("Automatic charge"), Kind.YES_NO),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
