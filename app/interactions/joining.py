"""Joins an edit with what others saved meanwhile, or says who changed what."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.core import stale
from app.core.db import Entity
from app.core.draft import Draft
from app.core.errors import Conflict
from app.core.stale import Sides, Telling
from app.core.text import _
from app.customers.history import title
from app.interactions.types import every_field
from app.organization.service import current

DETAILS = "details"
_PART = f"{DETAILS}."
# Only some types have them, so they make sense beside the type alone.
_OF_TYPES = ("minutes", "satisfaction")


def joined(
    session: Session,
    row: Entity,
    version: int,
    stored: Draft,
    drafts: tuple[Draft | None, Draft],
    fields: tuple[str, ...],
) -> dict[str, Any]:
    """The values of `fields` with the changes of both; `drafts` are base and mine.

    Texts within `details` are fields of their own, such as "details.agenda"; where somebody
    changed the type, they stay with it.

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
    telling = Telling(_title, current(session).time_zone, partial(stale.authors, session, row))
    sides = _each(_of(base, fields), _of(stored, fields), wanted)
    values = stale.joined(session, row, sides, telling, _groups(sides))
    return _whole(values) if DETAILS in fields else values


def _of(draft: Draft, fields: tuple[str, ...]) -> dict[str, Any]:
    values = draft.values()
    return {name: values[name] for name in fields}


def _each(*sides: dict[str, Any]) -> Sides:
    """The same with each of the details as a field, blank where a side has none."""
    known = sorted({key for side in sides for key in side.get(DETAILS, {})})
    base, stored, mine = (
        {name: value for name, value in side.items() if name != DETAILS}
        | {_PART + key: side[DETAILS].get(key, "") for key in known}
        for side in sides
    )
    return base, stored, mine


def _whole(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with the details as one again."""
    found = {name: value for name, value in values.items() if not name.startswith(_PART)}
    parts = {n.removeprefix(_PART): v for n, v in values.items() if n.startswith(_PART)}
    return found | {DETAILS: {key: text for key, text in parts.items() if text}}


def _groups(sides: Sides) -> tuple[tuple[str, ...], ...]:
    kinds = {side.get("type") for side in sides}
    if len(kinds) == 1:
        return ()
    own = (name for name in sides[0] if name in _OF_TYPES or name.startswith(_PART))
    return (("type", *own),)


def _title(name: str) -> str:
    known = every_field().get(name.removeprefix(_PART))
    return known.title if name.startswith(_PART) and known else title(name)
