"""Finding ids in a long list of them; may run on any thread."""

from array import array
from collections.abc import Collection

_FEW = 8
# Searched at one go: other threads wait no longer than that takes.
_STRIDE = 50_000


def places(ids: "array[int]", wanted: Collection[int]) -> dict[int, int]:
    """Where each of `wanted` stands; those that are not there are left out."""
    if len(wanted) > _FEW:
        left = set(wanted)
        return {key: place for place, key in enumerate(ids) if key in left}
    found = {key: _place(ids, key) for key in wanted}
    return {key: place for key, place in found.items() if place is not None}


def _place(ids: "array[int]", key: int) -> int | None:
    for start in range(0, len(ids), _STRIDE):
        try:
            return ids.index(key, start, start + _STRIDE)
        except ValueError:
            continue
    return None


def neighbours(ids: "array[int]", key: int, near: int = 0) -> tuple[int | None, int | None]:
    """The ids before and after `key`, None at the ends or if it is not there.

    `near` is where it probably stands.
    """
    if 0 <= near < len(ids) and ids[near] == key:
        place = near
    elif (found := _place(ids, key)) is not None:
        place = found
    else:
        return (None, None)
    before = ids[place - 1] if place > 0 else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return (before, after)
