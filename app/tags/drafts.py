"""What a person fills in about a tag, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app.core.draft import Draft
from app.core.folding import fold
from app.core.text import N_, _
from app.tags.schemas import TagColour


@dataclass(frozen=True, slots=True)
class TagDraft(Draft):
    """A word and a colour for customers."""

    name: str = ""
    colour: TagColour = TagColour.BLUE
    meaning: str = ""
    active: bool = True

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {
        "name": (50, N_("The name")),
        "meaning": (200, N_("The meaning")),
    }
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter a name for the tag.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A name that can be told from others, and typed between commas; a known colour."""
        found = {}
        if values["name"] and not fold(values["name"]):
            found["name"] = _("Enter a name with letters or digits.")
        elif any(sign in values["name"] for sign in ",;"):
            found["name"] = _("Leave commas and semicolons out: they stand between two tags.")
        if values["colour"] not in frozenset(TagColour):
            found["colour"] = _("Choose one of %s.") % ", ".join(TagColour)
        return found
