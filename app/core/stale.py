"""Joins a save with what others saved meanwhile, or says who changed what, and when."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.audit import AuditEvent, AuditPayload
from app.core.clock import hour
from app.core.db import Entity
from app.core.errors import Clash, Stale
from app.core.merging import Groups, Merge, Values, three_way
from app.core.text import _

_LOOKED_AT = 200
Author = tuple[str, datetime]
Authors = Mapping[str, Author]
Names = Mapping[str, Mapping[int, str]]
# Base, stored and mine.
Sides = tuple[Values, Values, Values]


def _alone(name: str) -> Sequence[str]:
    return (name,)


def _nobody(_clashes: Values) -> Names:
    return {}


@dataclass(frozen=True, slots=True)
class Telling:
    """How a clash is told: what fields are called, where it is which hour, and who did it.

    `names` gives what the ids in the fields that clash are called.
    """

    title: Callable[[str], str]
    zone: str
    authors: Callable[[Iterable[str]], Authors]
    names: Callable[[Values], Names] = _nobody


def joined(
    session: Session, row: Entity, sides: Sides, telling: Telling, groups: Groups = ()
) -> dict[str, Any]:
    """The record's fields with the changes of both.

    Whoever asked for a receipt learns from it what of others' changes was kept.

    Raises:
        Stale: both changed the same fields.
    """
    base, stored, mine = sides
    merge = three_way(base, stored, mine, groups)
    if merge.clashes:
        raise _stale(row, stored, merge, telling)
    if merge.merged:
        told = telling.authors(merge.merged).values()
        session.info["merged"] = (merge.merged, max(told, key=_when, default=_last(row))[0])
    return merge.values


def authors(
    session: Session,
    row: Entity,
    fields: Iterable[str],
    columns: Callable[[str], Sequence[str]] = _alone,
) -> dict[str, Author]:
    """Who changed each field last, and when, as far as the newest history tells.

    `columns` gives those a field is kept in, where they have other names. A field such as
    "details.agenda" is that part of what a column holds.
    """
    wanted = {column: name for name in fields for column in columns(name)}
    subject, subject_id = row.__tablename__, row.id
    if row.audit_subject:
        subject, subject_id = row.audit_subject[0], getattr(row, row.audit_subject[1])
    statement = (
        events(subject, subject_id)
        .where(AuditEvent.entity == row.__tablename__, AuditEvent.entity_id == row.id)
        .with_only_columns(AuditEvent.actor_name, AuditEvent.at, AuditPayload.body)
    )
    found: dict[str, Author] = {}
    for who, when, body in session.execute(statement):
        changes = json.loads(body)["changes"] if body else {}
        for column, name in wanted.items():
            if _changed(changes, column):
                found.setdefault(name, (who, when))
        if len(found) == len(set(wanted.values())):
            break
    return found


def _changed(changes: Mapping[str, Sequence[Any]], column: str) -> bool:
    whole, _dot, part = column.partition(".")
    if not part or whole not in changes:
        return column in changes
    before, after = ((side or {}).get(part) for side in changes[whole])
    return bool(before != after)


def events(subject: str, subject_id: int) -> sa.Select[*tuple[Any, ...]]:
    """The newest of a record's history, newest first."""
    return (
        sa.select(AuditEvent)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.seq.desc())
        .limit(_LOOKED_AT)
    )


def _stale(row: Entity, stored: Values, merge: Merge, telling: Telling) -> Stale:
    theirs = [name for name, (base, now, _mine) in merge.clashes.items() if now != base]
    told = telling.authors(theirs)
    who, when = max(told.values(), key=_when, default=_last(row))
    said = _("%(who)s changed %(fields)s at %(when)s, and so did you.") % {
        "who": who,
        "fields": ", ".join(_(telling.title(name)) for name in theirs),
        "when": hour(when, telling.zone),
    }
    names = telling.names(merge.clashes)
    clash = Clash(row.version, dict(stored), merge.clashes, merge.merged, told, names)
    return Stale(f"{said} {_('Nothing was saved. Choose which of the two to keep.')}", clash)


def _last(row: Entity) -> Author:
    return row.updated_by or _("Somebody else"), row.updated_at


def _when(author: Author) -> datetime:
    return author[1]
