"""One way to write what means the same, so that criteria go into JSON and come back equal."""

from collections.abc import Iterable, Iterator

from app.core.conditions import Condition, Group, Match, Op, flat
from app.core.filter_fields import CHOSEN, Kind
from app.core.filtering import fitting
from app.customers.filter_fields import BY_KEY

Part = Condition | Group
_SEVERAL = {Op.IS: Op.IN, Op.IS_NOT: Op.NOT_IN}
_SINGLE = {several: single for single, several in _SEVERAL.items()}
_BLANK = {Op.IN: Op.BLANK, Op.NOT_IN: Op.FILLED}
_EVERYBODY = Group(Match.ALL, ())


def normal(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same criteria, all of which hold, without groups that say nothing of their own.

    Raises:
        Invalid: a condition does not fit its field.
        KeyError: a condition names a field there is not.
    """
    found: list[Part] = []
    for part in parts:
        one = _part(part)
        if isinstance(one, Group) and one.match is Match.ALL:
            found += one.of
        else:
            found.append(one)
    return tuple(found)


def tags_of(parts: Iterable[Part]) -> Iterator[int]:
    """The tags that criteria ask for."""
    for one in flat(parts):
        if one.key == "tags":
            values = one.value if isinstance(one.value, tuple) else (one.value,)
            yield from (value for value in values if isinstance(value, int))


def depth(parts: Iterable[Part]) -> int:
    """How deep groups stand in groups."""
    return max((1 + depth(one.of) for one in parts if isinstance(one, Group)), default=0)


def _part(part: Part) -> Part:
    if isinstance(part, Condition):
        return _condition(part)
    if not part.of:
        return _EVERYBODY
    each = tuple(_part(one) for one in part.of)
    of = normal(part.of) if part.match is Match.ALL else each
    return of[0] if len(of) == 1 and part.match is not Match.NONE else Group(part.match, of)


def _condition(one: Condition) -> Condition:
    """The comparison as the builder offers it: choices as lists, the rest one by one."""
    field = BY_KEY[one.key]
    one = fitting(field, one)
    if field.kind in CHOSEN:
        if one.op in _SEVERAL:
            one = Condition(one.key, _SEVERAL[one.op], (one.value,))
        if one.op in _BLANK and one.value == (None,):
            one = Condition(one.key, _BLANK[one.op])
    elif one.op in _SINGLE and len(one.value) == 1:
        one = Condition(one.key, _SINGLE[one.op], one.value[0])
    if field.kind is Kind.YES_NO and one.op is Op.IS_NOT:
        one = Condition(one.key, Op.IS, not one.value)
    return one
