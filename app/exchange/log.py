"""The log of imports: who brought in which file, and what came of it."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Scope
from app.core.audit import Change
from app.core.clean import without_controls
from app.core.errors import NotFound
from app.core.text import _
from app.exchange.model import ImportProfile, ImportRun
from app.exchange.options import Options
from app.exchange.plans import Label
from app.exchange.reading import Table
from app.exchange.schemas import CUSTOMERS, ImportJob
from app.undo.model import Reversal

_NAME_LENGTH = 255
_FEW = 20


def add(
    session: Session,
    actor: Actor,
    table: Table,
    options: Options,
    counts: Mapping[Label, int],
    target: str = CUSTOMERS,
) -> ImportRun:
    """Note an import, in its own transaction; its command is not known yet."""
    profile = session.get(ImportProfile, options.profile) if options.profile else None
    row = ImportRun(
        at=session.info["now"],
        actor_id=actor.id,
        actor_name=actor.name,
        file_name=without_controls(table.name)[-_NAME_LENGTH:],
        size=table.size,
        sha256=table.sha256,
        kind=table.kind,
        target=target,
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
    return row


def event(row: ImportRun) -> Change:
    """What the audit trail is told of an import as a whole."""
    names = ("target", "sha256", "created", "updated", "unchanged", "skipped", "refused")
    fields = {name: [None, getattr(row, name)] for name in names}
    return Change(
        "event", "imports", row.id, "imports", row.id, {"file": [None, row.file_name]} | fields
    )


def jobs(session: Session, actor: Actor) -> list[ImportJob]:
    """Every import the actor may know of, the latest first."""
    return [_job(*row) for row in session.execute(_select(actor))]


def job(session: Session, actor: Actor, job_id: int) -> ImportJob:
    """One import.

    Raises:
        NotFound: there is none with that number, or it is not for this actor to see.
    """
    found = session.execute(_select(actor).where(ImportRun.id == job_id)).first()
    if found is None:
        raise NotFound(_("There is no import with that number, or it is not yours to see."))
    return _job(*found)


def earlier(session: Session, actor: Actor, sha256: str) -> tuple[ImportJob, ...]:
    """The latest imports of customers from this very file."""
    same = _select(actor).where(ImportRun.sha256 == sha256, ImportRun.target == CUSTOMERS)
    return tuple(_job(*row) for row in session.execute(same.limit(_FEW)))


def _select(actor: Actor) -> sa.Select[ImportRun, datetime, str]:
    """Imports, the latest first, each with when and by whom it was undone, if it was."""
    undone = sa.and_(Reversal.command == ImportRun.command, Reversal.undone_by.is_not(None))
    select = sa.select(ImportRun, Reversal.at, Reversal.by).outerjoin(Reversal, undone)
    if actor.scope is not Scope.ALL:
        select = select.where(ImportRun.actor_id == actor.id)
    return select.order_by(ImportRun.id.desc())


def _job(row: ImportRun, undone_at: datetime | None, undone_by: str | None) -> ImportJob:
    return ImportJob(
        id=row.id,
        at=row.at,
        who=row.actor_name,
        file=row.file_name,
        target=row.target,
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
        undone_at=undone_at,
        undone_by=undone_by or "",
    )
