"""What the lists of products and plans can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_

PRODUCT_FIELDS = (
    Field("active", N_("On sale"), Kind.YES_NO),
    Field("licenses", N_("Licenses"), Kind.NUMBER),
    Field("created_at", N_("Created"), Kind.DAY),
)
PLAN_FIELDS = (
    Field("active", N_("On sale"), Kind.YES_NO),
    Field("product_id", N_("Product"), Kind.CHOICE, values=int),
    Field("licenses", N_("Licenses"), Kind.NUMBER),
    Field("created_at", N_("Created"), Kind.DAY),
)
