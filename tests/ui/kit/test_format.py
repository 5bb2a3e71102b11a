from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum

import pytest

from app.core.money import Money
from ui.kit import format as fmt


class Status(StrEnum):
    PAST_DUE = "past_due"


class Named(Enum):
    ONE = 1

    @property
    def label(self):
        return "The one"


@pytest.fixture(autouse=True)
def zone():
    fmt.use_zone(UTC)
    yield
    fmt.use_zone(None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        ("Ærø", "Ærø"),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (1234567, "1,234,567"),
        (-5, "\u22125"),
        (Decimal("1234.50"), "1,234.50"),
        (date(2026, 1, 26), "Jan 26, 2026"),
        (date(2024, 2, 29), "Feb 29, 2024"),
        (datetime(2026, 1, 26, 9, 5, tzinfo=UTC), "Jan 26, 2026, 09:05"),
        (Status.PAST_DUE, "Past due"),
        (Named.ONE, "The one"),
        (("a", 2), "a, 2"),
        (frozenset({"b", "a"}), "a, b"),
        (Money(123450, "EUR"), "€1,234.50"),
        (Money(123450, "USD"), "$1,234.50"),
        (Money(123450, "CHF"), "CHF\u00a01,234.50"),
        (Money(1234, "JPY"), "JPY\u00a01,234"),
        (Money(1234567, "KWD"), "KWD\u00a01,234.567"),
        (Money(-5, "GBP"), "\u2212£0.05"),
        (Money(10**17 + 1, "EUR"), "€1,000,000,000,000,000.01"),
    ],
)
def test_values_become_the_text_people_read(value, shown):
    assert fmt.text(value) == shown


def test_moments_are_shown_in_the_chosen_zone():
    fmt.use_zone(timezone(timedelta(hours=9)))

    late = datetime(2026, 1, 26, 20, 0, tzinfo=UTC)

    assert fmt.text(late) == "Jan 27, 2026, 05:00"
    assert fmt.day(late) == "Jan 27, 2026"


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        (int, fmt.RIGHT),
        (Money, fmt.RIGHT),
        (Decimal, fmt.RIGHT),
        (bool, fmt.LEFT),
        (str, fmt.LEFT),
        (date, fmt.LEFT),
        (Status, fmt.LEFT),
    ],
)
def test_numbers_stand_right_and_words_left(kind, side):
    assert fmt.alignment(kind) == side
