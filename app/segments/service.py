"""Use cases on segments: find and count their members, create and edit them."""

from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import query as lists
from app.core import stale
from app.core.access import Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.folding import fold
from app.core.listing import ListQuery
from app.core.money import Money
from app.core.progress import Progress
from app.core.service import Service, query, use_case
from app.core.text import N_, _
from app.customers import queries as customers
from app.customers.model import Customer
from app.organization.service import current
from app.segments import events, keeping, queries, reading
from app.segments.criteria_json import parsed, text_of
from app.segments.criteria_normal import normal
from app.segments.criteria_values import Names
from app.segments.model import Segment
from app.segments.names import names
from app.segments.schemas import (
    LONGEST_NAME,
    Criteria,
    Figures,
    SegmentDetail,
    SegmentDraft,
    SegmentRow,
)
from app.tags.model import Tag

_TITLES = {"name": N_("Name"), "description": N_("Description"), "criteria": N_("Criteria")}
_SAMPLES = 5


class SegmentService(Service):
    """Segments are everybody's; members are counted within the actor's scope."""

    @query(Permission.CUSTOMERS_READ)
    def list(self, session: Session) -> tuple[SegmentRow, ...]:
        """Every segment by name; who their members are is not looked up."""
        return reading.rows(session)

    @query(Permission.CUSTOMERS_READ)
    def show(self, session: Session, segment_id: int) -> SegmentDetail:
        """A segment and what may be edited of it.

        Raises:
            NotFound: it is not there.
        """
        row = reading.row(session, queries.get(session, segment_id))
        return SegmentDetail(row, SegmentDraft(row.name, row.description, row.criteria))

    @query(Permission.CUSTOMERS_READ)
    def find(self, session: Session, named: str) -> int:
        """The id of the segment of that name.

        Raises:
            NotFound: none has it.
        """
        key = fold(named)
        found = session.scalar(sa.select(Segment.id).where(Segment.name_key == key))
        if found is None:
            known = session.scalars(sa.select(Segment.name).order_by(Segment.name_key))
            there = ", ".join(f"“{name}”" for name in known) or _("none yet")
            said = _("There is no segment “%(name)s”. There are: %(known)s.")
            raise NotFound(said % {"name": named, "known": there})
        return found

    @query(Permission.CUSTOMERS_READ)
    def asked(self, session: Session, segment_id: int) -> ListQuery:
        """What the list of customers is asked for the segment's members.

        Raises:
            Conflict: nobody can be its member; the sentence says why.
            NotFound: it is not there.
        """
        return ListQuery(conditions=reading.usable(session, queries.get(session, segment_id)))

    @query(Permission.CUSTOMERS_READ)
    def figures(self, session: Session, segment_id: int) -> Figures:
        """How many members a segment has, and what they are worth together.

        Raises:
            Conflict: nobody can be its member; the sentence says why.
            NotFound: it is not there.
        """
        found = reading.usable(session, queries.get(session, segment_id))
        return self._figures(session, found)

    @query(Permission.CUSTOMERS_READ)
    def count(self, session: Session, criteria: Criteria, samples: int = _SAMPLES) -> Figures:
        """The same for criteria while they are made, with names of the newest members.

        Raises:
            Conflict: they ask for a tag that was removed.
            Invalid: a condition does not fit its field, or groups are nested too deep.
            NotFound: a condition names a field there is not.
        """
        if said := reading.tags_gone(session, criteria):
            raise Conflict(said)
        found = self._figures(session, criteria)
        asked = ListQuery(conditions=criteria)
        listing = customers.listing(current(session), session.info["now"])
        rows = lists.first(session, listing, asked, customers.visible(self.actor), samples)
        named = tuple(row.name or row.email or row.client_id for row in rows)
        return Figures(found.members, found.value, named)

    @query(Permission.CUSTOMERS_READ)
    def names(self, session: Session) -> Names:
        """What the values in criteria are called today."""
        return names(session)

    @query(Permission.CUSTOMERS_READ)
    def parse(self, session: Session, text: str) -> Criteria:
        """The criteria that a JSON text holds.

        Raises:
            Invalid: it is no JSON, by line and column; or says what cannot be, by key.
        """
        return parsed(text, names(session))

    @query(Permission.CUSTOMERS_READ)
    def as_json(self, session: Session, criteria: Criteria) -> str:
        """The criteria as a JSON text for people.

        Raises:
            Invalid: a condition does not fit its field.
        """
        return text_of(criteria, names(session))

    @use_case(Permission.SEGMENTS_MANAGE)
    def add(self, session: Session, draft: SegmentDraft) -> int:
        """Add a segment, and return its id.

        Raises:
            Invalid: the draft has problems, keyed by field; `existing` names the segment
                that has the name.
        """
        return keeping.add(session, draft)

    @use_case(Permission.SEGMENTS_MANAGE)
    def add_examples(self, session: Session) -> tuple[str, ...]:
        """Add those of the documents' segments whose names are free; their names."""
        return keeping.add_examples(session)

    @use_case(Permission.SEGMENTS_MANAGE)
    def edit(
        self,
        session: Session,
        segment_id: int,
        version: int,
        base: SegmentDraft | None,
        mine: SegmentDraft,
        progress: Progress | None = None,
    ) -> int:
        """Save what changed from `base`, seen at `version`, to `mine`; the new version.

        What others changed since stays; a receipt names those fields. The tags given to its
        members are given and taken at once, which may take a while.

        Raises:
            Cancelled: `progress` was; nothing was changed.
            Conflict: others changed it since `version` and there is no base.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there.
            Stale: others changed the same fields since; nothing was saved.
        """
        segment = queries.get(session, segment_id, lock=True)
        draft = _joined(session, segment, version, (base, mine))
        before = segment.criteria
        keeping.fill(session, segment, draft)
        session.flush()
        if segment.criteria != before:
            for tell in events.changed:
                tell(session, segment, progress or Progress())
        return segment.version

    @query(Permission.SEGMENTS_MANAGE)
    def copied(self, session: Session, segment_id: int) -> SegmentDraft:
        """What would add a segment with the same criteria, under a name that is free.

        Raises:
            NotFound: it is not there.
        """
        found = queries.get(session, segment_id)
        taken = set(session.scalars(sa.select(Segment.name_key)))
        number, name = 1, ""
        while not name or fold(name) in taken:
            ending = _(" (copy)") if number == 1 else _(" (copy %d)") % number
            name, number = found.name[: LONGEST_NAME - len(ending)] + ending, number + 1
        return SegmentDraft(name, found.description, reading.criteria(found))

    @use_case(Permission.SEGMENTS_MANAGE)
    def remove(self, session: Session, segment_id: int) -> SegmentDraft:
        """Take a segment away; what would add it again.

        Raises:
            Conflict: an automatic tag is given to its members.
            NotFound: it is not there.
        """
        segment = queries.get(session, segment_id, lock=True)
        using = sa.select(Tag).where(Tag.segment_id == segment_id)
        tags = session.scalars(using.order_by(Tag.name_key)).all()
        if living := [tag.name for tag in tags if tag.removed_at is None]:
            said = _(
                "The tag “%(tag)s” is given to the members of “%(segment)s”. Give that tag by "
                "hand or remove it, then remove the segment."
            )
            raise Conflict(said % {"tag": living[0], "segment": segment.name})
        for tag in tags:
            tag.segment_id = None
        session.flush()
        session.delete(segment)
        return SegmentDraft(segment.name, segment.description, reading.criteria(segment))

    def _figures(self, session: Session, criteria: Criteria) -> Figures:
        settings = current(session)
        listing = customers.listing(settings, session.info["now"])
        what = (sa.func.count(), sa.func.sum(Customer.revenue_minor))
        asked, within = ListQuery(conditions=criteria), customers.visible(self.actor)
        members, minor = lists.totals(session, listing, asked, within, *what)
        return Figures(members, Money(int(minor or 0), settings.currency))

    def _explain(self, duplicate: Duplicate) -> DeskError:
        return Invalid({"name": keeping.taken()}) if duplicate.table == "segments" else duplicate


def _joined(
    session: Session,
    segment: Segment,
    version: int,
    drafts: tuple[SegmentDraft | None, SegmentDraft],
) -> SegmentDraft:
    """What is to be saved: mine, the second, with what others changed since base, the first."""
    base, mine = drafts
    if segment.version == version:
        return mine
    if base is None:
        raise Conflict(
            _("%s changed this segment meanwhile. Look at it again before you change it.")
            % (segment.updated_by or _("Somebody else"))
        )
    now = SegmentDraft(segment.name, segment.description, reading.criteria(segment))
    telling = stale.Telling(
        _TITLES.__getitem__, current(session).time_zone, partial(stale.authors, session, segment)
    )
    sides = (_values(base), _values(now), _values(mine))
    return SegmentDraft(**stale.joined(session, segment, sides, telling))


def _values(draft: SegmentDraft) -> dict[str, object]:
    values = draft.checked()
    return values | {"criteria": normal(values["criteria"])}
