"""What crosses the boundary between tags and their callers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import N_, ngettext

# A customer carries so many tags at most: that is what its sorted column holds.
MOST_TAGS = 30
# More tags in use than that are hard to keep apart (TAG-11).
MANY_TAGS = 10
_WIDTH = 6


class TagColour(StrEnum):
    """The colours of the documents (TAG-02), by name."""

    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    PURPLE = "purple"
    GRAY = "gray"


# What the documents use each colour for.
MEANINGS: Mapping[TagColour, str] = {
    TagColour.RED: N_("Urgent or important"),
    TagColour.BLUE: N_("Standard or info"),
    TagColour.GREEN: N_("Positive or active"),
    TagColour.YELLOW: N_("Warning or attention"),
    TagColour.PURPLE: N_("Special or premium"),
    TagColour.GRAY: N_("Inactive or archived"),
}
NAMES: Mapping[TagColour, str] = {
    TagColour.RED: N_("Red"),
    TagColour.BLUE: N_("Blue"),
    TagColour.GREEN: N_("Green"),
    TagColour.YELLOW: N_("Yellow"),
    TagColour.PURPLE: N_("Purple"),
    TagColour.GRAY: N_("Gray"),
}
# Offered to whoever has no tags yet (TAG-03): name, colour, meaning.
STARTING_SET = (
    (N_("VIP"), TagColour.PURPLE, N_("High-value customers")),
    (N_("New"), TagColour.BLUE, N_("Recently added customers")),
    (N_("At Risk"), TagColour.YELLOW, N_("Customers with declining orders")),
    (N_("Loyal"), TagColour.GREEN, N_("Long-term customers")),
    (N_("Premium"), TagColour.PURPLE, N_("Premium tier customers")),
    (N_("Trial"), TagColour.GRAY, N_("Trial period customers")),
    (N_("Enterprise"), TagColour.BLUE, N_("Large organizations")),
    (N_("Priority"), TagColour.RED, N_("To be answered first")),
)


@dataclass(frozen=True, slots=True)
class TagChip:
    """A tag as a customer shows it."""

    id: int
    name: str
    colour: TagColour


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag as those who look after tags see it.

    `customers` counts the current customers the actor may see who carry it. With
    `segment_id` it is given and taken by itself. `asked_by` are segments that ask for it.
    """

    id: int
    version: int
    name: str
    colour: TagColour
    meaning: str
    active: bool
    segment_id: int | None
    segment: str
    customers: int
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagList:
    """Every tag by name; `crowded` where there are more in use than people keep apart."""

    tags: tuple[TagRow, ...]

    @property
    def crowded(self) -> bool:
        """Whether it is time to merge or put some away (TAG-11)."""
        return sum(1 for tag in self.tags if tag.active) > MANY_TAGS


def packed(ids: Iterable[int]) -> str | None:
    """What `Customer.tags` holds for these tags: six digits each, rising; None for none."""
    return " ".join(f"{tag_id:0{_WIDTH}d}" for tag_id in sorted(set(ids))) or None


def unpacked(tags: str | None) -> tuple[int, ...]:
    """The ids of the tags, rising."""
    return tuple(int(tag_id) for tag_id in (tags or "").split())


def too_many() -> str:
    """What to say of one tag more than a customer can carry."""
    return (
        ngettext(
            "A customer can carry %d tag. Take one off first.",
            "A customer can carry %d tags. Take one off first.",
            MOST_TAGS,
        )
        % MOST_TAGS
    )
