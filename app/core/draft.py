"""Input on its way into a service."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from app.core.clean import line, paragraph
from app.core.errors import Invalid
from app.core.text import _


@dataclass(frozen=True, slots=True)
class Draft:
    """The editable fields of one record, and the rules they must meet.

    `lines` and `paragraphs` give each text field its limit in characters and its
    title; such fields come out of `values` cleaned: trimmed, NFC, without control
    characters. `required` fields must not be blank. Fields that are `together`, by their
    title, make sense only as a whole: two people's edits of them are not mixed.
    """

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {}
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = {}
    required: ClassVar[Mapping[str, str]] = {}
    together: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:  # noqa: ARG002 - for overrides
        """Further messages by field, judged on cleaned values. Empty means valid."""
        return {}

    def problems(self) -> dict[str, str]:
        """Messages for the user, keyed by field name. Empty means valid.

        Knows only the draft itself; rules that need stored data are the service's.
        """
        values, problems = self._cleaned()
        for name, sentence in self.required.items():
            if not values[name]:
                problems.setdefault(name, _(sentence))
        return self.rules(values) | problems

    def values(self) -> dict[str, Any]:
        """The fields as they will be stored, right or wrong."""
        return self._cleaned()[0]

    def checked(self) -> dict[str, Any]:
        """The fields as they will be stored.

        Raises:
            Invalid: there are problems, keyed by field.
        """
        if problems := self.problems():
            raise Invalid(problems)
        return self.values()

    def _cleaned(self) -> tuple[dict[str, Any], dict[str, str]]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        problems = {}
        for kind, clean in ((self.lines, line), (self.paragraphs, paragraph)):
            for name, (limit, title) in kind.items():
                values[name], problem = clean(values[name], limit, _(title))
                if problem:
                    problems[name] = problem
        return values, problems
