"""The log of imports: who brought in which file, and what came of it."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Scope
from app.core.audit import Change, record
from app.core.errors import NotFound
from app.core.query import Where
from app.core.text import _
from app.exchange.model import ImportProfile, ImportRun
from app.exchange.options import Options
from app.exchange.plans import Label
from app.exchange.reading import Table
from app.exchange.schemas import ImportJob

_NAME_LENGTH = 255
_FEW = 20


def add(
    session: Session, actor: Actor, table: Table, options: Options, counts: Mapping[Label, int]
) -> ImportRun:
    """Note an import, in its own transaction and in the audit trail; it has no command yet."""
    profile = session.get(ImportProfile, options.profile) if options.profile else None
    row = ImportRun(
        at=session.info["now"],
        actor_id=actor.id,
        actor_name=actor.name,
        file_name=table.name[-_NAME_LENGTH:],
        size=table.size,
        sha256=table.sha256,
        kind=table.kind,
        profile_id=profile and profile.id,
        profile_name=profile.name if profile else "",
        match_by=options.match,
        mode=options.mode,
        created=counts[Label.CREATE],
        updated=counts[Label.UPDATE],
        unchanged=counts[Label.UNCHANGED],
        skipped=counts[Label.SKIP],
        refused=counts[Label.ERROR],
    )
    session.add(row)
    session.flush()
    told = {"file": row.file_name, "sha256": row.sha256} | {
        label.value: counts[label] for label in Label
    }
    fields = {name: [None, value] for name, value in told.items()}
    record(session, Change("event", "imports", row.id, "imports", row.id, fields))
    return row


def jobs(session: Session, actor: Actor) -> list[ImportJob]:
    """Every import the actor may know of, the latest first."""
    found = session.scalars(
        sa.select(ImportRun).where(*_known(actor)).order_by(ImportRun.id.desc())
    )
    return [_job(row) for row in found]


def job(session: Session, actor: Actor, job_id: int) -> ImportJob:
    """One import.

    Raises:
        NotFound: there is none with that number, or it is not for this actor to see.
    """
    found = session.scalar(sa.select(ImportRun).where(ImportRun.id == job_id, *_known(actor)))
    if found is None:
        raise NotFound(_("There is no import with that number, or it is not yours to see."))
    return _job(found)


def earlier(session: Session, actor: Actor, sha256: str) -> tuple[ImportJob, ...]:
    """The latest imports of this very file."""
    found = session.scalars(
        sa.select(ImportRun)
        .where(ImportRun.sha256 == sha256, *_known(actor))
        .order_by(ImportRun.id.desc())
        .limit(_FEW)
    )
    return tuple(_job(row) for row in found)


def _known(actor: Actor) -> tuple[Where, ...]:
    return () if actor.scope is Scope.ALL else (ImportRun.actor_id == actor.id,)


def _job(row: ImportRun) -> ImportJob:
    return ImportJob(
        id=row.id,
        at=row.at,
        who=row.actor_name,
        file=row.file_name,
        size=row.size,
        sha256=row.sha256,
        kind=row.kind,
        profile=row.profile_name,
        match=row.match_by,
        mode=row.mode,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        skipped=row.skipped,
        refused=row.refused,
        command=row.command,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
