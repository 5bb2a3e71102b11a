"""What a saved mapping is called, and for whom it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.core.draft import Draft
from app.core.text import N_


@dataclass(frozen=True, slots=True)
class ProfileName(Draft):
    """A name, and whether others may use the mapping too."""

    name: str = ""
    shared: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (80, N_("The name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter a name for this mapping.")}
