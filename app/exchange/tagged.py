"""Reads the tags a file gives a customer by name, and joins them with those it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Invalid, PermissionDenied
from app.core.folding import fold
from app.core.text import _, ngettext
from app.tags.book import Entry, TagBook
from app.tags.drafts import TagDraft
from app.tags.model import Tag
from app.tags.schemas import MOST_TAGS, packed, too_many, unpacked

_BETWEEN = re.compile("[,;]+")
# More than anybody wants: a column of something else is rather taken for tags.
_MOST_NEW = 100
_LAST = 999_999
_SHOWN = 60


@dataclass
class Names:
    """The tags a file may name: those there are, and, where wanted, those it would add.

    A new one has a passing number, at which the book knows it, until `add` gives it its own.

    Raises:
        PermissionDenied: tags are to be added by somebody who may not look after them.
    """

    known: TagBook
    actor: Actor
    adding: bool = False
    book: TagBook = field(init=False)
    _new: dict[str, Entry] = field(init=False, default_factory=dict)
    _used: dict[int, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._may = self.actor.can(Permission.TAGS_MANAGE)
        if self.adding and not self._may:
            raise PermissionDenied(
                _(
                    "Your role does not allow creating tags. Import without creating them, or ask "
                    "somebody who may."
                )
            )
        self._tags = dict(self.known.tags)
        self.book = TagBook(self._tags)

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the new tags that rows to be written carry."""
        return tuple(sorted(self._used.values(), key=fold))

    def read(self, cell: str) -> tuple[str | None, str, str]:
        """The packed tags a cell names, a sentence if it cannot be, and one if it looks odd.

        Names stand between commas or semicolons; case and accents do not matter.
        """
        ids, automatic = [], []
        for name in filter(None, (" ".join(part.split()) for part in _BETWEEN.split(cell))):
            found = self._find(name)
            if isinstance(found, str):
                return None, found, ""
            if found.automatic:
                automatic.append(found.name)
            else:
                ids.append(found.id)
        if len(frozenset(ids)) > MOST_TAGS:
            return None, too_many(), ""
        said = _("Given by themselves, and so left out here: %s.") % ", ".join(automatic)
        return packed(ids), "", said if automatic else ""

    def joined(self, stored: str | None, given: str | None) -> str | None:
        """The tags a file gives, with those a customer has that nobody sees or gives by hand."""
        tags, hidden = self.known.tags, self.known.hidden
        kept = [
            tag_id
            for tag_id in unpacked(stored)
            if tag_id in hidden or (tag_id in tags and tags[tag_id].automatic)
        ]
        return packed({*unpacked(given), *kept})

    def use(self, tags: str | None) -> None:
        """Note which of the new tags a row that is to be written carries."""
        if self._new:
            for tag_id in unpacked(tags):
                if tag_id not in self.known.tags:
                    self._used[tag_id] = self._tags[tag_id].name

    def add(self, session: Session) -> Mapping[int, int]:
        """Add the new tags that are used; their numbers by their passing ones."""
        added = {
            key: Tag(**TagDraft(name).checked(), name_key=fold(name))
            for key, name in self._used.items()
        }
        session.add_all(added.values())
        session.flush()
        return {key: tag.id for key, tag in added.items()}

    def _find(self, name: str) -> Entry | str:
        """The tag of this name, or a sentence on why there cannot be one."""
        found = self.known.find(name) or self._new.get(fold(name))
        if found is not None:
            return found
        if not self.adding:
            return self._unknown(name)
        if len(self._new) >= _MOST_NEW:
            said = ngettext(
                "This file names more than %d new tag. Look which column is taken for tags.",
                "This file names more than %d new tags. Look which column is taken for tags.",
                _MOST_NEW,
            )
            return said % _MOST_NEW
        try:
            draft = TagDraft(name).checked()
        except Invalid as problem:
            return f"“{name[:_SHOWN]}”: {problem}"
        made = Entry(
            _LAST - len(self._new), draft["name"], fold(draft["name"]), draft["colour"],
            active=True, removed=False, automatic=False,
        )  # fmt: skip
        self._new[made.name_key] = self._tags[made.id] = made
        return made

    def _unknown(self, name: str) -> str:
        if self._may:
            said = _(
                "There is no tag “%s”. Choose “Create tags that do not exist yet”, or add it: "
                "Tools ▸ Tags…"
            )
        else:
            said = _("There is no tag “%s”. Ask somebody who looks after tags to add it.")
        return said % name[:_SHOWN]


def settled(tags: str | None, added: Mapping[int, int]) -> str | None:
    """Packed tags with the numbers that new ones were given."""
    return packed(added.get(tag_id, tag_id) for tag_id in unpacked(tags))
