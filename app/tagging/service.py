"""Use cases on tags: which there are and who carries them, and looking after them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission, Scope
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound, PermissionDenied
from app.core.folding import fold
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.text import _
from app.customers.queries import visible
from app.tagging import counting, merging
from app.tags.drafts import TagDraft
from app.tags.model import Tag
from app.tags.schemas import STARTING_SET, TagChip, TagList, TagRow


class TagService(Service):
    """Tags of the organization. Giving them to customers is editing the customers."""

    @query(Permission.CUSTOMERS_READ)
    def list(self, session: Session) -> TagList:
        """Every tag by name, with how many current customers of the actor's carry it."""
        counts = counting.carriers(session, visible(self.actor))
        segments, asking = counting.segment_names(session), counting.asking(session)
        found = session.scalars(
            sa.select(Tag).where(Tag.removed_at.is_(None)).order_by(Tag.name_key, Tag.id)
        )
        return TagList(
            tuple(
                TagRow(
                    tag.id, tag.version, tag.name, tag.colour, tag.meaning, tag.active,
                    tag.segment_id, segments.get(tag.segment_id, ""), counts[tag.id],
                    tuple(asking.get(tag.id, ())),
                )
                for tag in found
            )
        )  # fmt: skip

    @query(Permission.CUSTOMERS_READ)
    def choices(self, session: Session, *, every: bool = False) -> tuple[TagChip, ...]:
        """The tags people may give by hand, by name; `every` that customers show."""
        asked = sa.select(Tag.id, Tag.name, Tag.colour).where(Tag.active, Tag.removed_at.is_(None))
        if not every:
            asked = asked.where(Tag.segment_id.is_(None))
        ordered = asked.order_by(Tag.name_key, Tag.id)
        return tuple(TagChip(*row) for row in session.execute(ordered))

    @query(Permission.CUSTOMERS_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the tag of this name, whatever its case and accents, or with this id.

        Raises:
            NotFound: there is none.
        """
        key = named.strip()
        where = Tag.name_key == fold(key)
        if key.isascii() and key.isdigit() and len(key) < 10:  # noqa: PLR2004 - 32 bits
            where = sa.or_(where, Tag.id == int(key))
        found = session.scalar(
            sa.select(Tag.id).where(where, Tag.removed_at.is_(None)).order_by(Tag.name_key != key)
        )
        if found is None:
            raise NotFound(
                _("There is no tag “%s”. Look at the list of tags, or add it.") % named.strip()
            )
        return found

    @use_case(Permission.TAGS_MANAGE)
    def add(self, session: Session, draft: TagDraft) -> int:
        """Add a tag, and return its id.

        Raises:
            Invalid: the draft has problems, keyed by field; `existing` names the tag that
                has the name, whatever its case and accents.
        """
        values = draft.checked()
        self._claim(session, values["name"])
        tag = Tag(**values, name_key=fold(values["name"]))
        session.add(tag)
        session.flush()
        return tag.id

    @use_case(Permission.TAGS_MANAGE)
    def add_starting_set(self, session: Session) -> int:
        """Add those of the usual tags whose names are free; how many were added."""
        taken = frozenset(session.scalars(sa.select(Tag.name_key).where(Tag.removed_at.is_(None))))
        wanted = [(_(name), colour, _(meaning)) for name, colour, meaning in STARTING_SET]
        new = [
            Tag(name=name, name_key=fold(name), colour=colour, meaning=meaning)
            for name, colour, meaning in wanted
            if fold(name) not in taken
        ]
        if not new:
            raise Conflict(_("Every tag of the starting set is there already."))
        session.add_all(new)
        session.flush()
        return len(new)

    @use_case(Permission.TAGS_MANAGE)
    def edit(self, session: Session, tag_id: int, version: int, draft: TagDraft) -> int:
        """Save changed fields of a tag seen at `version`; the new version.

        Customers show the new name and colour at once.

        Raises:
            Conflict: somebody else changed it since.
            Invalid: the draft has problems, keyed by field; the name may be another tag's.
            NotFound: it is not there.
        """
        tag, values = self._get(session, tag_id), draft.checked()
        if tag.version != version:
            raise Conflict(
                _("%s changed this tag meanwhile. Look at it again and make your change anew.")
                % (tag.updated_by or _("Somebody else"))
            )
        self._claim(session, values["name"], tag_id)
        for name, value in values.items():
            setattr(tag, name, value)
        tag.name_key = fold(tag.name)
        session.flush()
        return tag.version

    @use_case(Permission.TAGS_MANAGE)
    def remove(self, session: Session, tag_id: int) -> None:
        """Take a tag away: customers show it no longer, and its name is free.

        Raises:
            NotFound: it is not there.
        """
        self._get(session, tag_id).removed_at = session.info["now"]

    @use_case(Permission.TAGS_MANAGE)
    def restore(self, session: Session, tag_id: int) -> None:
        """Bring a removed tag back, on every customer who had it.

        Raises:
            Conflict: another tag has its name by now.
            NotFound: it was never there.
        """
        tag = session.get(Tag, tag_id, with_for_update=True)
        if tag is None:
            raise NotFound(_gone())
        merging.bring_back(session, tag)

    @use_case(Permission.TAGS_MANAGE)
    def merge(
        self, session: Session, tag_id: int, into: int, progress: Progress | None = None
    ) -> int:
        """Give every customer of a tag another instead, and remove it; how many customers.

        One step for undo: it brings back the tag, too.

        Raises:
            Cancelled: `progress` was; nothing was changed.
            Invalid: both are the same, or one of them is given by itself, under "into".
            NotFound: one of them is not there.
            PermissionDenied: the actor does not see every customer.
        """
        if self.actor.scope is not Scope.ALL:
            raise PermissionDenied(
                _("Only somebody who sees every customer can merge tags. Ask them to do it.")
            )
        tag, other = self._get(session, tag_id), self._get(session, into)
        return merging.merge(session, self.actor, tag, other, progress or Progress())

    def _get(self, session: Session, tag_id: int) -> Tag:
        found = session.get(Tag, tag_id, with_for_update=True)
        if found is None or found.removed_at is not None:
            raise NotFound(_gone())
        return found

    def _claim(self, session: Session, name: str, own: int | None = None) -> None:
        """Check that no other tag has the name."""
        other = session.execute(
            sa.select(Tag.id, Tag.name).where(
                Tag.name_key == fold(name), Tag.removed_at.is_(None), Tag.id != (own or 0)
            )
        ).first()
        if other is not None:
            raise Invalid({"name": merging.taken(other.name)}, {"name": other.id})

    def _explain(self, duplicate: Duplicate) -> DeskError:
        if duplicate.table != "tags":
            return duplicate
        return Invalid({"name": _("There is a tag of this name already. Choose another name.")})


def _gone() -> str:
    return _("That tag is no longer there. Somebody removed it.")
