"""Saves edits of a license: what others changed meanwhile stays, or is asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Conflict
from app.core.stale import Author, Telling, authors, joined
from app.core.text import _
from app.customers.history import title
from app.licensing.drafts import OVERRIDES, TOGETHER, LicenseDraft, Own
from app.licensing.model import License
from app.licensing.plan_moves import restale
from app.licensing.queries import get
from app.licensing.schemas import LicenseState
from app.licensing.settling import Settling
from app.organization.service import current

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
    telling = Telling(title, current(session).time_zone, partial(_authors, session, found))
    groups = tuple(TOGETHER.values())
    sides = (_each(base.values()), _each(stored), _each(values))
    merged = joined(session, found, sides, telling, groups)
    own = {name: merged.pop(name) for name in OVERRIDES}
    return merged | {"overrides": {k: v for k, v in own.items() if v is not Own.NOTHING}}


def _each(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with each override as one."""
    found = dict(values)
    own = found.pop("overrides")
    return found | {name: own.get(name, Own.NOTHING) for name in OVERRIDES}


def _authors(session: Session, found: License, names: Iterable[str]) -> dict[str, Author]:
    kept_in = {name: "overrides" if name in OVERRIDES else name for name in names}
    told = authors(session, found, set(kept_in.values()))
    return {name: told[column] for name, column in kept_in.items() if column in told}
