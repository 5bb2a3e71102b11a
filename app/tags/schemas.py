"""What crosses the boundary between tags and their callers."""

from collections.abc import Iterable
from enum import StrEnum

# A customer carries so many tags at most: that is what its sorted column holds.
MOST_TAGS = 30
_WIDTH = 6


class TagColour(StrEnum):
    """The colours of the documents (TAG-02), by name."""

    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    PURPLE = "purple"
    GRAY = "gray"


def packed(ids: Iterable[int]) -> str | None:
    """What `Customer.tags` holds for these tags: six digits each, rising; None for none."""
    return " ".join(f"{tag_id:0{_WIDTH}d}" for tag_id in sorted(set(ids))) or None


def unpacked(tags: str | None) -> tuple[int, ...]:
    """The ids of the tags, rising."""
    return tuple(int(tag_id) for tag_id in (tags or "").split())
