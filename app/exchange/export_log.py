"""The log of exports: who took out what, by which filter, how many, and why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.audit import Change, record
from app.core.clean import without_controls
from app.core.csvio import csv_out
from app.core.errors import DeskError
from app.core.listing import ListQuery
from app.core.listing_json import to_json
from app.core.service import Service
from app.core.text import _
from app.exchange.export_schemas import COLUMNS, ExportJob, ExportOrder, Format, Scope
from app.exchange.export_words import rows_in_words
from app.exchange.model import ExportRun

_NAME_LENGTH = 255
# Notes how many rows there are, once all of them are written.
Noted = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the log says of an export: `words` is what was asked, for people."""

    form: Format
    scope: Scope
    asked: ListQuery
    words: str
    columns: Sequence[str]
    purpose: str


def entry_of(session: Session, order: ExportOrder) -> Entry:
    """What the log says of an export of customers."""
    asked, words = order.selection.asked, rows_in_words(session, order)
    return Entry(order.form, order.scope, asked, words, _keys(order), order.purpose)


@contextmanager
def noting(service: Service, use_case: str, entry: Entry, file: str) -> Iterator[Noted]:
    """What notes how many rows an export has; taken back where the block fails after that."""
    jobs = list[int]()

    def note(rows: int) -> None:
        with service.db.transaction(service.actor, use_case, service.reason) as session:
            jobs.append(_add(session, service.actor, entry, file, rows))
        service.changes.publish(session.info["touched"])

    try:
        yield note
    except DeskError:
        for job_id in jobs:
            with service.db.transaction(service.actor, use_case) as session:
                _take_back(session, job_id)
        raise


def _add(session: Session, actor: Actor, entry: Entry, file: str, rows: int) -> int:
    """Note an export, in the log and in the audit trail; the id it has in both."""
    row = ExportRun(
        at=session.info["now"],
        actor_id=actor.id,
        actor_name=actor.name,
        file_name=without_controls(file)[-_NAME_LENGTH:],
        form=entry.form.value,
        scope=entry.scope.value,
        asked=to_json(entry.asked),
        words=without_controls(entry.words),
        columns=list(entry.columns),
        rows=rows,
        purpose=entry.purpose,
    )
    session.add(row)
    session.flush()
    told = {
        "file": row.file_name,
        "format": row.form,
        "scope": row.scope,
        "filters": row.words,
        "columns": ", ".join(row.columns),
        "rows": rows,
        "purpose": entry.purpose,
    }
    fields = {name: [None, value] for name, value in told.items()}
    record(session, Change("event", "exports", row.id, "exports", row.id, fields))
    return row.id


def _take_back(session: Session, job_id: int) -> None:
    """Note that the file of an export did not get to its place after all."""
    session.get_one(ExportRun, job_id).written = False
    fields = {"written": [True, False]}
    record(session, Change("event", "exports", job_id, "exports", job_id, fields))


def jobs(session: Session) -> list[ExportJob]:
    """Every export, the latest first."""
    found = session.scalars(sa.select(ExportRun).order_by(ExportRun.id.desc()))
    return [_job(row) for row in found]


def save(path: Path | str, found: list[ExportJob]) -> None:
    """Write the log as CSV.

    Raises:
        Unavailable: the file cannot be written.
    """
    with csv_out(path) as writer:
        writer.row(
            [_("When"), _("Who"), _("File"), _("Format"), _("Rows"), _("Filter"),
             _("Columns"), _("Why"), _("Written")]
        )  # fmt: skip
        for job in found:
            writer.row(
                [job.at, job.who, job.file, job.form.value, job.rows, job.words, job.columns,
                 job.purpose, job.written]
            )  # fmt: skip


def _keys(order: ExportOrder) -> list[str]:
    """The columns an export has; a card's are not chosen."""
    if order.form is Format.VCARD:
        return []
    return list(COLUMNS if order.columns is None else order.columns)


def _job(row: ExportRun) -> ExportJob:
    titles = (_(COLUMNS[key]) if key in COLUMNS else key for key in row.columns)
    return ExportJob(
        id=row.id,
        at=row.at,
        who=row.actor_name,
        file=row.file_name,
        form=Format(row.form),
        scope=Scope(row.scope),
        words=row.words,
        columns=", ".join(titles),
        rows=row.rows,
        purpose=row.purpose,
        written=row.written,
    )
