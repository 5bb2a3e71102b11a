"""Writes down from when to when a subscription costs what: the facts its bills are made of.

What the calendar will do by itself (a trial's end, an ending that was asked for) is written
ahead, so that nothing depends on when the program runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.terms import Cycle
from app.subscriptions.model import Subscription, SubscriptionSpan
from app.subscriptions.rules import next_of
from app.subscriptions.schemas import OVER, Next, SubscriptionStatus

_TAKEN = ("plan_id", "terms_id", "cycle", "quantity", "price_minor", "currency", "anchor_on")
_ENDS = frozenset({Next.CANCELS, Next.EXPIRES})


@dataclass(frozen=True, slots=True)
class Span:
    """What a subscription costs from one day up to, not including, another; None goes on.

    `id` is 0 while not stored.
    """

    id: int
    subscription_id: int
    from_on: date
    until_on: date | None
    plan_id: int
    terms_id: int
    cycle: Cycle
    quantity: int
    price_minor: int
    currency: str
    anchor_on: date
    billable: bool


def begin(session: Session, found: Subscription) -> None:
    """Write what a new subscription costs from its start on, also where that is long ago.

    Its trial, if any, costs nothing.
    """
    for span in new(found):
        session.add(_row(session, span))


def follow(session: Session, found: Subscription, on: date) -> None:
    """Write what a subscription costs from a day on, after it was changed in any way."""
    session.flush()
    whose = SubscriptionSpan.subscription_id == found.id
    rows = session.scalars(sa.select(SubscriptionSpan).where(whose).order_by(SubscriptionSpan.id))
    stored = {row.id: row for row in rows}
    after = changed([as_span(row) for row in stored.values()], found, on)
    for span in after:
        if span.id:
            stored.pop(span.id).until_on = span.until_on
        else:
            session.add(_row(session, span))
    for row in stored.values():
        session.delete(row)
    session.flush()


def new(found: Subscription) -> tuple[Span, ...]:
    """What a subscription costs that has just begun."""
    until = _ending(found)
    parts = []
    if found.anchor_on > found.started_on:
        parts.append(_span(found, found.started_on, found.anchor_on, billable=False))
    if until is None or until > found.anchor_on:
        parts.append(_span(found, found.anchor_on, until, billable=True))
    return tuple(parts)


def changed(before: Sequence[Span], found: Subscription, on: date) -> tuple[Span, ...]:
    """What was written of a subscription, and from a day on what it is now.

    Nothing is said of days before the first there is: those of a start to come, or billed
    elsewhere.
    """
    on = max(on, min((span.from_on for span in before), default=on))
    known = {replace(span, id=0): span for span in before}
    after = [
        replace(span, until_on=min(span.until_on or on, on)) for span in before if span.from_on < on
    ]
    for span in _wanted(found, on):
        last = after[-1] if after else None
        if last is not None and last.until_on == span.from_on and _alike(last, span):
            after[-1] = replace(last, until_on=span.until_on)
        else:
            after.append(known.get(span, span))
    return tuple(after)


def as_span(row: Any) -> Span:
    """A stored span, or a row of all its columns, as a value."""
    return Span(**{name: getattr(row, name) for name in Span.__slots__})


def _wanted(found: Subscription, on: date) -> list[Span]:
    """What should hold from that day on."""
    if found.status in OVER:
        return []
    if found.status is SubscriptionStatus.PAUSED:
        return [_span(found, on, None, billable=False)]
    until = _ending(found)
    parts = []
    starts = on
    if found.status is SubscriptionStatus.TRIALING and found.anchor_on > on:
        starts = found.anchor_on
        parts.append(_span(found, on, starts, billable=False))
    if until is None or until > starts:
        parts.append(_span(found, starts, until, billable=True))
    return parts


def _ending(found: Subscription) -> date | None:
    return found.period_end if next_of(found) in _ENDS else None


def _alike(one: Span, other: Span) -> bool:
    return replace(one, id=0, from_on=other.from_on, until_on=other.until_on) == other


def _span(found: Subscription, start: date, until: date | None, *, billable: bool) -> Span:
    taken = {name: getattr(found, name) for name in _TAKEN}
    return Span(0, found.id, start, until, billable=billable, **taken)


def _row(session: Session, span: Span) -> SubscriptionSpan:
    values = {name: getattr(span, name) for name in Span.__slots__ if name != "id"}
    return SubscriptionSpan(**values, written_at=session.info["now"])
