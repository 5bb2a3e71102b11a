"""The values of a customer's fields in words."""

from typing import Any

from app.core.countries import country_name
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.conflict import Names
from ui.kit.conflict_rows import Words


def in_words(names: Names) -> Words:
    """What says a field's value; `names` are of the people and customers whose ids it meets."""

    def say(field: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field == "country":
            return country_name(value)
        if field == "tags":
            known = names.get(field, {})
            return ", ".join(sorted(known[key] for key in value if key in known))
        if field in names or (field.endswith("_id") and isinstance(value, int)):
            return names.get(field, {}).get(value, _("another customer"))
        return fmt.text(value)

    return say
