"""How a value looks: the only place dates, money and enums become text.

Nothing here touches Qt's state, so rows can be made ready on any thread.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import ClassVar

from PySide6.QtCore import Qt

from app.core.money import Money, exponent
from app.core.text import N_, _

# One fixed format everywhere, whatever the computer's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# What a customer without a name is called.
NOBODY = "N/A"
MINUS = "\u2212"
# Only signs that mean one currency; the others are written with their code.
_SIGNS = {"EUR": "\u20ac", "USD": "$", "GBP": "\u00a3", "INR": "\u20b9"}


_UNITS = (N_("%s bytes"), N_("%s KB"), N_("%s MB"), N_("%s GB"))
_STEP = 1024


class _Local:
    """The zone moments are shown in; None is the computer's own."""

    zone: ClassVar[tzinfo | None] = None


def use_zone(zone: tzinfo | None) -> None:
    """Show moments in `zone` from now on; None is the computer's own."""
    _Local.zone = zone


def local(moment: datetime) -> datetime:
    """The same moment as the clock on the wall shows it."""
    return moment.astimezone(_Local.zone)


def today() -> date:
    """The current day where the user is."""
    return local(datetime.now(UTC)).date()


@singledispatch
def text(value: object) -> str:
    """The value as people read it; None is nothing."""
    return str(value)


@text.register
def _none(_value: None) -> str:
    return ""


@text.register
def _yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


@text.register
def _whole(value: int) -> str:
    return f"{value:,}".replace("-", MINUS)


@text.register
def _decimal(value: Decimal) -> str:
    return f"{value:,}".replace("-", MINUS)


@text.register
def _enum(value: Enum) -> str:
    label = getattr(value, "label", None)
    return _(label if isinstance(label, str) else value.name.replace("_", " ").capitalize())


@text.register
def _moment(value: datetime) -> str:
    shown = local(value)
    return f"{_day(shown.date())}, {shown:%H:%M}"


@text.register
def _day(value: date) -> str:
    return f"{_(MONTHS[value.month - 1])} {value.day}, {value.year}"


@text.register
def _money(value: Money) -> str:
    sign = MINUS if value.minor < 0 else ""
    unit = _SIGNS.get(value.currency, f"{value.currency}\u00a0")
    return f"{sign}{unit}{abs(value.amount):,.{exponent(value.currency)}f}"


@text.register(list)
@text.register(tuple)
def _several(value: list[object] | tuple[object, ...]) -> str:
    return ", ".join(text(item) for item in value)


@text.register(set)
@text.register(frozenset)
def _unordered(value: AbstractSet[object]) -> str:
    return ", ".join(sorted(text(item) for item in value))


def day(value: datetime) -> str:
    """A moment as its day alone, for columns like Joined."""
    return _day(local(value).date())


def short(name: str, length: int = 60) -> str:
    """A name that fits into a sentence or onto a button."""
    plain = " ".join(name.split())
    return plain if len(plain) <= length else f"{plain[: length - 1].rstrip()}\u2026"


def size(count: int) -> str:
    """How large, such as "2.4 MB"; small files to the byte."""
    amount, unit = float(count), 0
    while amount >= _STEP - 0.05 and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    if not unit:
        return _("1 byte") if count == 1 else _(_UNITS[0]) % text(count)
    return _(_UNITS[unit]) % (f"{amount:.1f}" if amount < 10 else f"{amount:.0f}")  # noqa: PLR2004 - two digits tell enough


def alignment(kind: type) -> Qt.AlignmentFlag:
    """Where values of a type stand: numbers and money right, everything else left."""
    number = issubclass(kind, int | Decimal | Money) and not issubclass(kind, bool | Enum)
    return RIGHT if number else LEFT
