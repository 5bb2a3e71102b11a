"""Writes down since when demo subscriptions are billed, and what some of them use."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.orm import Session

from app.core import bulk
from app.core.clock import add_months
from app.core.db import Base, Entity
from app.demo.story import Days
from app.invoices.charges import boundaries
from app.subscriptions import spans
from app.subscriptions.model import Subscription, SubscriptionSpan, UsageRecord
from app.subscriptions.schemas import LIVING

# So many customers have invoices of the last months; more would only slow a large demo.
MOST_BILLED = 300
MONTHS = 12
_USED_MONTHS = 4
METRIC, _LEAST, _STEP = "pages", 14_000, 1700
Rows = list[dict[str, Any]]


class Billed:
    """Remembers which customers are billed for the last months; `metered` plans count pages."""

    def __init__(self, days: Days, metered: frozenset[int]) -> None:
        self._base, self._metered = days.base.date(), metered
        self.since = add_months(self._base.replace(day=1), -MONTHS)
        self.ids: list[int] = []

    def take(self, customer_ids: Sequence[int]) -> None:
        """Bill these customers, while there are not too many."""
        self.ids += list(customer_ids)[: MOST_BILLED - len(self.ids)]

    def rows_of(self, session: Session, rows: Rows) -> Iterator[tuple[type[Base], Rows]]:
        """What new subscriptions cost from when on, and what was used."""
        billed = frozenset(self.ids)
        written, used = Rows(), Rows()
        for values in rows:
            if values["status"] not in LIVING:
                continue
            has_past = values["customer_id"] in billed
            first = self.since if has_past else values["period_end"]
            written += [self._span(session, one) for one in _spans(values, first)]
            if has_past and values["plan_id"] in self._metered:
                used += self._used(session, values)
        yield SubscriptionSpan, _with_ids(session, SubscriptionSpan, written)
        yield UsageRecord, _with_ids(session, UsageRecord, used)

    def _span(self, session: Session, span: spans.Span) -> dict[str, Any]:
        taken = {name: getattr(span, name) for name in spans.Span.__slots__}
        return {**taken, "written_at": session.info["now"]}

    def _used(self, session: Session, values: Mapping[str, Any]) -> Rows:
        """So many pages a month, in the last few."""
        now, name = session.info["now"], session.info["actor"].name
        stamps = {"created_at": now, "created_by": name, "updated_at": now, "updated_by": name}
        last, found = self._base - timedelta(days=1), Rows()
        for back in range(_USED_MONTHS):
            day = add_months(last, -back)
            if day < max(self.since, values["started_on"], values["anchor_on"]):
                break
            quantity = _LEAST + _STEP * ((values["id"] + back * 3) % 8)
            found.append(
                {
                    **bulk.blank(UsageRecord), **stamps, "customer_id": values["customer_id"],
                    "subscription_id": values["id"], "metric": METRIC, "quantity": quantity,
                    "used_on": day, "reference": None,
                }
            )  # fmt: skip
        return found


def _spans(values: Mapping[str, Any], first: date) -> Iterator[spans.Span]:
    """What a subscription costs; periods that began before `first` were billed elsewhere."""
    for span in spans.new(cast("Subscription", SimpleNamespace(**values))):
        if not span.billable:
            yield span
            continue
        begin = next(boundaries(span, max(first, span.from_on)))
        until = span.until_on
        if until is None or begin < until:
            yield spans.Span(
                **{name: getattr(span, name) for name in spans.Span.__slots__} | {"from_on": begin}
            )


def _with_ids(session: Session, entity: type[Base], rows: Rows) -> Rows:
    kind = cast("type[Entity]", entity)
    if rows:
        for values, key in zip(rows, bulk.next_ids(session, kind, len(rows)), strict=True):
            values["id"] = key
    return rows
