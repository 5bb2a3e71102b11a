"""What a list can be filtered by: each field's kind, and how fields of that kind compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.conditions import Condition, Group, Match, Op

Options = Sequence[tuple[Any, str]]


class Kind(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    CHOICE = "choice"
    SET = "set"
    YES_NO = "yes_no"


# Those whose values are chosen; of a set a row may have several.
CHOSEN = frozenset({Kind.CHOICE, Kind.SET})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to filter by: `key` is what conditions call it, `title` an `N_()` constant.

    `options` are (value, `N_()` words) pairs; a choice, or a set of choices, without any is
    between values of type `values` that only the database knows. `may_be_blank` offers to
    ask for those without a value. A day that lies `ahead` may be asked for as coming.
    """

    key: str
    title: str
    kind: Kind
    options: Options = ()
    may_be_blank: bool = False
    values: type = str
    ahead: bool = False

    @property
    def ops(self) -> tuple[Op, ...]:
        """How it may be compared, in the order to offer."""
        coming = (Op.NEXT,) if self.ahead else ()
        return coming + _OPS[self.kind] + (_BLANK if self.may_be_blank else ())


_BLANK = (Op.BLANK, Op.FILLED)
_MEASURED = (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.IS, Op.IS_NOT)
_OPS = {
    Kind.TEXT: (Op.CONTAINS, Op.LACKS, Op.IS, Op.IS_NOT, Op.STARTS, Op.ENDS),
    Kind.NUMBER: _MEASURED,
    Kind.MONEY: _MEASURED,
    Kind.DAY: (
        Op.DURING, Op.LAST, Op.OVER, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.IS, Op.IS_NOT,
    ),
    Kind.CHOICE: (Op.IN, Op.NOT_IN),
    Kind.SET: (Op.IN, Op.ALL_OF, Op.NOT_IN),
    Kind.YES_NO: (Op.IS,),
}  # fmt: skip


def offered(field: Field, one: Condition) -> Condition | Group:
    """A condition in the comparisons the field offers, where it is in others; alike in meaning."""
    if one.op in field.ops or one.op not in _NEGATIVE:
        return one
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    if field.kind in CHOSEN:
        return Condition(one.key, Op.NOT_IN if _NEGATIVE[one.op] else Op.IN, values)
    each = tuple(Condition(one.key, Op.IS, value) for value in values)
    if _NEGATIVE[one.op]:
        return Group(Match.NONE, each)
    return each[0] if len(each) == 1 else Group(Match.ANY, each)


_NEGATIVE = {Op.IS: False, Op.IN: False, Op.IS_NOT: True, Op.NOT_IN: True}
