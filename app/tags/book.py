"""Knows every tag there is or was: what it is called, who sees it, and who may give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.folding import fold
from app.core.text import _
from app.tags.model import Tag
from app.tags.schemas import MOST_TAGS, TagChip, TagColour, too_many, unpacked


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag in the book."""

    id: int
    name: str
    name_key: str
    colour: TagColour
    active: bool
    removed: bool
    automatic: bool

    @property
    def shown(self) -> bool:
        """Whether customers show it."""
        return self.active and not self.removed


@dataclass(frozen=True)
class TagBook:
    """Every tag by id, as one transaction sees them."""

    tags: Mapping[int, Entry] = field(default_factory=dict)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Those no customer shows."""
        return frozenset(key for key, tag in self.tags.items() if not tag.shown)

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """Those that were not removed, by folded name."""
        return {tag.name_key: tag for tag in self.tags.values() if not tag.removed}

    def chips(self, tags: str | None) -> tuple[TagChip, ...]:
        """What a customer with these packed tags shows, by name."""
        found = [tag for key in unpacked(tags) if (tag := self.tags.get(key)) and tag.shown]
        found.sort(key=lambda tag: tag.name_key)
        return tuple(TagChip(tag.id, tag.name, tag.colour) for tag in found)

    def name(self, tag_id: int) -> str:
        """What a tag is, or was, called."""
        found = self.tags.get(tag_id)
        return found.name if found else _("unknown tag %d") % tag_id

    def say(self, tags: str | None) -> str:
        """The names of packed tags, those no customer shows among them."""
        return ", ".join(sorted(map(self.name, unpacked(tags)), key=fold))

    def find(self, name: str) -> Entry | None:
        """The tag of this name, whatever its case and accents."""
        return self.by_name.get(fold(name))

    def gone(self, tag_id: int) -> str:
        """A sentence if a tag is no longer there to be asked for; blank if it is."""
        found = self.tags.get(tag_id)
        if found is None:
            return _("There is no tag with the number %d. Choose another.") % tag_id
        if found.removed:
            return _("The tag “%s” was removed. Take it out, or restore the tag.") % found.name
        return ""

    def by_hand(self, tag_id: int) -> str:
        """A sentence if nobody may give or take a tag by hand; blank if they may."""
        if problem := self.gone(tag_id):
            return problem
        found = self.tags[tag_id]
        if found.automatic:
            return (
                _("“%s” is given by itself, to the members of its segment. Edit the segment.")
                % found.name
            )
        return ""

    def problem(self, before: Iterable[int], after: Iterable[int]) -> str:
        """What is wrong with a customer's tags becoming others by hand; blank if nothing is."""
        old, new = frozenset(before), frozenset(after)
        if len(new) > MOST_TAGS and len(new) > len(old):
            return too_many()
        for tag_id in sorted(old ^ new):
            found = self.tags.get(tag_id)
            if tag_id in old and (found is None or found.removed):
                continue
            if problem := self.by_hand(tag_id):
                return problem
        return ""


def book(session: Session) -> TagBook:
    """The tags as this transaction sees them."""
    rows = session.execute(
        sa.select(
            Tag.id, Tag.name, Tag.name_key, Tag.colour, Tag.active, Tag.removed_at, Tag.segment_id
        )
    )
    return TagBook(
        {
            row.id: Entry(
                row.id, row.name, row.name_key, row.colour, row.active,
                row.removed_at is not None, row.segment_id is not None,
            )
            for row in rows
        }
    )  # fmt: skip
