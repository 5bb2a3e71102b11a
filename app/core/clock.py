"""What time it is, passed in so that tests and the demo can say, and sums with days."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.core.errors import DeskError
from app.core.text import _


class Clock:
    """The system's clock."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)

    def today(self, zone: str) -> date:
        """The day it is now in the time zone of that name ("Europe/Berlin").

        Raises:
            DeskError: there is no such time zone.
        """
        return self.now().astimezone(time_zone(zone)).date()


class FixedClock(Clock):
    """A clock that stands still until it is told otherwise."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.at.astimezone(UTC)


@cache
def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        DeskError: there is no such time zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise DeskError(
            _("%s is not a time zone. Choose one such as Europe/Berlin.") % name
        ) from error


def hour(at: datetime, zone: str) -> str:
    """The time of day it was in that time zone, such as "08:06".

    Raises:
        DeskError: there is no such time zone.
    """
    return at.astimezone(time_zone(zone)).strftime("%H:%M")


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of the day in that time zone, in UTC.

    Raises:
        DeskError: there is no such time zone.
    """
    return datetime.combine(day, time.min, time_zone(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which the day is over in that time zone, in UTC: the next day's first.

    What lasts through the day is good while `now < end_of_day(...)`.

    Raises:
        DeskError: there is no such time zone.
    """
    return start_of_day(day + timedelta(days=1), zone)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or that month's last if it has none.

    Repeated steps drift (31 January, 28 February, 28 March): always count from the first day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
