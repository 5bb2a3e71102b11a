"""What a list can be narrowed by: kinds of filters, what is picked, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from app.core.listing import Condition, Op
from app.core.money import Money
from app.core.text import _
from ui.kit import format as fmt

# By kind: a tuple of values, a bool, (from, to) with None for open ends, or a text.
Picked = dict[str, Any]
Options = Sequence[tuple[Any, str]]
_PAIR = 2


class FilterKind(Enum):
    """How a filter is asked for."""

    CHOICE = auto()
    YES_NO = auto()
    DATES = auto()
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
    found: list[Condition] = []
    for spec in specs:
        value = picked.get(spec.key)
        if value is None:
            continue
        if spec.kind is FilterKind.CHOICE:
            found.append(Condition(spec.key, Op.IN, tuple(value)))
        elif spec.kind in {FilterKind.DATES, FilterKind.MONEY}:
            low, high = value
            if low is not None:
                found.append(Condition(spec.key, Op.AT_LEAST, low))
            if high is not None:
                found.append(Condition(spec.key, Op.AT_MOST, high))
        else:
            found.append(Condition(spec.key, Op.IS, value))
    return tuple(found)


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
        case FilterKind.MONEY:
            ends = [None if end is None else Money(end, spec.currency) for end in value]
            return _range_words(*map(fmt.text, ends))
        case _:
            return fmt.text(value)


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
