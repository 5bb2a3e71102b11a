"""Carries out what was decided about the rows of a file: all of it, or nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import Actor
from app.core.audit import Change
from app.core.bulk import loading
from app.core.errors import Unavailable
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.stages import Stage
from app.customers import bulk
from app.customers.model import Customer
from app.exchange.judging import CHUNK
from app.exchange.rehearsal import Opened, Tally
from app.exchange.schemas import ImportResult, Label, RowsRefused

_FEW = 1000
_IN_MEMORY = 16 << 20
# How far each stage brings the whole.
_DECIDED, _WRITTEN = 0.3, 0.8


class Lines:
    """Lists of plain values, one after the other; many go to a file of no name on disk."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[str](_IN_MEMORY, "w+", encoding="utf-8", newline="\n")
        self.size = 0

    def add(self, values: list[Any]) -> None:
        """Add one."""
        self._file.write(json.dumps(values, ensure_ascii=False) + "\n")
        self.size += 1

    def chunks(self) -> Iterator[list[Any]]:
        """All of them in the order they came, `CHUNK` at a time."""
        self._file.seek(0)
        while chunk := [json.loads(line) for line in islice(self._file, CHUNK)]:
            yield chunk

    def close(self) -> None:
        """Let go of them."""
        self._file.close()


def run(
    session: Session, actor: Actor, opened: Opened, progress: Progress, *, skip_errors: bool
) -> ImportResult:
    """Decide about every row, write what was decided, then the history of what was written."""
    plan, history = Lines(), Lines()
    try:
        tally = _decide(opened, plan, Stage(progress, 0, _DECIDED))
        rehearsal = tally.rehearsal(opened.table.sha256)
        if rehearsal.counts[Label.ERROR] and not skip_errors:
            raise RowsRefused(rehearsal)
        codes = iter(bulk.client_ids(session, tally.unnumbered, opened.judge.client_ids))
        with _quickly(session, tally.counts[Label.CREATE]):
            _write(session, actor, plan, history, codes, Stage(progress, _DECIDED, _WRITTEN))
        _remember(session, history, Stage(progress, _WRITTEN, 1))
    except OSError as error:
        raise Unavailable(describe_os_error(error, gettempdir())) from error
    finally:
        plan.close()
        history.close()
    return ImportResult(rehearsal)


def _decide(opened: Opened, plan: Lines, progress: Progress) -> Tally:
    tally = Tally()
    for decisions in opened.judge.decide(opened.table.rows(progress), progress):
        for decision in decisions:
            tally.add(decision)
            if decision.label in {Label.CREATE, Label.UPDATE}:
                values = decision.values
                if "email" in values:
                    values["email_norm"] = decision.found.email_norm
                plan.add([decision.id, decision.version, values])
    return tally


@contextmanager
def _quickly(session: Session, new: int) -> Iterator[None]:
    """Inside, so many customers are added: with more new ones than old, indexes come last.

    Only where nobody else can be at work with them.
    """
    alone = session.get_bind().dialect.name == "sqlite"
    old = session.scalar(sa.select(sa.func.count()).select_from(Customer)) or 0
    with loading(session, Customer, rebuild=alone and new > max(old, _FEW)):
        yield
    if not alone and new > _FEW:
        # Until the planner knows of them, it reads the whole table for each look-up.
        session.execute(sa.text("ANALYZE customers"))


def _write(
    session: Session,
    actor: Actor,
    plan: Lines,
    history: Lines,
    codes: Iterator[str],
    progress: Progress,
) -> None:
    done = 0
    for chunk in plan.chunks():
        new = [values for customer_id, _version, values in chunk if not customer_id]
        for values in new:
            if "client_id" not in values:
                values["client_id"] = next(codes)
        if new:
            bulk.create(session, actor, new)
        changed = {key: (version, values) for key, version, values in chunk if key}
        if changed:
            bulk.update(session, changed)
        for change in audit.collected(session):
            history.add([change.action, change.entity_id, change.fields])
        done += len(chunk)
        progress.report(done, plan.size)


def _remember(session: Session, history: Lines, progress: Progress) -> None:
    """Last of all, because others cannot save while the audit trail is being written."""
    done = 0
    for chunk in history.chunks():
        for action, customer_id, fields in chunk:
            change = Change(action, "customers", customer_id, "customers", customer_id, fields)
            audit.record(session, change)
        audit.seal(session)
        done += len(chunk)
        progress.report(done, history.size)
