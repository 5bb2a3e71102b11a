"""What a condition's value must be, the days it means, and whether a value meets it.

`holds` is the meaning of filters: short lists are filtered by it, and what the database
is asked must find the same rows.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NoReturn

from app.core.clean import without_controls
from app.core.clock import add_months
from app.core.conditions import Condition, Group, Op, Period
from app.core.errors import Invalid
from app.core.filter_fields import CHOSEN, Field, Kind
from app.core.folding import fold
from app.core.text import _

LONGEST_TEXT = 1000
MOST_CHOICES = 1000
MOST_DAYS = 36_500
# Days that every time zone can turn into a moment, and what a BIGINT column holds.
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 12, 31)
_MOST = 2**63 - 1
_PAIR = 2

Days = tuple[date | None, date | None]
# The comparisons that hold exactly where another one does not.
OPPOSITES = {
    Op.IS_NOT: Op.IS,
    Op.NOT_IN: Op.IN,
    Op.LACKS: Op.CONTAINS,
    Op.FILLED: Op.BLANK,
}


def shaped(one: Condition) -> Condition:
    """The condition, whose value is of a shape its comparison can use.

    Raises:
        Invalid: it is not; the sentence names the condition's key.
    """
    if not _SHAPES.get(one.op, _is_single)(one.value):
        _refuse(one.key)
    if one.op is Op.DURING:
        return Condition(one.key, one.op, Period(one.value))
    return one


def fitting(field: Field, one: Condition) -> Condition:
    """The condition, whose comparison and value fit the field; choices as its own values.

    Raises:
        Invalid: they do not; the sentence names the field.
    """
    one = shaped(one)
    if one.op not in field.ops and one.op not in _ALSO[field.kind]:
        _refuse(_(field.title))
    if one.op in _CARRIES_NONE or one.op in _COUNTS_DAYS:
        return one
    several = isinstance(one.value, tuple)
    values = [_as(field, value) for value in (one.value if several else (one.value,))]
    return Condition(one.key, one.op, tuple(values) if several else values[0])


def understood(
    fields: Mapping[str, Field], conditions: Iterable[Condition | Group]
) -> tuple[tuple[Condition | Group, ...], tuple[str, ...]]:
    """The conditions that fit these fields, by key, and the keys of those left out.

    A group that is left empty goes too.
    """
    kept: list[Condition | Group] = []
    dropped: list[str] = []
    for one in conditions:
        if isinstance(one, Group):
            of, lost = understood(fields, one.of)
            dropped += lost
            if of or not one.of:
                kept.append(Group(one.match, of))
            continue
        try:
            kept.append(fitting(fields[one.key], one))
        except (KeyError, Invalid):
            dropped.append(one.key)
    return tuple(kept), tuple(dict.fromkeys(dropped))


def _as(field: Field, value: Any) -> Any:
    """One value as the field's kind wants it."""
    known = {option: option for option, _words in field.options}
    if value is None:
        fits = field.kind in CHOSEN and field.may_be_blank
    elif known:
        fits = value in known
    else:
        fits = _FITS[field.kind](value)
        fits = fits and (field.kind not in CHOSEN or isinstance(value, field.values))
    if not fits:
        _refuse(_(field.title))
    return known.get(value, value)


def meaning(kind: Kind, key: Callable[[str], str], value: Any) -> Any:
    """What a value is compared as: text folded by `key`."""
    if kind is Kind.TEXT and isinstance(value, str):
        return key(value)
    return value


def days(one: Condition, today: date) -> Days:
    """The first and last day a condition on days lets pass; None is an open end.

    Of a condition that holds where another does not, those of the other.
    """
    value, op = one.value, OPPOSITES.get(one.op, one.op)
    if op in _ENDS:
        return _ENDS[op](value)
    if op is Op.DURING:
        return _period(Period(value), today)
    if op is Op.LAST:
        return today - timedelta(days=value - 1), today
    if op is Op.NEXT:
        return today, today + timedelta(days=value)
    return None, today - timedelta(days=value + 1)


_ENDS: dict[Op, Callable[[Any], Days]] = {
    Op.IS: lambda value: (value, value),
    Op.AT_LEAST: lambda value: (value, None),
    Op.AT_MOST: lambda value: (None, value),
    Op.BETWEEN: lambda value: (value[0], value[1]),
}


def _period(period: Period, today: date) -> Days:
    """The first and the last day of a period around today."""
    day, monday = timedelta(days=1), today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    year = month.replace(month=1)
    return {
        Period.TODAY: (today, today),
        Period.YESTERDAY: (today - day, today - day),
        Period.THIS_WEEK: (monday, monday + 6 * day),
        Period.LAST_WEEK: (monday - 7 * day, monday - day),
        Period.THIS_MONTH: (month, add_months(month, 1) - day),
        Period.LAST_MONTH: (add_months(month, -1), month - day),
        Period.THIS_QUARTER: (quarter, add_months(quarter, 3) - day),
        Period.LAST_QUARTER: (add_months(quarter, -3), quarter - day),
        Period.THIS_YEAR: (year, add_months(year, 12) - day),
        Period.LAST_YEAR: (add_months(year, -12), year - day),
    }[period]


