from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import Clock, FixedClock, add_months, end_of_day, start_of_day, time_zone
from app.core.errors import DeskError

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
MONTHS = st.integers(-1200, 1200)


def test_the_systems_clock_knows_its_zone_and_moves():
    before = datetime.now(UTC)
    now = Clock().now()

    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_a_fixed_clock_stands_until_told_otherwise():
    clock = FixedClock(datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=5))))

    assert clock.now() == datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.today("UTC") == date(2025, 12, 31)
    assert clock.today("Pacific/Auckland") == date(2026, 1, 1)
    clock.at += timedelta(days=1)
    assert clock.today("UTC") == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "zone", "over"),
    [
        (date(2026, 6, 30), "UTC", datetime(2026, 7, 1, tzinfo=UTC)),
        (date(2026, 6, 30), "Europe/Berlin", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 12, 31), "America/New_York", datetime(2027, 1, 1, 5, tzinfo=UTC)),
        # Midnight itself was skipped when summer began here.
        (date(2018, 11, 3), "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ],
)
def test_a_day_is_over_when_its_own_zone_says_so(day, zone, over):
    assert end_of_day(day, zone) == over


@given(DAYS, st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]))
def test_days_follow_each_other_without_gap(day, zone):
    first, over = start_of_day(day, zone), end_of_day(day, zone)

    assert over == start_of_day(day + timedelta(days=1), zone)
    assert FixedClock(first).today(zone) == day
    assert FixedClock(over - timedelta(microseconds=1)).today(zone) == day
    assert FixedClock(over).today(zone) == day + timedelta(days=1)


@pytest.mark.parametrize(
    "name", ["Mars/Phobos", "", "../etc/passwd", "/etc/passwd", "a\0b", "Europe"]
)
def test_an_unknown_zone_is_refused_with_an_example(name):
    with pytest.raises(DeskError, match="Choose one such as Europe/Berlin"):
        time_zone(name)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_end_where_the_month_ends(day, months, then):
    assert add_months(day, months) == then


@given(DAYS, MONTHS)
def test_months_count_exactly_and_keep_the_day_where_they_can(day, months):
    then = add_months(day, months)

    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day == day.day or (then + timedelta(days=1)).day == 1
