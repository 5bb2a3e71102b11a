"""What the list of domains can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.domains.schemas import DomainState

STATES = (
    (DomainState.ACTIVE, N_("Active")),
    (DomainState.SUSPENDED, N_("Suspended")),
    (DomainState.REMOVED, N_("Removed")),
)
FIELDS = (
    Field("name", N_("Domain"), Kind.TEXT),
    Field("state", N_("State"), Kind.CHOICE, STATES),
    Field("expires_on", N_("Expires"), Kind.DAY, may_be_blank=True, ahead=True),
    Field("customer_id", N_("Customer"), Kind.CHOICE, values=int),
    Field("license_id", N_("License"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("created_at", N_("Created"), Kind.DAY),
    Field("updated_at", N_("Last changed"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
