"""What a person fills in about a domain, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.core.contact import website_domain
from app.core.draft import Draft
from app.core.text import N_, _


@dataclass(frozen=True, slots=True)
class DomainDraft(Draft):
    """A domain: its name as people write it, perhaps the license bound to it.

    `expires_on` is the last day of its registration.
    """

    name: str = ""
    license_id: int | None = None
    expires_on: date | None = None
    note: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (253, N_("Domain"))}
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = {"note": (10_000, N_("Note"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter the domain, such as example.com.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The name must be that of a domain."""
        if values["name"] and website_domain(values["name"]) is None:
            said = _("%s is not a domain. Write it like example.com, without a path.")
            return {"name": said % values["name"]}
        return {}
