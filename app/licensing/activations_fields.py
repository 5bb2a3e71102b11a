"""What the list of activations can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.licensing.schemas import ActivationState, DeviceKind

STATES = (
    (ActivationState.ACTIVE, N_("Active")),
    (ActivationState.DEACTIVATED, N_("Inactive")),
    (ActivationState.BLOCKED, N_("Blocked")),
)
KINDS = ((DeviceKind.HARDWARE, N_("Device")), (DeviceKind.DOMAIN, N_("Domain")))
FIELDS = (
    Field("state", N_("Status"), Kind.CHOICE, STATES),
    Field("stale", N_("Stale"), Kind.YES_NO),
    Field("product", N_("Product"), Kind.CHOICE, values=int),
    Field("license_id", N_("License"), Kind.CHOICE, values=int),
    Field("customer_id", N_("Customer"), Kind.CHOICE, may_be_blank=True, values=int),
    Field("kind", N_("Kind"), Kind.CHOICE, KINDS),
    Field("offline", N_("Offline"), Kind.YES_NO),
    Field("activated_at", N_("Activated"), Kind.DAY),
    Field("last_verified_at", N_("Last verified"), Kind.DAY),
    Field("ended_at", N_("Ended"), Kind.DAY, may_be_blank=True),
)
BY_KEY = {field.key: field for field in FIELDS}
