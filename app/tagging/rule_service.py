"""Use cases on automatic tags: which segment's members carry a tag, and keeping it so."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import once
from app.core.access import Permission, Scope
from app.core.clock import time_zone
from app.core.errors import Conflict, NotFound, PermissionDenied
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.text import _
from app.organization.service import current
from app.segments import queries
from app.tagging import following, rules
from app.tags.model import Tag

_LOOK_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What it would do to give a tag to the members of a segment: who gets it, who loses it."""

    members: int
    gains: int
    loses: int


class TagRuleService(Service):
    """Automatic tags: exactly the members of a segment carry such a tag."""

    @query(Permission.CUSTOMERS_READ)
    def segments(self, session: Session) -> tuple[tuple[int, str], ...]:
        """The segments there are to choose from, by name."""
        return tuple(rules.named(session).items())

    @query(Permission.TAGS_MANAGE)
    def preview(self, session: Session, tag_id: int, segment_id: int) -> RulePreview:
        """What giving a tag to the members of a segment would change; nothing is written.

        Raises:
            Invalid: the segment asks for what cannot be, under "segment_id".
            NotFound: the tag or the segment is not there.
        """
        found = rules.diff(session, self._get(session, tag_id), segment_id)
        carry = sa.select(sa.func.count()).select_from(rules.carriers_of(tag_id).subquery())
        now = session.scalar(carry) or 0
        gains, loses = len(found.gains), len(found.loses)
        return RulePreview(now + gains - loses, gains, loses)

    @use_case(Permission.TAGS_MANAGE)
    def link(
        self, session: Session, tag_id: int, segment_id: int | None,
        progress: Progress | None = None,
    ) -> int:  # fmt: skip
        """Give a tag to exactly the members of a segment from now on; how many changed.

        None lets people give it by hand again; whoever has it keeps it.

        Raises:
            Cancelled: `progress` was; nothing was changed.
            Invalid: the segment asks for what cannot be, under "segment_id".
            NotFound: the tag or the segment is not there.
            PermissionDenied: the actor does not see every customer.
        """
        self._require_everybody()
        tag = self._get(session, tag_id)
        following.leave_out(session)
        if segment_id is None:
            tag.segment_id = None
            return 0
        queries.get(session, segment_id)
        found = rules.diff(session, tag, segment_id)
        tag.segment_id = segment_id
        session.flush()
        return rules.carry_out(session, [found], progress or Progress())

    @use_case(Permission.TAGS_MANAGE)
    def apply(self, session: Session, tag_id: int, progress: Progress | None = None) -> int:
        """Give and take an automatic tag now; how many customers changed.

        Raises:
            Cancelled: `progress` was; nothing was changed.
            Conflict: the tag is given by hand.
            Invalid: its segment asks for what cannot be.
            NotFound: the tag is not there.
        """
        tag = self._get(session, tag_id)
        if tag.segment_id is None:
            raise Conflict(_("“%s” is given by hand. Choose a segment for it first.") % tag.name)
        following.leave_out(session)
        found = rules.diff(session, tag, tag.segment_id)
        return rules.carry_out(session, [found], progress or Progress())

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether automatic tags were not looked at today: the calendar moves members, too."""
        if session.scalar(_automatic().limit(1)) is None:
            return False
        used = sa.select(once.UnitKey.key).where(once.UnitKey.key == self._today(session))
        return session.scalar(used) is None

    @use_case(Permission.UPKEEP)
    def run_due(self, session: Session) -> int:
        """Give and take every automatic tag, once a day; how many tags were looked at."""
        return once.run(session, self._today(session), lambda: self._all(session))

    def _all(self, session: Session) -> int:
        following.leave_out(session)
        tags = session.scalars(_automatic()).all()
        rules.follow(session, tags, None)
        return len(tags)

    def _today(self, session: Session) -> str:
        zone = time_zone(current(session).time_zone)
        return f"tags:{session.info['now'].astimezone(zone).date().isoformat()}"

    def _require_everybody(self) -> None:
        if self.actor.scope is not Scope.ALL:
            raise PermissionDenied(
                _("Only somebody who sees every customer can do this. Ask them to do it.")
            )

    def _get(self, session: Session, tag_id: int) -> Tag:
        found = session.get(Tag, tag_id)
        if found is None or found.removed_at is not None:
            raise NotFound(_("That tag is no longer there. Somebody removed it."))
        return found


def _automatic() -> sa.Select[Tag]:
    return sa.select(Tag).where(Tag.segment_id.is_not(None), Tag.removed_at.is_(None))
