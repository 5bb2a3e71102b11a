"""What a form was filled from, so that only what a person changed is saved."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from typing import Generic, TypeVar

from app.core.draft import Draft
from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail
from ui.kit.form import FormPanel
from ui.kit.form_editors import Unreadable

D = TypeVar("D", bound=Draft)
NAMES = tuple(field.name for field in fields(ProfileDraft))


def profile_of(found: CustomerDetail) -> ProfileDraft:
    """A customer's editable fields."""
    return ProfileDraft(**{name: getattr(found, name) for name in NAMES})


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
    """What the editors make of `base`, apart from fields in which something else is typed."""
    found = {}
    for name in (field.name for field in fields(base)):
        try:
            found[name] = getattr(base, name) if name in typed else panel.box(name).read()
        except Unreadable:
            found[name] = getattr(base, name)
    return replace(base, **found)
