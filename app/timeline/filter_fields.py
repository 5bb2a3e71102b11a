"""What a timeline can be filtered by."""

from app.core.filter_fields import Field, Kind
from app.core.text import N_
from app.interactions.filter_fields import SENTIMENTS
from app.timeline.words import GROUPS

FIELDS = (
    Field("group", N_("Kind"), Kind.CHOICE, tuple(GROUPS.items())),
    Field("sentiment", N_("Sentiment"), Kind.CHOICE, SENTIMENTS),
    Field("at", N_("When"), Kind.DAY),
)
BY_KEY = {field.key: field for field in FIELDS}
