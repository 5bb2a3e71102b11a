"""A list's question as JSON, for saved views, presets and logs; nonsense is refused by name.

A condition is {"key", "op", "value"}, a group {"match", "of"}, a day {"day": "2026-01-26"}.
Choices of an enum come back as their values, which compare and ask the same.
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum, StrEnum
from typing import Any, NoReturn

from app.core.clean import without_controls
from app.core.conditions import (
    DEPTH,
    MOST_CONDITIONS,
    Condition,
    Group,
    Match,
    Op,
    flat,
)
from app.core.errors import Invalid
from app.core.filtering import LONGEST_TEXT, MOST_CHOICES, shaped
from app.core.listing import ListQuery
from app.core.text import _

_PARTS = frozenset({"text", "conditions", "sort", "descending"})


def to_json(asked: ListQuery) -> dict[str, Any]:
    """The question as plain JSON values."""
    return {
        "text": asked.text,
        "conditions": [_packed(one) for one in asked.conditions],
        "sort": asked.sort,
        "descending": asked.descending,
    }


def from_json(data: Any) -> ListQuery:
    """The question `to_json` made `data` of. Whether a list knows its filters is the list's to say.

    Raises:
        Invalid: this is no question, or one too large to be asked.
    """
    found = _head(data)
    conditions = tuple(_unpacked(one, DEPTH) for one in found.get("conditions", []))
    if sum(1 for _one in flat(conditions)) > MOST_CONDITIONS:
        _refuse(_("It has more than %d conditions. Take some away.") % MOST_CONDITIONS)
    return _question(found, conditions)


def salvage(data: Any) -> tuple[ListQuery, tuple[str, ...]]:
    """As much of a stored question as makes sense today, and what was left out, by key.

    A condition this version cannot read is dropped, and so is a group that is left empty.

    Raises:
        Invalid: nothing of it can be read.
    """
    found, dropped = _head(data), list[str]()
    conditions = _salvaged(found.get("conditions", []), DEPTH, dropped)
    return _question(found, conditions), tuple(dict.fromkeys(dropped))


def _head(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        _refuse(_("It is not a JSON object."))
    if unknown := sorted(str(name) for name in data if name not in _PARTS):
        _refuse(_("It has an unknown part “%s”.") % unknown[0])
    fits = (
        isinstance(data.get("text", ""), str)
        and isinstance(data.get("sort", ""), str)
        and isinstance(data.get("descending", False), bool)
        and isinstance(data.get("conditions", []), list)
    )
    if not fits:
        _refuse(_("One of its parts is of the wrong kind."))
    return data


def _question(found: dict[str, Any], conditions: tuple[Condition | Group, ...]) -> ListQuery:
    text = found.get("text", "")
    if len(text) > LONGEST_TEXT or without_controls(text) != text:
        _refuse(_("The search text is too long or holds invisible characters."))
    return ListQuery(text, conditions, found.get("sort", ""), found.get("descending", False))


def _packed(one: Condition | Group) -> dict[str, Any]:
    if isinstance(one, Group):
        return {"match": one.match.value, "of": [_packed(part) for part in one.of]}
    return {"key": one.key, "op": one.op.value, "value": _plain(one.value)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value.value if isinstance(value, Enum) else value


def _salvaged(
    parts: Sequence[Any], depth: int, dropped: list[str]
) -> tuple[Condition | Group, ...]:
    kept: list[Condition | Group] = []
    for one in parts:
        inner = one.get("of") if isinstance(one, dict) else None
        if isinstance(inner, list) and depth and _is_one_of(Match, one.get("match")):
            of = _salvaged(inner, depth - 1, dropped)
            if of or not inner:
                kept.append(Group(Match(one["match"]), of))
            continue
        try:
            kept.append(_unpacked(one, 0))
        except Invalid:
            key = one.get("key") if isinstance(one, dict) else None
            dropped.append(key if isinstance(key, str) and key else "?")
    return tuple(kept[:MOST_CONDITIONS])


def _unpacked(one: Any, depth: int) -> Condition | Group:
    if isinstance(one, dict) and set(one) == {"match", "of"}:
        if not depth:
            _refuse(_("Its groups are nested too deep. Take a group away."))
        if not _is_one_of(Match, one["match"]) or not isinstance(one["of"], list):
            _refuse(_("One of its groups cannot be read."))
        return Group(Match(one["match"]), tuple(_unpacked(part, depth - 1) for part in one["of"]))
    if not isinstance(one, dict) or not {"key", "op"} <= set(one) <= {"key", "op", "value"}:
        _refuse(_("One of its conditions cannot be read."))
    key, op = one["key"], one["op"]
    if not isinstance(key, str) or not key or len(key) > LONGEST_TEXT:
        _refuse(_("One of its conditions names no field."))
    if not _is_one_of(Op, op):
        _refuse(_("The condition on “%(key)s” compares in an unknown way (%(op)s).")
                % {"key": key, "op": op})  # fmt: skip
    return shaped(Condition(key, Op(op), _value(one.get("value"))))


def _value(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(_single(item) for item in stored[: MOST_CHOICES + 1])
    return _single(stored)


def _single(stored: Any) -> Any:
    if isinstance(stored, dict) and set(stored) == {"day"} and isinstance(stored["day"], str):
        try:
            return date.fromisoformat(stored["day"])
        except ValueError:
            return stored
    return stored


def _is_one_of(kind: type[StrEnum], value: Any) -> bool:
    return isinstance(value, str) and value in {member.value for member in kind}


def _refuse(why: str) -> NoReturn:
    raise Invalid({"filters": _("This filter cannot be used. %s") % why})
