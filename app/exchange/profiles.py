"""Saved mappings: kept as JSON, found again, and offered for a file they fit."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clean import line
from app.core.errors import Conflict, Invalid, NotFound
from app.core.folding import sort_key
from app.core.text import _
from app.exchange.fields import FIELDS
from app.exchange.model import ImportProfile, ImportRun
from app.exchange.options import Case, ColumnRule, MatchBy, Mode, NameOrder, Options
from app.exchange.schemas import Fitted, MappingDraft, Profile
from app.exchange.sniff import DateOrder
from app.staff.model import StaffUser

_NAME_LENGTH = 100
_PLAIN = (
    "encoding", "delimiter", "decimal_sign", "sheet", "header_row", "blanks_clear", "create_tags",
)  # fmt: skip
_ENUMS = {"date_order": DateOrder, "match": MatchBy, "mode": Mode}
_RULE_ENUMS = {"date_order": DateOrder, "case": Case, "names": NameOrder}


def to_json(options: Options) -> dict[str, Any]:
    """What a saved mapping keeps of the options: not what concerns one file alone."""
    kept = {name: getattr(options, name) for name in (*_PLAIN, *_ENUMS)}
    rules = {field: asdict(rule) for field, rule in options.rules.items() if field in FIELDS}
    return kept | {"rules": rules, "fixed": dict(options.fixed)}


def from_json(kept: Mapping[str, Any]) -> Options:
    """The options `to_json` made this of."""
    plain = {name: kept[name] for name in _PLAIN if name in kept}
    rules = {
        field: ColumnRule(**_typed(rule, _RULE_ENUMS)) for field, rule in kept["rules"].items()
    }
    return Options(
        **plain,
        **_typed({name: kept[name] for name in _ENUMS if name in kept}, _ENUMS),
        rules=rules,
        fixed=dict(kept["fixed"]),
    )


def _typed(kept: Mapping[str, Any], enums: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: enums[name](value) if name in enums and value is not None else value
        for name, value in kept.items()
    }


def profiles(session: Session, actor: Actor) -> list[Profile]:
    """The actor's own saved mappings and those others share, by name."""
    used = (
        sa.select(sa.func.max(ImportRun.at))
        .where(ImportRun.profile_id == ImportProfile.id)
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(ImportProfile, StaffUser.name, used)
        .join(StaffUser, StaffUser.id == ImportProfile.owner_id)
        .where(sa.or_(ImportProfile.owner_id == actor.id, ImportProfile.shared))
        .order_by(ImportProfile.name_key, ImportProfile.id)
    )
    return [_profile(actor, *row) for row in found]


def offered(session: Session, actor: Actor, header: Sequence[str]) -> tuple[Fitted, ...]:
    """The saved mappings that have columns of this file, those made for it first."""
    fitted = [one.fitted(header) for one in profiles(session, actor)]
    fitted = [one for one in fitted if one.mapping]
    # The last used first; what was never used comes after, in the order of names.
    fitted.sort(
        key=lambda one: used.timestamp() if (used := one.profile.used_at) else 0.0, reverse=True
    )
    return tuple(sorted(fitted, key=lambda one: (not one.exact, len(one.missing))))


def save(
    session: Session, actor: Actor, draft: MappingDraft, profile_id: int | None, version: int
) -> int:
    """Keep a mapping under its name, in place of `profile_id` if given."""
    name = _checked(session, actor, draft, profile_id)
    if profile_id is None:
        if actor.id is None:
            raise NotFound(_("Sign in to save a mapping."))
        row = ImportProfile(owner_id=actor.id)
    else:
        row = _own(session, actor, profile_id)
        if row.version != version:
            raise Conflict(
                _("%s changed this mapping meanwhile. Open it again and repeat your change.")
                % (row.updated_by or _("Somebody else"))
            )
    row.name, row.name_key, row.shared = name, sort_key(name) or "", draft.shared
    row.columns, row.mapping = list(draft.columns), dict(draft.mapping)
    row.options = to_json(draft.options)
    session.add(row)
    session.flush()
    return row.id


def remove(session: Session, actor: Actor, profile_id: int) -> None:
    """Forget a saved mapping."""
    session.delete(_own(session, actor, profile_id))


def _profile(actor: Actor, row: ImportProfile, owner: str, used_at: Any) -> Profile:
    return Profile(
        row.id,
        row.version,
        row.name,
        row.shared,
        _may_change(actor, row),
        owner,
        tuple(row.columns),
        {name: field for name, field in row.mapping.items() if field in FIELDS},
        from_json(row.options),
        used_at,
    )


def _may_change(actor: Actor, row: ImportProfile) -> bool:
    return row.owner_id == actor.id or (row.shared and actor.can(Permission.SETTINGS_EDIT))


def _own(session: Session, actor: Actor, profile_id: int) -> ImportProfile:
    row = session.get(ImportProfile, profile_id)
    if row is None or not (row.shared or row.owner_id == actor.id):
        raise NotFound(_("That saved mapping no longer exists."))
    if not _may_change(actor, row):
        raise Conflict(
            _("“%s” belongs to somebody else. Save yours under another name.") % row.name
        )
    return row


def _checked(session: Session, actor: Actor, draft: MappingDraft, own: int | None) -> str:
    name, problem = line(draft.name, _NAME_LENGTH, _("The name"))
    if not name:
        problem = _("Give the mapping a name.")
    unknown = [field for field in draft.mapping.values() if field not in FIELDS]
    if not draft.mapping or unknown or set(draft.mapping) - set(draft.columns):
        raise Invalid({"mapping": _("Map at least one of the file's columns, then save.")})
    taken = sa.select(ImportProfile.id).where(
        ImportProfile.owner_id == actor.id, ImportProfile.name_key == sort_key(name)
    )
    if not problem and session.scalar(taken) not in (None, own):
        problem = _("You have a mapping called “%s” already. Choose another name.") % name
    if problem:
        raise Invalid({"name": problem})
    return name
