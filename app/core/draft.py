"""Input on its way into a service."""

from dataclasses import dataclass, fields
from typing import Any

from app.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Draft:
    """The editable fields of one record, and the rules they must meet."""

    def problems(self) -> dict[str, str]:
        """Messages for the user, keyed by field name. Empty means valid.

        Knows only the draft itself; rules that need stored data are the service's.
        """
        return {}

    def checked(self) -> dict[str, Any]:
        """The field values.

        Raises:
            Invalid: there are problems, keyed by field.
        """
        if problems := self.problems():
            raise Invalid(problems)
        return {field.name: getattr(self, field.name) for field in fields(self)}
