"""Finding ids in a long list of them; may run on any thread."""

from array import array
from collections.abc import Collection


def places(ids: "array[int]", wanted: Collection[int]) -> dict[int, int]:
    """Where each of `wanted` stands; those that are not there are left out."""
    if not wanted:
        return {}
    left = set(wanted)
    return {key: place for place, key in enumerate(ids) if key in left}


def neighbours(ids: "array[int]", key: int, near: int = 0) -> tuple[int | None, int | None]:
    """The ids before and after `key`, None at the ends or if it is not there.

    `near` is where it probably stands.
    """
    if 0 <= near < len(ids) and ids[near] == key:
        place = near
    else:
        try:
            place = ids.index(key)
        except ValueError:
            return (None, None)
    before = ids[place - 1] if place > 0 else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return (before, after)
