"""Reads texts as people write them in tables: days, moments, words for what a thing is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from app.core.clock import start_of_day, time_zone
from app.core.errors import Invalid
from app.core.text import _
from app.exchange.fields import plain
from app.exchange.sniff import DateOrder, parse_day
from app.exchange.tables.target import TableRow

T = TypeVar("T")
_NEVER = frozenset({"never", "none", "unlimited", "lifetime", "perpetual", "nie", "unbegrenzt"})
_SHOWN = 40


def word(row: TableRow, field: str, meanings: Mapping[str, T], choices: str) -> T | None:
    """What a word in a field means; None for a blank one.

    `meanings` are by words as `fields.plain` leaves them; `choices` names some of them.

    Raises:
        Invalid: it means none of that.
    """
    if not (text := row.text(field)):
        return None
    if (found := meanings.get(plain(text))) is None:
        said = _("“%(text)s” is not known. Write %(choices)s, or clear the cell.")
        raise Invalid({field: said % {"text": text[:_SHOWN], "choices": choices}})
    return found


def is_never(row: TableRow, field: str) -> bool:
    """Whether a field says that something does not end."""
    return plain(row.text(field)) in _NEVER


def day(row: TableRow, field: str) -> date | None:
    """The day in a field; None for a blank one.

    Raises:
        Invalid: it is none, or may be two.
    """
    if not (text := row.text(field)):
        return None
    found = parse_day(text, row.orders.get(field, DateOrder.AMBIGUOUS))
    if found is None:
        said = _("“%s” is no day that can be read for sure. Write it like 2027-12-31.")
        raise Invalid({field: said % text[:_SHOWN]})
    return found


def moment(row: TableRow, field: str, zone: str) -> datetime | None:
    """The moment in a field: a time, in the organization's zone unless it names its own; or a day.

    A day is its first instant. None for a blank field.

    Raises:
        Invalid: it is none, or may be two.
    """
    try:
        found = datetime.fromisoformat(row.text(field))
    except ValueError:
        whole = day(row, field)
        return start_of_day(whole, zone) if whole else None
    return found if found.tzinfo else found.replace(tzinfo=time_zone(zone))
