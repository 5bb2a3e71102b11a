"""Works out who gets an automatic tag and who loses it, and gives and takes it."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import SYSTEM
from app.core.audit import record
from app.core.batch import Batch, among, changed
from app.core.conditions import flat
from app.core.errors import DeskError, Invalid
from app.core.progress import Progress
from app.core.search import hidden
from app.core.text import _
from app.customers import bulk_run
from app.customers.bulk_steps import Step, Verdict, Why, light
from app.customers.model import Customer
from app.segments import queries
from app.segments.model import Segment
from app.tags.book import TagBook, book
from app.tags.model import CustomerTag, Tag
from app.tags.schemas import MOST_TAGS, packed, too_many, unpacked

# More customers than these are looked at all together.
FEW = 1000


@dataclass(frozen=True, slots=True)
class Diff:
    """Who gets a tag, and who loses it."""

    tag_id: int
    gains: AbstractSet[int]
    loses: AbstractSet[int]


def diff(session: Session, tag: Tag, segment_id: int, ids: AbstractSet[int] | None = None) -> Diff:
    """What becomes of a tag that the members of a segment carry, among `ids` or everybody.

    Raises:
        Invalid: the segment asks for what cannot be, or for tags given by themselves.
        NotFound: the segment is gone, or asks for a field there is not.
    """
    criteria = queries.criteria_of(queries.get(session, segment_id).criteria)
    known = book(session)
    for one in flat(criteria):
        if one.key == "tags":
            wanted = one.value if isinstance(one.value, tuple) else (one.value,)
            _refuse(known, [key for key in wanted if isinstance(key, int)], tag.id)
    members, carriers = queries.members(session, criteria), carriers_of(tag.id)
    if ids is not None:
        listed = sorted(ids)
        # These rows and no others: whatever else is asked must not send anybody through all.
        asked = [among(session, Customer.id, listed), hidden(queries.where(session, criteria))]
        members = sa.select(Customer.id).where(*asked)
        carriers = carriers.where(among(session, CustomerTag.customer_id, listed))
    should, have = frozenset(session.scalars(members)), frozenset(session.scalars(carriers))
    return Diff(tag.id, should - have, have - should)


def carriers_of(tag_id: int) -> sa.Select[int]:
    """The ids of those who carry a tag, in whatever state they are."""
    return sa.select(CustomerTag.customer_id).where(CustomerTag.tag_id == tag_id)


def follow(
    session: Session,
    tags: Iterable[Tag],
    ids: AbstractSet[int] | None,
    progress: Progress | None = None,
) -> None:
    """Give and take these tags among `ids`, or everybody; the unit goes on if one cannot be.

    A segment that asks for what is no longer there leaves its tags as they are.

    Raises:
        Cancelled: `progress` was.
    """
    progress, diffs = progress or Progress(), []
    for tag in tags:
        progress.check()
        try:
            diffs.append(diff(session, tag, tag.segment_id or 0, ids))
        except DeskError:
            continue
    give(session, diffs, progress)


def give(session: Session, diffs: Sequence[Diff], progress: Progress | None = None) -> None:
    """Give and take tags as part of the unit; its time is when the customers changed.

    Raises:
        Cancelled: `progress` was.
    """
    progress = progress or Progress()
    progress.check()
    touched = sorted({key for one in diffs for key in (*one.gains, *one.loses)})
    if len(touched) <= FEW:
        _few(session, diffs, touched)
    else:
        carry_out(session, diffs, progress)


def carry_out(session: Session, diffs: Sequence[Diff], progress: Progress) -> int:
    """Give and take tags among any number of customers; how many changed.

    Raises:
        Cancelled: `progress` was.
    """
    ids = array("q", sorted({key for one in diffs for key in (*one.gains, *one.loses)}))
    step = Giving(session, diffs)
    return bulk_run.carry_out(session, SYSTEM, ids, step, progress).outcome().changed


class Giving(Step):
    """Gives and takes automatic tags as was worked out."""

    reads = ("tags",)
    shown = ("tags",)

    def __init__(self, session: Session, diffs: Sequence[Diff]) -> None:
        super().__init__(session, SYSTEM)
        self._diffs = diffs

    def verdict(self, row: Any) -> Verdict:
        """Whether its tags become others."""
        old, new = frozenset(unpacked(row.tags)), tagged(row.id, row.tags, self._diffs)
        if len(new) > MOST_TAGS and len(new) > len(old):
            return Why(too_many())
        return new != old

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Tag it."""
        customer.tags = packed(tagged(customer.id, customer.tags, self._diffs))


def tagged(customer_id: int, tags: str | None, diffs: Iterable[Diff]) -> frozenset[int]:
    """What a customer carries once these tags were given and taken."""
    found = set(unpacked(tags))
    for one in diffs:
        if customer_id in one.gains:
            found.add(one.tag_id)
        elif customer_id in one.loses:
            found.discard(one.tag_id)
    return frozenset(found)


def _few(session: Session, diffs: Sequence[Diff], ids: Sequence[int]) -> None:
    """A few customers, whose changes join what the unit did to them."""
    if not ids:
        return
    step, batch, columns = Giving(session, diffs), Batch(session), ("version", "tags")
    asked = sa.select(Customer.id, Customer.version, Customer.tags)
    locked = asked.where(among(session, Customer.id, ids)).order_by(Customer.id)
    for row in session.execute(locked.with_for_update(key_share=True)):
        if step.verdict(row) is True:
            customer = light(row)
            step.apply(customer, batch)
            batch.change(Customer, row, changed(row, customer, columns))
    for change in batch.write():
        record(session, change)


def _refuse(known: TagBook, wanted: Sequence[int], own: int) -> None:
    for key in wanted:
        problem = known.gone(key)
        if not problem and (known.tags[key].automatic or key == own):
            problem = _(
                "The segment asks for the tag “%s”, which is given by itself. Choose another."
            ) % known.name(key)
        if problem:
            raise Invalid({"segment_id": problem})


def named(session: Session) -> Mapping[int, str]:
    """Segments by id, for choosing one."""
    asked = sa.select(Segment.id, Segment.name).order_by(Segment.name_key)
    return {row.id: row.name for row in session.execute(asked)}
