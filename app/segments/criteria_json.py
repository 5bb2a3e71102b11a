"""Criteria as the JSON of the documents, both ways; what is wrong with it is said by name.

The keys of an object hold all together; "all", "any" and "none" hold lists of objects.
"""

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from app.core.conditions import (
    DEPTH,
    MOST_CONDITIONS,
    Condition,
    Group,
    Match,
    Op,
    Period,
)
from app.core.errors import Invalid
from app.core.filter_fields import CHOSEN
from app.core.filtering import MOST_DAYS, fitting
from app.core.text import _
from app.segments import criteria_keys as keys
from app.segments.criteria_normal import Part, depth, normal
from app.segments.criteria_text import loaded
from app.segments.criteria_values import Names, read, shown, written, wrong

_WIDTH = 2
_PAIR = 2


def parsed(text: str, names: Names) -> tuple[Part, ...]:
    """The criteria that a JSON text holds.

    Raises:
        Invalid: it is no JSON, by line and column; or says what cannot be, by key.
    """
    return from_document(loaded(text), names)


def from_document(data: Any, names: Names) -> tuple[Part, ...]:
    """The criteria of a document that was read already.

    Raises:
        Invalid: it says what cannot be, by key; or is too large or nested too deep.
    """
    if not isinstance(data, dict):
        _refuse(_('Criteria begin with a brace: {"status": "active"}.'))
    found = normal(_Reader(names).object(data, 0))
    if depth(found) > DEPTH:
        _too_deep()
    return found


def text_of(criteria: Sequence[Part], names: Names) -> str:
    """The criteria as a JSON text for people."""
    return json.dumps(to_document(criteria, names), indent=_WIDTH, ensure_ascii=False)


def to_document(criteria: Sequence[Part], names: Names) -> dict[str, Any]:
    """The criteria as a document.

    Raises:
        Invalid: a condition does not fit its field.
        KeyError: a condition names a field there is not.
    """
    return _all_of(normal(criteria), names)


def _all_of(parts: Sequence[Part], names: Names) -> dict[str, Any]:
    entries = [_entry(part, names) for part in parts]
    if len({key for key, _raw in entries}) == len(entries):
        return dict(entries)
    # A key may stand in an object once.
    return {"all": [{key: raw} for key, raw in entries]}


def _entry(part: Part, names: Names) -> tuple[str, Any]:
    if isinstance(part, Condition):
        return _pair(part, names)
    return part.match.value, [_object(one, names) for one in part.of]


def _object(part: Part, names: Names) -> dict[str, Any]:
    if isinstance(part, Group) and part.match is Match.ALL:
        return _all_of(part.of, names)
    return dict([_entry(part, names)])


def _pair(one: Condition, names: Names) -> tuple[str, Any]:
    field = keys.known()[one.key].field
    name = keys.name_of(field)
    if one.op in {Op.BLANK, Op.FILLED}:
        return name + keys.BLANK, one.op is Op.BLANK
    key = name + keys.ending_of(field, one.op)
    if one.op is Op.OVER:
        return key, one.value + 1
    if one.op in {Op.LAST, Op.NEXT}:
        return key, one.value
    if one.op is Op.DURING:
        return key, Period(one.value).value
    if not isinstance(one.value, tuple):
        return key, written(field, one.value, names)
    values = [None if value is None else written(field, value, names) for value in one.value]
    alone = len(values) == 1 and field.kind in CHOSEN and values[0] is not None
    return key, values[0] if alone else values


