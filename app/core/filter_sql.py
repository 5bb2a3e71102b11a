"""The SQL of filters: what each kind of field asks of its column, alike on every engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core.clock import end_of_day, start_of_day, time_zone
from app.core.conditions import Condition, Op
from app.core.filter_fields import Field, Kind
from app.core.filtering import OPPOSITES, days, fitting, meaning
from app.core.folding import fold, like_pattern

Where = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Asked:
    """A field and the column, or other expression, that holds its values.

    A text's column holds it folded by `key`, NULL where it is blank; a day's column
    holds days, or moments: days are days of `zone`, where it is `now`. `blank` says which
    rows have no value, where that is not those whose column is NULL.
    """

    field: Field
    column: sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]
    zone: str = "UTC"
    now: datetime | None = None
    key: Callable[[str], str] = fold
    blank: Where | None = None

    def __call__(self, one: Condition) -> Where:
        """Which rows meet the condition.

        Raises:
            Invalid: its comparison or value does not fit the field.
        """
        one = fitting(self.field, one)
        if one.op not in OPPOSITES:
            return self._where(one.op, one)
        return negated(self._where(OPPOSITES[one.op], one))

    def _where(self, op: Op, one: Condition) -> Where:
        if op is Op.BLANK:
            return self.column.is_(None) if self.blank is None else self.blank
        if op is Op.IN:
            return self._one_of(one.value)
        if self.field.kind is Kind.DAY:
            return self._days(one)
        if op is Op.BETWEEN:
            low, high = one.value
            return sa.and_(self._compared >= low, self._compared <= high)
        return _COMPARED[op](self._compared, meaning(self.field.kind, self.key, one.value))

    @property
    def _compared(self) -> Any:
        """The column, against which numbers are sent as wide as anybody may type them."""
        if self.field.kind in _NUMBERS or self.field.values is int:
            return sa.type_coerce(self.column, sa.BigInteger())
        return self.column

    def _one_of(self, values: tuple[Any, ...]) -> Where:
        known = [meaning(self.field.kind, self.key, value) for value in values if value is not None]
        found: Where = self._compared.in_(known)
        return sa.or_(found, self._where(Op.BLANK, _ANY)) if None in values else found

    def _days(self, one: Condition) -> Where:
        now = self.now or datetime.now(time_zone(self.zone))
        first, last = days(one, now.astimezone(time_zone(self.zone)).date())
        calendar = isinstance(self.column.type, sa.Date)
        parts: list[Where] = []
        if first is not None:
            begin = first if calendar else start_of_day(first, self.zone)
            parts.append(self.column >= begin)
        if last is not None and calendar:
            parts.append(self.column <= last)
        elif last is not None:
            parts.append(self.column < end_of_day(last, self.zone))
        return sa.and_(*parts)


def asked_of(
    fields: Mapping[str, Field], columns: Mapping[str, Any], zone: str, now: datetime
) -> dict[str, Callable[[Condition], Where]]:
    """A list's filters: each column by the field of the same key."""
    return {key: Asked(fields[key], column, zone, now) for key, column in columns.items()}


def negated(where: Where) -> Where:
    """Where it does not hold, rows for which it is neither true nor false among them."""
    return sa.func.coalesce(where, sa.false()).is_(False)


def _like(column: Any, pattern: str) -> Where:
    found: Where = column.like(pattern, escape="\\")
    return found


_NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
_ANY = Condition("", Op.BLANK)
_COMPARED: dict[Op, Callable[[Any, Any], Where]] = {
    Op.IS: lambda column, value: column == value,
    Op.AT_LEAST: lambda column, value: column >= value,
    Op.AT_MOST: lambda column, value: column <= value,
    Op.CONTAINS: lambda column, value: _like(column, like_pattern(value)),
    Op.STARTS: lambda column, value: _like(column, like_pattern(value)[1:]),
    Op.ENDS: lambda column, value: _like(column, like_pattern(value)[:-1]),
}
