"""Saves edits of a license: what others changed meanwhile stays, or is asked about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.clock import hour
from app.core.errors import Clash, Conflict, Stale
from app.core.merging import three_way
from app.core.text import _
from app.customers.history import title
from app.licensing.drafts import LicenseDraft
from app.licensing.model import License
from app.licensing.plan_moves import restale
from app.licensing.queries import get
from app.licensing.schemas import LicenseState
from app.licensing.settling import Settling
from app.organization.service import current

_LOOKED_AT = 200
Author = tuple[str, datetime]
_OVER = frozenset({LicenseState.CANCELLED})


def facts_of(found: License) -> LicenseDraft:
    """A license's editable fields as they are stored."""
    return LicenseDraft(
        **{field.name: getattr(found, field.name) for field in fields(LicenseDraft)}
    )


def edit(
    session: Session,
    actor: Actor,
    license_id: int,
    version: int,
    drafts: tuple[LicenseDraft | None, LicenseDraft],
) -> int:
    """Save what changed from base, the first, to mine; the new version.

    Raises:
        Conflict: others changed it since `version` and there is no base, or it is cancelled.
        Invalid: the changes have problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
        Stale: others changed the same fields since; nothing was saved.
    """
    found = get(session, actor, license_id, lock=True)
    if found.state in _OVER:
        raise Conflict(_("This license is cancelled. Issue a new one instead."))
    values = _joined(session, found, version, *drafts)
    LicenseDraft(**values).checked()
    settling = Settling(session)
    stale_days = settling.policy(found).stale_days
    if values["expires_on"] != found.expires_on:
        found.months_to_run = None
    for name, value in values.items():
        if getattr(found, name) != value:
            setattr(found, name, value)
    settling.settle(found)
    if settling.policy(found).stale_days != stale_days:
        restale(settling, [found])
    settling.finish()
    return found.version


def _joined(
    session: Session,
    found: License,
    version: int,
    base: LicenseDraft | None,
    mine: LicenseDraft,
) -> dict[str, Any]:
    values = mine.values()
    values["overrides"] = dict(values["overrides"])
    if found.version == version:
        return values
    if base is None:
        said = _("%s changed this license meanwhile. Reload it and enter your change again.")
        raise Conflict(said % (found.updated_by or _("Somebody else")))
    stored = facts_of(found).values()
    merge = three_way(base.values(), stored, values, tuple(LicenseDraft.together.values()))
    if merge.clashes:
        theirs = [name for name, (was, now, _mine) in merge.clashes.items() if now != was]
        told = _authors(session, found, theirs)
        who, when = max(told.values(), key=_when, default=(found.updated_by, found.updated_at))
        said = _("%(who)s changed %(fields)s at %(when)s, and so did you.") % {
            "who": who,
            "fields": ", ".join(_(title(name)) for name in theirs),
            "when": hour(when, current(session).time_zone),
        }
        raise Stale(
            f"{said} {_('Nothing was saved. Choose which of the two to keep.')}",
            Clash(found.version, stored, merge.clashes, merge.merged, told, {}),
        )
    if merge.merged:
        session.info["merged"] = (merge.merged, found.updated_by)
    return merge.values


def _authors(session: Session, found: License, names: Iterable[str]) -> dict[str, Author]:
    """Who changed each field last, and when, as far as the newest history tells."""
    wanted: Sequence[str] = list(names)
    statement = (
        sa.select(AuditEvent.actor_name, AuditEvent.at, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(AuditEvent.entity == "licenses", AuditEvent.entity_id == found.id)
        .where(AuditEvent.subject == "licenses", AuditEvent.subject_id == found.id)
        .order_by(AuditEvent.seq.desc())
        .limit(_LOOKED_AT)
    )
    told: dict[str, Author] = {}
    for who, when, body in session.execute(statement):
        changes = json.loads(body)["changes"] if body else {}
        for name in wanted:
            if name in changes:
                told.setdefault(name, (who, when))
    return told


def _when(author: Author) -> datetime:
    return author[1]
