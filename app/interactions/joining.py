"""Joins an edit with what others saved meanwhile, or says who changed what."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.core import stale
from app.core.db import Entity
from app.core.draft import Draft
from app.core.errors import Conflict
from app.core.stale import Telling
from app.core.text import _
from app.customers.history import title
from app.organization.service import current


def joined(
    session: Session,
    row: Entity,
    version: int,
    stored: Draft,
    drafts: tuple[Draft | None, Draft],
    fields: tuple[str, ...],
) -> dict[str, Any]:
    """The values of `fields` with the changes of both; `drafts` are base and mine.

    Raises:
        Conflict: others changed it since `version`, and there is no base.
        Stale: both changed the same fields.
    """
    base, mine = drafts
    wanted = _of(mine, fields)
    if row.version == version:
        return wanted
    if base is None:
        said = _("%s changed this meanwhile. Reload it and enter your change again.")
        raise Conflict(said % (row.updated_by or _("Somebody else")))
    telling = Telling(title, current(session).time_zone, partial(stale.authors, session, row))
    return stale.joined(session, row, (_of(base, fields), _of(stored, fields), wanted), telling)


def _of(draft: Draft, fields: tuple[str, ...]) -> dict[str, Any]:
    values = draft.values()
    return {name: values[name] for name in fields}
