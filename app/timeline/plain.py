"""Details of a timeline's entry as one text, for files: days as in ISO 8601, amounts with codes."""

from collections.abc import Sequence
from datetime import date, datetime

from app.core.money import Money
from app.core.text import N_, _
from app.timeline.schemas import Said, Size, Value

_KILO = 1024
_UNITS = (N_("%d bytes"), N_("%d KB"), N_("%d MB"))


def plain(told: Sequence[str | Said]) -> str:
    """All of it, with dots between its parts."""
    return " · ".join(
        one if isinstance(one, str) else one.words % tuple(map(_value, one.values)) for one in told
    )


def _value(value: Value) -> str:
    match value:
        case Money():
            return f"{value.amount:,} {value.currency}"
        case Size(count):
            return _size(count)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()


def _size(size: int) -> str:
    unit, count = 0, float(size)
    while count >= _KILO and unit < len(_UNITS) - 1:
        unit, count = unit + 1, count / _KILO
    return _(_UNITS[unit]) % round(count)
