"""Carries a step out on many customers, or only looks what it would do; one pass for both.

Customers are read, judged and written some thousand at a time, in the order of their ids:
two bulk changes at once wait for one another and never in a circle.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Actor
from app.core.batch import Batch, among, changed
from app.core.clock import hour
from app.core.listing import Selection
from app.core.progress import Progress
from app.core.search_last import search_last
from app.core.stages import Stage
from app.core.text import _
from app.core.trail import Trail
from app.customers import queries
from app.customers.bulk_schemas import (
    NAMED,
    SAMPLES,
    BulkOutcome,
    BulkPreview,
    Reason,
    Refusal,
    Sample,
    Snapshot,
)
from app.customers.bulk_steps import GONE, Step, Verdict, Why, column_of
from app.customers.bulk_words import Teller, Told, titled
from app.customers.model import Customer
from app.organization.service import current
from app.tags.book import book

CHUNK = 1000
# How far writing brings the whole, where telling the trail comes after it.
_WRITTEN = 0.8


class Decided(IntEnum):
    """What became of a customer, in a byte."""

    UNCHANGED = 0
    CHANGES = 1
    REFUSED = 2


@dataclass(slots=True)
class Tally:
    """Counts what was decided, and keeps the first refusals by name."""

    verdicts: bytearray = field(default_factory=bytearray)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, customer_id: int, name: str, verdict: Verdict) -> bool:
        """Count one more; whether it changes."""
        if not isinstance(verdict, Why):
            self.verdicts.append(Decided.CHANGES if verdict else Decided.UNCHANGED)
            return verdict
        self.verdicts.append(Decided.REFUSED)
        self.reasons[verdict.why] += 1
        if len(self.refused) < NAMED:
            self.refused.append(Refusal(customer_id, name, verdict.sentence))
        return False

    def outcome(self) -> BulkOutcome:
        """What was counted."""
        return BulkOutcome(
            self.verdicts.count(Decided.CHANGES),
            self.verdicts.count(Decided.UNCHANGED),
            self.verdicts.count(Decided.REFUSED),
            tuple(Reason(why, count) for why, count in self.reasons.most_common()),
            tuple(self.refused),
        )


def chosen(
    session: Session, actor: Actor, selection: Selection, progress: Progress
) -> "array[int]":
    """The ids a selection means, in its order; those named need not exist."""
    if selection.ids is not None:
        return array("q", dict.fromkeys(selection.ids))
    listing = queries.listing(current(session), session.info["now"], book(session))
    return listed.ids(session, listing, selection.asked, queries.visible(actor), progress)


def look(
    session: Session, actor: Actor, wanted: "array[int]", step: Step, progress: Progress
) -> BulkPreview:
    """What the step would do to each customer; nothing is written."""
    ids = array("q", sorted(wanted))
    versions, tally = array("q"), Tally()
    reader = _Reader(session, actor, ("version", *step.reads))
    for asked, rows in reader.chunks(ids, lock=False):
        step.load(list(rows.values()), writing=False)
        for key in asked:
            row = rows.get(key)
            versions.append(row.version if row else 0)
            verdict = step.verdict(row) if row else Why(_(GONE))
            tally.add(key, row.called if row else "", verdict)
        progress.report(len(versions), len(ids))
    snapshot = Snapshot(ids, versions, tally.verdicts)
    found = tally.outcome()
    return BulkPreview(
        len(ids),
        found.changed,
        found.unchanged,
        found.refused_total,
        found.reasons,
        found.refused,
        tuple(_samples(session, actor, wanted, step, snapshot)),
        tuple(step.notes()),
        snapshot,
    )


def carry_out(
    session: Session,
    actor: Actor,
    wanted: Sequence[int],
    step: Step,
    progress: Progress,
    seen: Snapshot | None = None,
) -> Tally:
    """Change the customers that the step changes; with `seen`, only as was seen there.

    What it gives is in the order of the ids, rising.
    """
    ids = array("q", sorted(wanted))
    tally = Tally()
    columns = ("version", "updated_by", "updated_at", *step.reads, *step.needs)
    reader, zone = _Reader(session, actor, columns), current(session).time_zone
    with Trail(session) as trail, search_last(session, Customer, len(ids)):
        written = 1 if trail.at_once else _WRITTEN
        writing, telling = Stage(progress, 0, written), Stage(progress, written, 1)
        for asked, rows in reader.chunks(ids, lock=True):
            step.load(list(rows.values()), writing=True)
            batch = Batch(session)
            for key in asked:
                row = rows.get(key)
                verdict = step.verdict(row) if row else Why(_(GONE))
                if seen is not None:
                    verdict = _as_seen(seen, key, row, verdict, zone)
                if tally.add(key, row.called if row else "", verdict):
                    customer = reader.copy(row)
                    step.apply(customer, batch)
                    batch.change(Customer, row, changed(row, customer, reader.columns))
            trail.tell(batch.write())
            writing.report(len(tally.verdicts), len(ids))
        step.finish()
        trail.close(telling)
    return tally


class _Reader:
    """Reads customers the actor may see, with the columns a step asks for."""

    def __init__(self, session: Session, actor: Actor, columns: Sequence[str]) -> None:
        self._session, self._within = session, queries.visible(actor)
        self.columns = tuple(dict.fromkeys(columns))
        self._names = tuple(dict.fromkeys(("id", "called", *self.columns)))
        self._select = sa.select(*(column_of(name) for name in self._names))

    def chunks(
        self, ids: "array[int]", *, lock: bool
    ) -> Iterator[tuple[Sequence[int], dict[int, Any]]]:
        """So many ids at a time, with those customers that are there by id."""
        for start in range(0, len(ids), CHUNK):
            asked = ids[start : start + CHUNK]
            yield asked, self.rows(asked, lock=lock)

    def copy(self, row: Any) -> Any:
        """A customer that can be changed."""
        return SimpleNamespace(**dict(zip(self._names, row, strict=True)))

    def rows(self, asked: Sequence[int], *, lock: bool) -> dict[int, Any]:
        """Customers by id, locked against other writers if asked."""
        wanted = among(self._session, Customer.id, asked)
        statement = self._select.where(wanted, *self._within)
        if lock:
            # Others may go on referring to them: their keys stay as they are.
            statement = statement.order_by(Customer.id).with_for_update(key_share=True)
        return {row.id: row for row in self._session.execute(statement)}


def _as_seen(seen: Snapshot, key: int, row: Any, verdict: Verdict, zone: str) -> Verdict:
    """What was decided, unless it was seen otherwise: then somebody else was at it since."""
    place = bisect_left(seen.ids, key)
    known = place < len(seen.ids) and seen.ids[place] == key
    if isinstance(verdict, Why) or row is None:
        return verdict
    decided = seen.verdicts[place] if known else Decided.REFUSED
    if known and seen.versions[place] == row.version and decided == int(verdict):
        return verdict
    since = _("%(who)s changed it at %(when)s, after the preview. Look at it again.") % {
        "who": row.updated_by or _("Somebody else"),
        "when": hour(row.updated_at, zone),
    }
    return Why(_("Somebody changed it after the preview. Look at it again."), since)


def _samples(
    session: Session, actor: Actor, wanted: "array[int]", step: Step, snapshot: Snapshot
) -> Iterator[Sample]:
    """What becomes of the first customers that change, in the order of the list."""
    first = _first_changing(wanted, snapshot)
    reader = _Reader(session, actor, (*step.reads, *step.needs))
    rows = reader.rows(first, lock=False)
    step.load(list(rows.values()), writing=True)
    told: list[Told] = []
    for row in filter(None, map(rows.get, first)):
        customer = reader.copy(row)
        step.apply(customer, Batch(session))
        new = changed(row, customer, step.shown)
        told += [(row.id, row.called, name, getattr(row, name), new[name]) for name in new]
    teller = Teller(session, actor, told)
    for customer_id, name, field_name, old, value in told:
        yield Sample(
            customer_id,
            name,
            titled(field_name),
            teller.say(field_name, old),
            teller.say(field_name, value),
        )


def _first_changing(wanted: Sequence[int], snapshot: Snapshot) -> list[int]:
    found: list[int] = []
    for key in wanted:
        if snapshot.verdicts[bisect_left(snapshot.ids, key)] == Decided.CHANGES:
            found.append(key)
            if len(found) == SAMPLES:
                break
    return found
