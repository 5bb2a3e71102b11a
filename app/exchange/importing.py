"""Carries out what was decided about the rows of a file: all of it, or nothing.

The rows are decided while others go on saving. Only then begins the transaction that
writes, and decides anew if somebody changed customers in between.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from tempfile import SpooledTemporaryFile, gettempdir
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import Actor
from app.core.audit import AuditEvent, AuditHead
from app.core.bulk import loading
from app.core.errors import Conflict, Unavailable
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.search_last import search_last
from app.core.stages import Stage
from app.core.text import _
from app.core.trail import Trail
from app.customers import bulk
from app.customers.model import Customer
from app.exchange import log
from app.exchange.judging import CHUNK, Decision
from app.exchange.options import Options
from app.exchange.plans import Label, Rehearsal, RowsRefused
from app.exchange.rehearsal import Opened, Tally
from app.exchange.tagged import settled

_FEW = 1000
_IN_MEMORY = 16 << 20
# How far writing brings the second half of the work; telling the trail is the rest.
_WRITTEN = 0.7
# What an import looks at: a change of one of these may change what is decided.
_LOOKED_AT = (
    "customers", "portal_users", "staff_users", "roles", "teams", "organization", "tags",
)  # fmt: skip


def saved_meanwhile() -> str:
    """What to say where others saved what a file is about."""
    return _("Somebody saved a customer of this file meanwhile. Nothing was imported; try again.")


class Plan:
    """What was decided about the rows to be written; many wait in a file of no name on disk."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._file = SpooledTemporaryFile[str](_IN_MEMORY, "w+", encoding="utf-8", newline="\n")
        self._seq = -1
        self.size = 0
        self.opened: Opened
        self.tally: Tally

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def rehearsal(self) -> Rehearsal:
        """What was counted."""
        return self.tally.rehearsal(self.opened.table.sha256)

    def decide(self, session: Session, opened: Opened, progress: Progress) -> None:
        """Decide about every row, in place of what was decided before.

        Raises:
            RowsRefused: rows have problems, and the options do not skip them.
            Conflict: they do, and somebody saved customers while they were looked at.
            Unavailable: there is no room for the plan on disk.
            Cancelled: `progress` was.
        """
        self._seq = session.scalar(sa.select(AuditHead.seq)) or 0
        self.opened, self.tally, self.size = opened, Tally(opened.judge), 0
        self._file.seek(0)
        self._file.truncate()
        with opened.table as table, _disk():
            for decisions in opened.judge.decide(table.rows(progress), progress):
                for decision in decisions:
                    self._add(decision)
        if self.tally.counts[Label.ERROR] and not self.options.skip_errors:
            if not self.holds(session):
                # A row may look taken because the same list is just being imported elsewhere.
                raise Conflict(saved_meanwhile())
            raise RowsRefused(self.rehearsal)

    def holds(self, session: Session) -> bool:
        """Whether nothing changed since that could change a decision."""
        since = sa.select(AuditEvent.seq).where(
            AuditEvent.seq > self._seq, AuditEvent.entity.in_(_LOOKED_AT)
        )
        return self._seq >= 0 and session.scalar(since.limit(1)) is None

    def chunks(self) -> Iterator[list[Any]]:
        """The rows to write, in the order of the file: id (0 for a new one), version, values."""
        self._file.seek(0)
        while chunk := [json.loads(line) for line in islice(self._file, CHUNK)]:
            yield chunk

    def _add(self, decision: Decision) -> None:
        self.tally.add(decision)
        if decision.label in {Label.CREATE, Label.UPDATE}:
            values, match = decision.values, decision.match
            if "email" in values:
                values["email_norm"] = decision.found.email_norm
            row = [match.id, match.version, values] if match is not None else [0, 0, values]
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.size += 1


def write(session: Session, actor: Actor, plan: Plan, progress: Progress) -> int:
    """Write what was decided, then the history of what was written; give the log's number."""
    counts = plan.rehearsal.counts
    writing, indexing, telling = _stages(session, counts, progress)
    codes = iter(bulk.client_ids(session, plan.tally.unnumbered, plan.opened.judge.passed.codes))
    tags = plan.opened.judge.tags.add(session)
    with Trail(session) as trail, _disk():
        trail.tell(audit.collected(session))
        with _quickly(session, counts[Label.CREATE], counts[Label.UPDATE], indexing):
            _write(session, actor, plan, trail, _Later(codes, tags), writing)
        run = log.add(session, actor, plan.opened.table, plan.options, counts)
        trail.tell([log.event(run)])
        trail.close(telling)
        run.command = session.info["command"] if plan.size else 0
    return run.id


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(describe_os_error(error, gettempdir())) from error


def _stages(session: Session, counts: Mapping[Label, int], progress: Progress) -> list[Stage]:
    """Writing rows, building indexes, telling the trail: how far each brings the whole."""
    ends = [_WRITTEN, _WRITTEN, 1.0]
    if session.get_bind().dialect.name == "sqlite":
        # The trail is told of each row as it is written.
        ends = [_WRITTEN if _is_rebuilt(session, counts[Label.CREATE]) else 1.0, 1.0, 1.0]
    return [Stage(progress, *span) for span in pairwise([0.0, *ends])]


def _is_rebuilt(session: Session, new: int) -> bool:
    """Whether indexes come last: with more new customers than old, and nobody else at work."""
    if session.get_bind().dialect.name != "sqlite":
        return False
    old = session.scalar(sa.select(sa.func.count()).select_from(Customer)) or 0
    return new > max(old, _FEW)


@contextmanager
def _quickly(session: Session, new: int, changed: int, progress: Progress) -> Iterator[None]:
    """Inside, so many customers are added and changed."""
    rebuild = _is_rebuilt(session, new)
    with (
        search_last(session, Customer, new + changed),
        loading(session, Customer, rebuild=rebuild, progress=progress),
    ):
        yield
    if session.get_bind().dialect.name != "sqlite" and new > _FEW:
        # Until the planner knows of them, it reads the whole table for each look-up.
        session.execute(sa.text("ANALYZE customers"))


@dataclass(frozen=True, slots=True)
class _Later:
    """What rows are given when they are written: Client IDs, and the numbers of new tags."""

    codes: Iterator[str]
    tags: Mapping[int, int]

    def complete(self, customer_id: int, values: dict[str, Any]) -> None:
        """Fill it in."""
        if not customer_id and "client_id" not in values:
            values["client_id"] = next(self.codes)
        if self.tags and "tags" in values:
            values["tags"] = settled(values["tags"], self.tags)


def _write(
    session: Session,
    actor: Actor,
    plan: Plan,
    trail: Trail,
    later: _Later,
    progress: Progress,
) -> None:
    done = 0
    for chunk in plan.chunks():
        for customer_id, _version, values in chunk:
            later.complete(customer_id, values)
        new = [values for customer_id, _version, values in chunk if not customer_id]
        if new:
            bulk.create(session, actor, new)
        changed = {key: (version, values) for key, version, values in chunk if key}
        if changed:
            bulk.update(session, changed)
        trail.tell(audit.collected(session))
        done += len(chunk)
        progress.report(done, plan.size)
