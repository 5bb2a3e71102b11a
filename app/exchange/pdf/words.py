"""How a cell reads on paper: the same days, numbers and amounts as on the screen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.core.text import N_, _
from app.exchange.columns import Amount, ExportColumn, Shape
from app.exchange.sheets import decimal_text

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
    N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_MINUS = "\u2212"


def day(value: date) -> str:
    """A day."""
    return f"{_(_MONTHS[value.month - 1])} {value.day}, {value.year}"


def moment(value: datetime) -> str:
    """A day and the time on the clock."""
    return f"{day(value.date())}, {value:%H:%M}"


def whole(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace("-", _MINUS)


def amount(value: Amount, *, with_code: bool) -> str:
    """An amount with its thousands apart, and with its currency unless that is clear."""
    digits, point, rest = decimal_text(value).partition(".")
    told = f"{int(digits):,}" if digits not in {"-0", "-"} else digits
    told = f"{told}{point}{rest}".replace("-", _MINUS)
    return f"{told} {value[1]}" if with_code else told


def told(column: ExportColumn, cells: Sequence[Any]) -> list[str]:
    """The cells of a column in words."""
    if column.shape is Shape.MONEY:
        with_code = not column.in_currency
        return [amount(cell, with_code=with_code) if cell else "" for cell in cells]
    say = _SAID[column.shape]
    return ["" if cell is None else say(cell) for cell in cells]


def _text(value: str) -> str:
    return value.expandtabs(4)


_SAID: Mapping[Shape, Callable[[Any], str]] = {
    Shape.TEXT: _text,
    Shape.NUMBER: whole,
    Shape.YES_NO: lambda cell: _("yes") if cell else _("no"),
    Shape.DAY: day,
    Shape.MOMENT: moment,
}