class _Reader:
    """Reads objects, and counts the conditions in them."""

    def __init__(self, names: Names) -> None:
        self._names, self._left = names, MOST_CONDITIONS

    def object(self, data: dict[str, Any], deep: int) -> list[Part]:
        """Everything an object says."""
        if deep > _PAIR * DEPTH:
            _too_deep()
        return [self._part(key, raw, deep) for key, raw in data.items()]

    def _part(self, key: str, raw: Any, deep: int) -> Part:
        if key in keys.GROUPS:
            return self._group(Match(key), raw, deep)
        known = keys.known().get(key)
        if known is None:
            _unknown(key)
        self._left -= 1
        if self._left < 0:
            _refuse(_("It has more than %d conditions. Take some away.") % MOST_CONDITIONS)
        return self._condition(key, known, raw)

    def _group(self, match: Match, raw: Any, deep: int) -> Group:
        if not isinstance(raw, list):
            wrong(match.value, _("a list of groups in brackets: [{…}, {…}]"), raw)
        parts: list[Part] = []
        for one in raw:
            if not isinstance(one, dict):
                wrong(match.value, _("groups in braces: [{…}, {…}]"), one)
            parts.append(Group(Match.ALL, tuple(self.object(one, deep + 1))))
        return Group(match, tuple(parts))

    def _condition(self, key: str, known: keys.Key, raw: Any) -> Condition:
        field, ending, op = known
        if ending == keys.BLANK:
            if not isinstance(raw, bool):
                wrong(key, _("true or false"), raw)
            return Condition(field.key, Op.BLANK if raw else Op.FILLED)
        if op in {Op.LAST, Op.OVER, Op.NEXT}:
            return Condition(field.key, op, _days(key, ending, op, raw))
        if op is Op.DURING:
            return Condition(field.key, op, _period(key, raw))
        value: Any
        if isinstance(raw, list):
            value = tuple(read(key, field, one, self._names) for one in raw)
            op = {Op.IS: Op.IN, Op.IS_NOT: Op.NOT_IN}.get(op, op)
        else:
            value = read(key, field, raw, self._names)
            value = (value,) if op in {Op.IN, Op.NOT_IN, Op.ALL_OF} else value
        return _fits(key, known, Condition(field.key, op, value), raw)


def _fits(key: str, known: keys.Key, one: Condition, raw: Any) -> Condition:
    if one.op is Op.BETWEEN and not (isinstance(one.value, tuple) and len(one.value) == _PAIR):
        wrong(key, _("the lowest and the highest: [1, 5]"), raw)
    try:
        return fitting(known.field, one)
    except Invalid as refusal:
        said = _("“%(key)s” cannot be compared with %(given)s. Enter it again.")
        given = said % {"key": key, "given": shown(raw)}
        raise Invalid({"criteria": given}) from refusal


def _days(key: str, ending: str, op: Op, raw: Any) -> int:
    """The days a condition counts: a day is as many days ago as nights lie between."""
    least = 2 if op is Op.OVER else 0 if ending == keys.AGO_MOST else 1
    if not isinstance(raw, int) or isinstance(raw, bool) or not least <= raw < MOST_DAYS:
        said = _("a number of days from %(least)d to %(most)s")
        wrong(key, said % {"least": least, "most": f"{MOST_DAYS - 1:,}"}, raw)
    return raw - 1 if op is Op.OVER else raw + 1 if ending == keys.AGO_MOST else raw


def _period(key: str, raw: Any) -> Period:
    known = [period.value for period in Period]
    if not isinstance(raw, str) or raw not in known:
        wrong(key, _("one of %s") % ", ".join(f"“{one}”" for one in known), raw)
    return Period(raw)


def _unknown(key: str) -> NoReturn:
    if misfit := keys.misfit(key):
        said = _("“%(key)s” cannot be: “%(field)s” is asked by %(known)s.")
        known = ", ".join(f"“{one}”" for one in misfit[2])
        _refuse(said % {"key": key, "field": misfit[0], "known": known})
    said = _("“%s” is no key of criteria.") % (key if len(key) < MOST_CONDITIONS else key[:50])
    near = keys.nearest(key)
    hint = _("Did you mean “%s”?") % near if near else _("Look at the list of keys.")
    _refuse(f"{said} {hint}")


def _too_deep() -> NoReturn:
    _refuse(_("Its groups are nested more than %d deep. Take a group away.") % DEPTH)


def _refuse(why: str) -> NoReturn:
    raise Invalid({"criteria": why})
