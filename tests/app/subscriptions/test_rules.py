"""Periods and what follows one another, without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.terms import Cycle
from app.subscriptions import rules
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import Next, SubscriptionStatus

S = SubscriptionStatus
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@given(DAYS, st.sampled_from(Cycle), st.integers(0, 3000))
def test_the_period_holds_the_day_and_begins_on_the_anchors_day(anchor, cycle, later):
    day = anchor + timedelta(days=later)

    first, end = rules.period_after(anchor, cycle, day)

    assert first <= day < end
    assert first.day == anchor.day or (first + timedelta(days=1)).day == 1
    assert rules.period_after(anchor, cycle, first) == (first, end)
    assert rules.period_after(anchor, cycle, end)[0] == end


def test_the_31st_and_the_leap_day_come_back():
    ends, day = [], date(2027, 1, 31)
    for _month in range(14):
        first, day = rules.period_after(date(2027, 1, 31), Cycle.MONTHLY, day)
        ends.append(first)
    assert [one.day for one in ends[:4]] == [31, 28, 31, 30]
    assert all(a < b for a, b in pairwise(ends))
    leap = rules.period_after(date(2024, 2, 29), Cycle.YEARLY, date(2028, 3, 1))
    assert leap == (date(2028, 2, 29), date(2029, 2, 28))


def made(status=S.ACTIVE, **changes):
    values = {
        "number": "SUB-1", "status": status, "cycle": Cycle.MONTHLY, "quantity": 2,
        "price_minor": 500, "anchor_on": date(2026, 10, 31), "period_start": date(2026, 10, 31),
        "period_end": date(2026, 11, 30), "renews": True, "cancel_at_period_end": False,
        "paused_at": None, "ended_at": None,
    }  # fmt: skip
    return Subscription(**(values | changes))


def test_time_renews_what_lives_and_ends_what_was_cancelled():
    today = date(2027, 2, 28)
    renewing, ending = made(), made(cancel_at_period_end=True)
    fixed, trial = made(renews=False), made(S.TRIALING)
    past, paused = made(S.PAST_DUE), made(S.PAUSED)

    assert rules.advance(renewing, today, NOW)
    assert (renewing.period_start, renewing.period_end) == (date(2027, 2, 28), date(2027, 3, 31))
    assert not rules.advance(ending, today, NOW)
    assert (ending.status, ending.next_on, ending.ended_at) == (S.CANCELLED, None, NOW)
    assert not rules.advance(fixed, today, NOW)
    assert fixed.status is S.EXPIRED
    assert rules.advance(trial, today, NOW)
    assert trial.status is S.ACTIVE
    assert rules.advance(past, today, NOW)
    assert past.status is S.PAST_DUE
    assert not rules.advance(paused, today, NOW)
    assert (paused.status, paused.period_end) == (S.PAUSED, date(2026, 11, 30))


def test_what_was_left_of_the_period_comes_after_the_pause():
    paused = made(S.PAUSED, paused_at=NOW)

    rules.resume(paused, date(2026, 11, 20), date(2027, 1, 10))

    assert paused.period_end == date(2027, 1, 20)
    assert rules.period_after(paused.anchor_on, paused.cycle, paused.period_end) == (
        date(2027, 1, 20), date(2027, 2, 20),
    )  # fmt: skip
    assert (paused.status, paused.paused_at, paused.next_on) == (S.ACTIVE, None, date(2027, 1, 20))


def test_what_comes_next_is_said():
    assert rules.next_of(made()) is Next.RENEWS
    assert rules.next_of(made(S.TRIALING)) is Next.BEGINS
    assert rules.next_of(made(cancel_at_period_end=True)) is Next.CANCELS
    assert rules.next_of(made(renews=False)) is Next.EXPIRES
    assert rules.next_of(made(S.PAUSED)) is None
    assert all(rules.STATUS_WORDS[status] for status in S)
