"""What a list can be narrowed by: kinds of filters, what is picked, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from app.core.listing import Condition, Group, Match, Op
from app.core.money import Money
from app.core.text import _
from ui.kit import format as fmt

# By kind: a tuple of values, a bool, (from, to) with None for open ends, or a text.
Picked = dict[str, Any]
Options = Sequence[tuple[Any, str]]
_PAIR = 2
# So many days ahead can be asked for without typing.
AHEAD = (7, 14, 30, 60, 90)


class FilterKind(Enum):
    """How a filter is asked for."""

    CHOICE = auto()
    YES_NO = auto()
    DATES = auto()
    AHEAD = auto()
    MONEY = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """One filter: `key` is what the list's query calls it, `title` an `N_()` constant.

    `choices` are the members of an enum, or (value, words) pairs; lists known only to
    the database are given later by `FilterPanel.set_options`. Money is entered in
    `currency` and asked in its minor units.
    """

    key: str
    title: str
    kind: FilterKind = FilterKind.CHOICE
    choices: type[Enum] | Options = ()
    currency: str = "EUR"

    def options(self) -> Options:
        """The values to choose from, with their words."""
        if isinstance(self.choices, type):
            return [(member, fmt.text(member)) for member in self.choices]
        return [(value, _(words)) for value, words in self.choices]


def conditions(specs: Sequence[FilterSpec], picked: Picked) -> tuple[Condition, ...]:
    """What is picked, as the query says it."""
    asked = ((spec, picked.get(spec.key)) for spec in specs)
    return tuple(one for spec, value in asked if value is not None for one in _asked(spec, value))


def _asked(spec: FilterSpec, value: Any) -> list[Condition]:
    if spec.kind in _RANGES:
        ends = zip((Op.AT_LEAST, Op.AT_MOST), value, strict=True)
        return [Condition(spec.key, op, end) for op, end in ends if end is not None]
    if spec.kind is FilterKind.CHOICE:
        return [Condition(spec.key, Op.IN, tuple(value))]
    return [Condition(spec.key, Op.NEXT if spec.kind is FilterKind.AHEAD else Op.IS, value)]


def split(
    specs: Sequence[FilterSpec], asked: Sequence[Condition | Group]
) -> tuple[Picked, Group | None]:
    """What of a question these filters can show, and the rest as one group."""
    by_key = {spec.key: spec for spec in specs}
    picked: Picked = {}
    rest: list[Condition | Group] = []
    for one in asked:
        spec = None if isinstance(one, Group) else by_key.get(one.key)
        if spec is None or isinstance(one, Group) or not _pick(spec, one, picked):
            rest.append(one)
    if len(rest) == 1 and isinstance(rest[0], Group):
        return picked, rest[0]
    return picked, Group(Match.ALL, tuple(rest)) if rest else None


def _pick(spec: FilterSpec, one: Condition, picked: Picked) -> bool:
    """Add a condition to what is picked, if its filter can show it."""
    if spec.kind in _RANGES:
        found = _range(one, picked.get(spec.key, (None, None)))
    elif spec.key in picked:
        found = None
    elif spec.kind is FilterKind.CHOICE:
        found = _choices(spec, one)
    elif spec.kind is FilterKind.AHEAD:
        found = one.value if one.op is Op.NEXT and one.value in AHEAD else None
    else:
        found = one.value if one.op is Op.IS else None
    if found is not None:
        picked[spec.key] = found
    return found is not None


def _range(one: Condition, ends: tuple[Any, Any]) -> tuple[Any, Any] | None:
    """The ends with those of a condition, unless they were taken."""
    if one.op is Op.BETWEEN:
        return tuple(one.value) if ends == (None, None) else None
    low, high = ends
    if one.op is Op.AT_LEAST and low is None:
        return one.value, high
    return (low, one.value) if one.op is Op.AT_MOST and high is None else None


def _choices(spec: FilterSpec, one: Condition) -> tuple[Any, ...] | None:
    """What of the filter's options a condition asks for, if it asks for nothing else."""
    if one.op not in {Op.IS, Op.IN}:
        return None
    values = one.value if one.op is Op.IN else (one.value,)
    known = {_bare(option): option for option, _words in spec.options()}
    if None in values or (known and not known.keys() >= {_bare(value) for value in values}):
        return None
    return tuple(known.get(_bare(value), value) for value in values)


_RANGES = frozenset({FilterKind.DATES, FilterKind.MONEY})


def words(spec: FilterSpec, value: Any, options: Options) -> str:
    """What a chip says, such as "Status: Active, Trial"."""
    return f"{_(spec.title)}: {_value_words(spec, value, options)}"


def _value_words(spec: FilterSpec, value: Any, options: Options) -> str:
    match spec.kind:
        case FilterKind.CHOICE:
            names = {_bare(option): name for option, name in options}
            return ", ".join(names.get(_bare(item), fmt.text(item)) for item in value)
        case FilterKind.DATES:
            return _range_words(*map(fmt.text, value))
        case FilterKind.AHEAD:
            return ahead(value)
        case FilterKind.MONEY:
            ends = [None if end is None else Money(end, spec.currency) for end in value]
            return _range_words(*map(fmt.text, ends))
        case _:
            return fmt.text(value)


def ahead(days: int) -> str:
    """So many days from today."""
    return _("in the next %d days") % days


def _range_words(low: str, high: str) -> str:
    if low and high:
        return f"{low} \u2013 {high}"
    return _("from %s") % low if low else _("up to %s") % high


def pack(picked: Picked) -> dict[str, Any]:
    """What is picked, as JSON can hold it."""
    return {key: _packed(value) for key, value in picked.items()}


def unpack(specs: Sequence[FilterSpec], packed: Mapping[str, Any]) -> Picked:
    """What was picked; anything that no longer makes sense is left out."""
    picked: Picked = {}
    for spec in specs:
        if spec.key not in packed:
            continue
        try:
            value = _unpacked(spec, packed[spec.key])
        except (TypeError, ValueError):
            continue
        if value is not None:
            picked[spec.key] = value
    return picked


def _packed(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_packed(item) for item in value]
    return value.isoformat() if isinstance(value, date) else _bare(value)


def _unpacked(spec: FilterSpec, stored: Any) -> Any:
    match spec.kind:
        case FilterKind.CHOICE:
            known = {_bare(option): option for option, _name in spec.options()}
            items = [known.get(item, item) for item in stored if not known or item in known]
            return tuple(items) or None
        case FilterKind.YES_NO:
            return stored if isinstance(stored, bool) else None
        case FilterKind.TEXT:
            return stored if isinstance(stored, str) and stored else None
        case FilterKind.AHEAD:
            return stored if stored in AHEAD else None
        case FilterKind.DATES:
            return _pair([None if end is None else date.fromisoformat(end) for end in stored])
        case FilterKind.MONEY:
            return _pair([None if end is None else int(end) for end in stored])


def _pair(ends: list[Any]) -> tuple[Any, Any] | None:
    if len(ends) != _PAIR or ends == [None, None]:
        return None
    return (ends[0], ends[1])


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
