"""What a form was filled from, so that only what a person changed is saved."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from typing import Generic, TypeVar

from app.core.draft import Draft
from ui.kit.form_editors import Unreadable
from ui.kit.form_panel import FormPanel

D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class Basis(Generic[D]):
    """The version and fields as they were stored, and as the editors show them.

    Editors cannot show everything that may be stored (a line separator, say), so what
    they read back differs; a field nobody touched keeps what is stored.
    """

    version: int
    base: D
    shown: D

    def mine(self, draft: D) -> D:
        """The stored fields with what was changed in the form."""
        names = [field.name for field in fields(draft)]
        changed = {
            name: getattr(draft, name)
            for name in names
            if getattr(draft, name) != getattr(self.shown, name)
        }
        return replace(self.base, **changed)


def read_back(panel: FormPanel[D], base: D, typed: AbstractSet[str] = frozenset()) -> D:
    """What editors make of `base`; fields without one, or in which something is typed, stay."""
    found = {}
    for name in (field.name for field in fields(base)):
        try:
            kept = name in typed or name not in panel.boxes
            found[name] = getattr(base, name) if kept else panel.box(name).read()
        except Unreadable:
            found[name] = getattr(base, name)
    return replace(base, **found)
