"""Reckons what use above a plan's quota costs, day after day, from the recorded use alone.

The quota counts for a period of the subscription. Each record is asked for at the terms of
its day; use during trials and pauses, and of what has no price, costs nothing.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.catalogue.terms import Terms
from app.core.clock import add_months
from app.invoices.charges import Charge, Part, boundaries
from app.invoices.schemas import UsagePart
from app.subscriptions.spans import Span


@dataclass(frozen=True, slots=True)
class Used:
    """So much of a metric was used on a day."""

    on: date
    metric: str
    quantity: int


@dataclass(slots=True)
class _Segment:
    """The use of a metric within one period of one span."""

    used: int = 0
    above: int = 0
    days: dict[date, int] = field(default_factory=dict)


Key = tuple[int, date, str]


def usage(
    spans: Sequence[Span], records: Sequence[Used], terms_of: Callable[[int], Terms], until: date
) -> tuple[Charge, ...]:
    """What the records up to and including a day cost; `records` in the order of their days."""
    billed = [one for one in spans if one.billable and one.from_on != one.until_on]
    starts = [span.from_on for span in billed]
    so_far: dict[tuple[date, str], int] = {}
    segments: dict[Key, _Segment] = {}
    for record in records:
        place = bisect_right(starts, record.on) - 1
        if record.on > until or place < 0:
            continue
        span = billed[place]
        if span.until_on is not None and record.on >= span.until_on:
            continue
        terms = terms_of(span.terms_id)
        if not terms.usage_prices.get(record.metric):
            continue
        period = _period(span, record.on)
        before = so_far.get((period, record.metric), 0)
        so_far[period, record.metric] = before + record.quantity
        quota = terms.quotas.get(record.metric, 0)
        segment = segments.setdefault((place, period, record.metric), _Segment())
        segment.used += record.quantity
        segment.above += max(0, before + record.quantity - quota) - max(0, before - quota)
        segment.days[record.on] = segment.days.get(record.on, 0) + record.quantity
    found = (_charge(billed[key[0]], key, segment, terms_of) for key, segment in segments.items())
    return tuple(one for one in found if one.quantity)


def _period(span: Span, day: date) -> date:
    """The first day of the period a day is in; before the anchor, that of the one before."""
    if day < span.anchor_on:
        return add_months(span.anchor_on, -span.cycle.months)
    begins = span.anchor_on
    for after in boundaries(span, max(span.anchor_on, add_months(day, -span.cycle.months))):
        if after > day:
            return begins
        begins = after
    raise AssertionError("periods never end")


def _charge(span: Span, key: Key, segment: _Segment, terms_of: Callable[[int], Terms]) -> Charge:
    _place, period, metric = key
    terms = terms_of(span.terms_id)
    price = terms.usage_prices[metric]
    start = max(period, span.from_on)
    end = next(boundaries(span, period + timedelta(days=1)))
    end = min(end, span.until_on or end)
    included = UsagePart("included", terms.quotas.get(metric, 0))
    days = (UsagePart("day", quantity, on) for on, quantity in sorted(segment.days.items()))
    return Charge(
        f"usage:{span.subscription_id}:{start.isoformat()}:{metric.replace('~', '-')}",
        max(segment.days), Part.USAGE, span.subscription_id, span.plan_id, span.cycle,
        segment.above, price.minor, price.currency, start, end, metric,
        (included, UsagePart("used", segment.used), *days),
    )  # fmt: skip
