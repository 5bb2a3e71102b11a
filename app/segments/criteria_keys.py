"""The keys of criteria as the documents write them: "total_orders_min", "tags", "status"."""

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from app.core.conditions import Op
from app.core.filter_fields import Field, Kind
from app.customers.filter_fields import FIELDS

# What the documents call these fields; their own names do as well.
NAMED = {
    "revenue": "lifetime_value",
    "orders": "total_orders",
    "last_order_on": "last_order",
    "kind": "customer_type",
    "created_at": "joined",
    "updated_at": "changed",
    "verified_at": "verified_on",
    "deleted_at": "deleted_on",
    "last_activity_at": "last_activity",
    "owner_id": "owner",
    "team_id": "team",
}
GROUPS = ("all", "any", "none")
_EQUAL = {"": Op.IS, "_not": Op.IS_NOT}
_MEASURED = _EQUAL | {"_min": Op.AT_LEAST, "_max": Op.AT_MOST, "_between": Op.BETWEEN}
_ENDINGS: dict[Kind, dict[str, Op]] = {
    Kind.TEXT: _EQUAL
    | {"_contains": Op.CONTAINS, "_lacks": Op.LACKS, "_starts": Op.STARTS, "_ends": Op.ENDS},
    Kind.NUMBER: _MEASURED,
    Kind.MONEY: _MEASURED,
    Kind.DAY: _MEASURED
    | {
        "_days": Op.LAST,
        "_days_ago_min": Op.OVER,
        "_days_ago_max": Op.LAST,
        "_next_days": Op.NEXT,
        "_period": Op.DURING,
    },
    Kind.CHOICE: {"": Op.IN, "_not": Op.NOT_IN},
    Kind.SET: {"": Op.IN, "_all": Op.ALL_OF, "_not": Op.NOT_IN},
    Kind.YES_NO: _EQUAL,
}
BLANK, AGO_MOST = "_blank", "_days_ago_max"


class Key(NamedTuple):
    """A key's field, how it ends, and the comparison it stands for."""

    field: Field
    ending: str
    op: Op


def name_of(field: Field) -> str:
    """What keys of the field begin with."""
    return NAMED.get(field.key, field.key)


@cache
def known() -> dict[str, Key]:
    """Every key, in the order of the fields; the documents' name of a field first."""
    found: dict[str, Key] = {}
    for field in FIELDS:
        endings = _ENDINGS[field.kind] | ({BLANK: Op.BLANK} if field.may_be_blank else {})
        for name in dict.fromkeys((name_of(field), field.key)):
            for ending, op in endings.items():
                found.setdefault(name + ending, Key(field, ending, op))
    return found


def nearest(key: str) -> str:
    """The known key somebody may have meant; blank if there is none like it."""
    near = get_close_matches(key.casefold(), [*known(), *GROUPS], n=1, cutoff=0.6)
    return near[0] if near else ""


def misfit(key: str) -> tuple[str, str, list[str]] | None:
    """The field a key begins with, how it ends, and that field's keys; for an ending of others."""
    every = {ending for endings in _ENDINGS.values() for ending in endings if ending} | {BLANK}
    found = [
        (name, ending, field)
        for field in FIELDS
        for name in (name_of(field), field.key)
        for ending in every
        if key == name + ending
    ]
    if not found:
        return None
    name, ending, field = max(found, key=lambda one: len(one[0]))
    return name, ending, [one for one, known_as in known().items()
                          if known_as.field is field and one == name + known_as.ending]  # fmt: skip


def ending_of(field: Field, op: Op) -> str:
    """How the key ends that stands for a comparison of the field."""
    several = {Op.IN: Op.IS, Op.NOT_IN: Op.IS_NOT}
    endings = _ENDINGS[field.kind]
    wanted = op if op in endings.values() else several.get(op, op)
    return next(ending for ending, stands in endings.items() if stands is wanted)
