"""What crosses the boundary between saved views and their callers."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.core.draft import Draft
from app.core.errors import Invalid
from app.core.listing import ListQuery
from app.core.listing_json import from_json, to_json
from app.core.text import N_, _

LONGEST_NAME = 80
_LARGEST = 100_000
_PLACE = re.compile(r"[a-z]\w{0,39}", re.ASCII)


def is_place(page: str) -> bool:
    """Whether a list may be called so."""
    return _PLACE.fullmatch(page) is not None


@dataclass(frozen=True, slots=True)
class ViewDraft(Draft):
    """A view to be saved: what the list `page` was asked, and how it looked.

    `layout` is JSON of the list's own making.
    """

    page: str
    name: str
    asked: ListQuery = field(default_factory=ListQuery)
    layout: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (LONGEST_NAME, N_("The name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter a name for the view.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A known kind of page, a question that can be stored, a layout of bearable size."""
        problems = {}
        if not is_place(values["page"]):
            problems["page"] = _("This list cannot keep views.")
        try:
            from_json(to_json(values["asked"]))
        except Invalid as refusal:
            problems["asked"] = str(refusal)
        if len(json.dumps(to_json(values["asked"]))) > _LARGEST:
            problems["asked"] = _("These filters are too long to be saved. Take some away.")
        if len(json.dumps(dict(values["layout"]))) > _LARGEST:
            problems["layout"] = _("This layout is too large to be saved. Reset the columns.")
        return problems


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view somebody may choose.

    `key` tells it from every other of its page. `dropped` holds the keys of filters
    that were stored and mean nothing to this version of the program.
    """

    id: int
    version: int
    name: str
    owner: str
    mine: bool
    shared: bool
    editable: bool
    asked: ListQuery
    layout: Mapping[str, Any]
    dropped: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a default and the memory of a list call it."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Views:
    """The views of a page, the actor's own first, by name; and which they begin with."""

    saved: tuple[SavedView, ...]
    default: str = ""
