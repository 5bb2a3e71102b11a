"""Reckons what subscriptions cost from what is written down about them, and from nothing else.

A subscription is billed in advance, a period at a time, counted from its anchor. Where plan,
price or quantity changes within a period, the unused days of the old are given back and the
rest of the period is asked for at the new price. A pause costs and gives nothing: what was
left of the period comes after it. Whoever cancels at once gets nothing back by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.catalogue.terms import Cycle
from app.core.clock import add_months
from app.core.money import Money
from app.invoices.schemas import LineKind, UsagePart
from app.subscriptions.spans import Span


class Part(StrEnum):
    """What of a period a charge is for."""

    WHOLE = "whole"
    UNUSED = "unused"
    REST = "rest"
    USAGE = "usage"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Charge:
    """What is asked for (or, negative, given back) under the name `source`, on a day.

    `period_end` is the day after the period's last. `of` says what is corrected.
    """

    source: str
    on: date
    part: Part
    subscription_id: int
    plan_id: int
    cycle: Cycle
    quantity: int
    unit_minor: int
    currency: str
    period_start: date
    period_end: date
    metric: str = ""
    detail: tuple[UsagePart, ...] = ()

    @property
    def amount_minor(self) -> int:
        """What it comes to, net of tax."""
        return self.unit_minor * self.quantity

    @property
    def kind(self) -> LineKind:
        """What kind of line it becomes."""
        if self.part is Part.WHOLE:
            return LineKind.SUBSCRIPTION
        return LineKind.USAGE if self.metric else LineKind.PRORATION


@dataclass(frozen=True, slots=True)
class Claim:
    """What invoices asked for under one name so far, by currency, and in how many parts."""

    subscription_id: int
    amounts: Mapping[str, int]
    times: int


def charges(spans: Sequence[Span], until: date) -> tuple[Charge, ...]:
    """Everything a subscription costs up to and including a day, whether billed or not."""
    walk = _Walk(until)
    for span in spans:
        if span.from_on > until:
            break
        if span.until_on is None or span.until_on > span.from_on:
            walk.enter(span)
            walk.leave(span)
    return tuple(walk.found)


def boundaries(span: Span, start: date) -> Iterator[date]:
    """The days periods begin on, from `start` on (or from the anchor, if that is later)."""
    months, anchor = span.cycle.months, span.anchor_on
    apart = (start.year - anchor.year) * 12 + start.month - anchor.month
    step = max(0, apart // months)
    while add_months(anchor, step * months) < start:
        step += 1
    while True:
        yield add_months(anchor, step * months)
        step += 1


def open_of(due: Sequence[Charge], claimed: Mapping[str, Claim]) -> tuple[Charge, ...]:
    """What is still to be billed: all that is due, less what was billed under the same names.

    What was billed and is no longer due, such as a period billed ahead before a pause, is
    given back.
    """
    found: list[Charge] = []
    for charge in due:
        claim = claimed.get(charge.source)
        if claim is None:
            found.append(charge)
        elif claim.amounts != {charge.currency: charge.amount_minor}:  # As nearly all are.
            found += _corrected(charge, claim)
    names = {charge.source for charge in due}
    for source in sorted(claimed.keys() - names):
        found += _taken_back(source, claimed[source])
    return tuple(one for one in found if one.amount_minor)


def base(source: str) -> str:
    """The name a correction is about."""
    return source.partition("~")[0]


def _corrected(charge: Charge, claim: Claim) -> list[Charge]:
    billed = claim.amounts.get(charge.currency, 0)
    others = {key: minor for key, minor in claim.amounts.items() if key != charge.currency}
    found = _taken_back(charge.source, replace(claim, amounts=others))
    left, unit = charge.amount_minor - billed, charge.unit_minor
    source = f"{charge.source}~{claim.times + len(found) + 1}"
    if not billed:
        return [*found, replace(charge, source=source)]
    if charge.metric and left > 0 and left % unit == 0:
        detail = (*charge.detail, UsagePart("before", billed // unit))
        return [*found, replace(charge, source=source, quantity=left // unit, detail=detail)]
    correction = replace(charge, source=source, part=Part.CORRECTION, quantity=1, unit_minor=left)
    return [*found, correction]


def _taken_back(source: str, claim: Claim) -> list[Charge]:
    """Gives back what was billed under a name; of which plan it was is no longer known."""
    day = date.fromisoformat(source.split(":")[2])
    billed = sorted((key, minor) for key, minor in claim.amounts.items() if minor)
    return [
        Charge(
            f"{source}~{claim.times + place}", day, Part.CORRECTION, claim.subscription_id, 0,
            Cycle.MONTHLY, 1, -minor, currency, day, day,
        )
        for place, (currency, minor) in enumerate(billed, 1)
    ]  # fmt: skip


@dataclass(slots=True)
class _Paid:
    """What was asked for a part of a period, or all of it; the period has so many `days`.

    The days from `start` up to `end` are left of those paid for; `used` are gone.
    """

    value: Money
    start: date
    end: date
    days: int
    span: Span
    used: int = 0

    @property
    def left(self) -> int:
        """How many days are left."""
        return (self.end - self.start).days

    @property
    def unused(self) -> Money:
        """What the days that are left are worth."""
        return self.value.split([self.used, self.left])[1]

    def use(self, day: date) -> None:
        """Let the days before this one be over."""
        day = min(max(day, self.start), self.end)
        self.used += (day - self.start).days
        self.start = day


class _Walk:
    """Goes through a subscription's spans in order."""

    def __init__(self, until: date) -> None:
        self._until = until
        self._paid: _Paid | None = None
        self.found: list[Charge] = []

    def enter(self, span: Span) -> None:
        """Settle what was paid before, and ask for the whole periods that begin in the span."""
        if not span.billable:
            return
        starts = boundaries(span, span.from_on)
        first = next(starts)
        if self._paid is not None and self._paid.left:
            self._settle(self._paid, span, first)
        elif first > span.from_on:
            self._part(span, first, (first - add_months(first, -span.cycle.months)).days)
        while first <= self._until and (span.until_on is None or first < span.until_on):
            after = next(starts)
            self._ask(span, Part.WHOLE, span.quantity, span.price_minor, (first, after))
            price = Money(span.price_minor * span.quantity, span.currency)
            self._paid = _Paid(price, first, after, (after - first).days, span)
            first = after

    def leave(self, span: Span) -> None:
        """Let the days of the span be over; a pause uses none."""
        if self._paid is not None and span.billable and span.until_on is not None:
            self._paid.use(span.until_on)

    def _settle(self, paid: _Paid, span: Span, first: date) -> None:
        """The period under way goes on in another span, up to `first`, or is cut off by it."""
        rest = (first - span.from_on).days
        if rest and _costs(span) == _costs(paid.span):
            paid.start, paid.end, paid.span = span.from_on, first, span
            return
        until = max(span.from_on, paid.end, first if rest else paid.end)
        self._ask(paid.span, Part.UNUSED, 1, -paid.unused.minor, (span.from_on, until))
        self._paid = None
        if rest:
            self._part(span, first, paid.days)

    def _part(self, span: Span, first: date, days: int) -> None:
        """Ask for the days up to the next period, of a period of so many days."""
        rest = (first - span.from_on).days
        whole = Money(span.price_minor * span.quantity, span.currency)
        value = whole.split([max(0, days - rest), rest])[1]
        self._ask(span, Part.REST, 1, value.minor, (span.from_on, first))
        self._paid = _Paid(value, span.from_on, first, days, span)

    def _ask(
        self, span: Span, part: Part, quantity: int, unit: int, period: tuple[date, date]
    ) -> None:
        ending = ":unused" if part is Part.UNUSED else ""
        source = f"subscription:{span.subscription_id}:{period[0].isoformat()}{ending}"
        charge = Charge(
            source, period[0], part, span.subscription_id, span.plan_id, span.cycle, quantity,
            unit, span.currency, *period,
        )  # fmt: skip
        self.found.append(charge)


def _costs(span: Span) -> tuple[int, int, str]:
    return span.price_minor, span.quantity, span.currency
