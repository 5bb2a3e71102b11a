"""Merges two edits of one record, field by field, against what both began with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
# Fields that make sense only together, such as a street and its town.
Groups = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Merge:
    """`values` joins both edits, with mine where they clash.

    `clashes` maps fields to (base, theirs, mine); `merged` names the fields whose
    values are theirs alone.
    """

    values: dict[str, Any]
    clashes: dict[str, tuple[Any, Any, Any]]
    merged: tuple[str, ...]


def three_way(base: Values, theirs: Values, mine: Values, groups: Groups = ()) -> Merge:
    """Keep what only one side changed since `base`; the same change by both is no clash.

    Sets are merged member by member and never clash. Within a group that both sides
    changed, one side is taken only when it includes the other's changes; a mixture would
    be nobody's address.
    """
    values = dict(mine)
    clashes: dict[str, tuple[Any, Any, Any]] = {}
    merged: list[str] = []
    for names in parts(base, groups):
        if len(names) == 1 and isinstance(mine[names[0]], frozenset):
            values[names[0]] = _of_sets(*(side[names[0]] for side in (base, theirs, mine)))
            merged += names if values[names[0]] != mine[names[0]] else ()
            continue
        by_them = {name for name in names if theirs[name] != base[name]}
        by_me = {name for name in names if mine[name] != base[name]}
        if all(mine[name] == theirs[name] for name in by_them):
            continue
        if all(mine[name] == theirs[name] for name in by_me):
            taken = [name for name in names if theirs[name] != mine[name]]
            values.update({name: theirs[name] for name in taken})
            merged += taken
        else:
            clashes |= {
                name: (base[name], theirs[name], mine[name]) for name in sorted(by_them | by_me)
            }
    order = list(base)
    return Merge(
        values,
        dict(sorted(clashes.items(), key=lambda item: order.index(item[0]))),
        tuple(sorted(merged, key=order.index)),
    )


def _of_sets(base: frozenset[Any], theirs: frozenset[Any], mine: frozenset[Any]) -> frozenset[Any]:
    """What was there and what either added, without what either took away."""
    return (mine | (theirs - base)) - (base - theirs)


def parts(names: Iterable[str], groups: Groups) -> list[tuple[str, ...]]:
    """The fields as they are judged: in their groups, or each by itself; in order."""
    of = {name: group for group in groups for name in group}
    known = list(names)
    found = dict.fromkeys(of.get(name, (name,)) for name in known)
    return [tuple(name for name in group if name in known) for group in found]
