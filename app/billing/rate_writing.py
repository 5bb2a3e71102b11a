"""Puts exchange rates that came from a file beside those there are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import ExchangeRate
from app.billing.rate_files import Rates
from app.billing.schemas import RatesRead
from app.core import audit
from app.core.batch import Batch
from app.core.progress import Progress

CHUNK = 2000
Of = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Compared:
    """What is new and what is other than stored, and the rows that are replaced."""

    base: str
    added: dict[Of, int]
    changed: dict[Of, tuple[sa.Row[*tuple[Any, ...]], int]]
    told: RatesRead

    @property
    def affected(self) -> set[str]:
        """The currencies whose rates change."""
        return {currency for currency, _day in (*self.added, *self.changed)}

    @property
    def since(self) -> date | None:
        """The first day with another rate; None when nothing changes."""
        return min((day for _currency, day in (*self.added, *self.changed)), default=None)


def compare(session: Session, found: Rates) -> Compared:
    """What keeping the rates of a file would change."""
    columns = (ExchangeRate.currency, ExchangeRate.on_date)
    stored: dict[Of, sa.Row[*tuple[Any, ...]]] = {
        (row.currency, row.on_date): row
        for row in session.execute(
            sa.select(ExchangeRate.id, ExchangeRate.nano, ExchangeRate.source, *columns).where(
                ExchangeRate.base == found.base
            )
        )
    }
    added: dict[Of, int] = {}
    changed: dict[Of, tuple[sa.Row[*tuple[Any, ...]], int]] = {}
    for of, nano in found.nanos.items():
        if (row := stored.get(of)) is None:
            added[of] = nano
        elif row.nano != nano:
            changed[of] = (row, nano)
    days = [day for _currency, day in found.nanos]
    told = RatesRead(
        added=len(added),
        changed=len(changed),
        unchanged=len(found.nanos) - len(added) - len(changed),
        skipped=found.skipped,
        first=min(days, default=None),
        last=max(days, default=None),
        currencies=tuple(sorted({currency for currency, _day in found.nanos})),
    )
    return Compared(found.base, added, changed, told)


def write(session: Session, found: Compared, source: str, progress: Progress) -> None:
    """Keep what is new and what is other.

    Raises:
        Cancelled: the person asked for it to stop.
    """
    new, other = list(found.added.items()), list(found.changed.values())
    total = len(new) + len(other)
    for start in range(0, len(new), CHUNK):
        progress.report(start, total)
        batch = Batch(session)
        for (currency, day), nano in new[start : start + CHUNK]:
            values = {"base": found.base, "currency": currency, "on_date": day}
            batch.add(ExchangeRate, {**values, "nano": nano, "source": source})
        _keep(session, batch)
    for start in range(0, len(other), CHUNK):
        progress.report(len(new) + start, total)
        batch = Batch(session)
        for row, nano in other[start : start + CHUNK]:
            batch.change(ExchangeRate, row, {"nano": nano, "source": source})
        _keep(session, batch)
    progress.report(total, total)


def _keep(session: Session, batch: Batch) -> None:
    for change in batch.write():
        audit.record(session, change)