def holds(
    kind: Kind, value: Any, one: Condition, today: date, key: Callable[[str], str] = fold
) -> bool:
    """Whether a row whose field has `value` meets the condition.

    `value` is folded by `key` where it is a text, and the members where the field is a set;
    None and "" are blank, and meet only
    what asks for blank, or for something else than they are.
    """
    if one.op in OPPOSITES:
        return not holds(kind, value, Condition(one.key, OPPOSITES[one.op], one.value), today, key)
    if kind is Kind.SET:
        return _holds_of(frozenset(value or ()), one)
    if one.op is Op.BLANK:
        return value in (None, "")
    if value in (None, ""):
        return one.op is Op.IN and None in one.value
    if kind is Kind.DAY:
        first, last = days(one, today)
        return (first is None or first <= value) and (last is None or value <= last)
    if isinstance(one.value, tuple):
        wanted: Any = tuple(meaning(kind, key, item) for item in one.value)
    else:
        wanted = meaning(kind, key, one.value)
    return bool(_COMPARED[one.op](value, wanted))


def _holds_of(members: frozenset[Any], one: Condition) -> bool:
    """The same of a set with these members; `one` asks for no opposite."""
    if one.op is Op.BLANK:
        return not members
    wanted = frozenset(one.value if isinstance(one.value, tuple) else (one.value,))
    if one.op is Op.ALL_OF:
        return wanted <= members
    return bool(wanted & members) or (None in wanted and not members)


_COMPARED: dict[Op, Callable[[Any, Any], Any]] = {
    Op.IS: operator.eq,
    Op.IN: lambda value, wanted: value in wanted,
    Op.AT_LEAST: operator.ge,
    Op.AT_MOST: operator.le,
    Op.BETWEEN: lambda value, wanted: wanted[0] <= value <= wanted[1],
    Op.CONTAINS: lambda value, wanted: wanted in value,
    Op.STARTS: lambda value, wanted: value.startswith(wanted),
    Op.ENDS: lambda value, wanted: value.endswith(wanted),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST


def _is_measure(value: Any) -> bool:
    if isinstance(value, date):
        return FIRST_DAY <= value <= LAST_DAY
    return _is_number(value)


def _is_single(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and without_controls(value) == value
    return isinstance(value, bool) or _is_measure(value)


def _is_pair(value: Any) -> bool:
    if not isinstance(value, tuple) or len(value) != _PAIR:
        return False
    low, high = value
    same = isinstance(low, date) is isinstance(high, date)
    return _is_measure(low) and _is_measure(high) and same and bool(low <= high)


def _are_choices(value: Any) -> bool:
    if not isinstance(value, tuple) or not 0 < len(value) <= MOST_CHOICES:
        return False
    return all(item is None or _is_single(item) for item in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and _is_single(value) and bool(fold(value))


def _are_days(value: Any) -> bool:
    return _is_number(value) and 0 < value <= MOST_DAYS


def _is_period(value: Any) -> bool:
    return isinstance(value, str) and value in {member.value for member in Period}


_CARRIES_NONE = frozenset({Op.BLANK, Op.FILLED})
_COUNTS_DAYS = frozenset({Op.LAST, Op.OVER, Op.NEXT, Op.DURING})
_SHAPES: dict[Op, Callable[[Any], bool]] = {
    Op.IN: _are_choices,
    Op.NOT_IN: _are_choices,
    Op.ALL_OF: lambda value: _are_choices(value) and None not in value,
    Op.AT_LEAST: _is_measure,
    Op.AT_MOST: _is_measure,
    Op.BETWEEN: _is_pair,
    Op.CONTAINS: _is_text,
    Op.LACKS: _is_text,
    Op.STARTS: _is_text,
    Op.ENDS: _is_text,
    Op.BLANK: lambda value: value is None,
    Op.FILLED: lambda value: value is None,
    Op.LAST: _are_days,
    Op.OVER: _are_days,
    Op.NEXT: _are_days,
    Op.DURING: _is_period,
}
_FITS: dict[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.NUMBER: _is_number,
    Kind.MONEY: _is_number,
    Kind.DAY: lambda value: isinstance(value, date),
    Kind.CHOICE: lambda value: _is_text(value) or _is_number(value),
    Kind.SET: lambda value: _is_text(value) or _is_number(value),
    Kind.YES_NO: lambda value: isinstance(value, bool),
}
# Beyond what is offered.
_EQUAL = frozenset({Op.IS, Op.IS_NOT, Op.IN, Op.NOT_IN})
_ALSO: dict[Kind, frozenset[Op]] = {
    Kind.TEXT: _EQUAL,
    Kind.NUMBER: _EQUAL,
    Kind.MONEY: _EQUAL,
    Kind.DAY: frozenset({Op.NEXT}),
    Kind.CHOICE: _EQUAL,
    Kind.SET: _EQUAL,
    Kind.YES_NO: _EQUAL,
}


def _refuse(what: str) -> NoReturn:
    raise Invalid(
        {"filters": _("The condition on “%s” does not fit. Take it off, or enter it again.") % what}
    )
