"""Lets tags follow when what made, changed or removed them is undone or redone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.errors import Conflict
from app.core.folding import fold
from app.core.text import _
from app.tagging.merging import bring_back, taken
from app.tags.model import CustomerTag, Tag
from app.undo.chain import Link
from app.undo.commands import Span, tags_in
from app.undo.kinds import TAG_STEPS
from app.undo.stored import columns, typed
from app.undo.words import moment

_IMPORT = "exchange.run"
_MAKING = frozenset({"tag.add", "tag.add_starting_set"})
_REMOVED = "removed_at"


def follow(session: Session, actor: Actor, found: Link) -> None:
    """Give tags that a step was about what they had before, and be there or be gone with it.

    What an import created goes with it, unless customers were given it since, or it follows
    a segment; then it stays.

    Raises:
        Conflict: somebody changed the tag since, customers were given a new one, or another
            tag has the name by now.
    """
    if found.root.use_case in TAG_STEPS:
        step = _Step(session, actor, born=found.root.use_case in _MAKING)
        for tag, action, fields in _told(session, found.tip):
            step.reverse(tag, action, fields)
    elif found.root.use_case == _IMPORT:
        for tag in _locked(session, tags_in(session, found.root)).values():
            if found.undone:
                _bring_back(session, tag)
            elif _is_unused(session, tag):
                tag.removed_at = session.info["now"]


@dataclass(frozen=True, slots=True)
class _Step:
    """Takes back what was done to tags; `born` where they came to be by it."""

    session: Session
    actor: Actor
    born: bool

    def reverse(self, tag: Tag, action: str, fields: dict[str, list[Any]]) -> None:
        if action == "created":
            self._remove(tag)
        elif _REMOVED in fields:
            if fields[_REMOVED][0] is None:
                _bring_back(self.session, tag)
            else:
                self._remove(tag)
        else:
            self._change(tag, fields)

    def _remove(self, tag: Tag) -> None:
        if tag.removed_at is not None:
            return
        if self.born and not _is_unused(self.session, tag):
            said = _("The tag “%s” is in use by now. Remove it from the list of tags instead.")
            raise Conflict(said % tag.name)
        tag.removed_at = self.session.info["now"]

    def _change(self, tag: Tag, fields: dict[str, list[Any]]) -> None:
        known = [name for name in fields if name in columns(Tag)]
        before = {name: typed(Tag, name, fields[name][0]) for name in known}
        became = {name: typed(Tag, name, fields[name][1]) for name in known}
        if tag.removed_at is not None or any(
            getattr(tag, name) not in (before[name], became[name]) for name in known
        ):
            raise Conflict(self._overtaken(tag))
        key = fold(before.get("name", tag.name))
        other = sa.select(Tag.name).where(
            Tag.name_key == key, Tag.removed_at.is_(None), Tag.id != tag.id
        )
        if (name := self.session.scalar(other)) is not None:
            raise Conflict(taken(name))
        for name, value in before.items():
            setattr(tag, name, value)
        tag.name_key = key

    def _overtaken(self, tag: Tag) -> str:
        said = _("This cannot be undone. %(who)s changed the tag “%(tag)s” on %(when)s.")
        if tag.removed_at is not None:
            said = _("This cannot be undone. %(who)s removed the tag “%(tag)s” on %(when)s.")
        who = _("You") if tag.updated_by == self.actor.name else tag.updated_by
        return said % {"who": who, "tag": tag.name, "when": moment(self.session, tag.updated_at)}


def _told(session: Session, found: Span) -> Iterator[tuple[Tag, str, dict[str, list[Any]]]]:
    """The tags a command was about, with what it did to each, the last first."""
    tags = _locked(session, tags_in(session, found))
    rows = session.execute(
        sa.select(AuditEvent.entity_id, AuditEvent.action, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEvent.seq)
        .where(
            AuditEvent.seq.between(found.command, found.last),
            AuditEvent.entity == Tag.__tablename__,
        )
        .order_by(AuditEvent.seq.desc())
    ).all()
    for row in rows:
        yield tags[row.entity_id], row.action, json.loads(row.body)["changes"]


def _locked(session: Session, ids: frozenset[int]) -> dict[int, Tag]:
    asked = sa.select(Tag).where(Tag.id.in_(ids)).order_by(Tag.id).with_for_update()
    return {tag.id: tag for tag in session.scalars(asked)}


def _bring_back(session: Session, tag: Tag) -> None:
    if tag.removed_at is not None:
        bring_back(session, tag)


def _is_unused(session: Session, tag: Tag) -> bool:
    carried = sa.select(CustomerTag.tag_id).where(CustomerTag.tag_id == tag.id).limit(1)
    return tag.segment_id is None and session.scalar(carried) is None
