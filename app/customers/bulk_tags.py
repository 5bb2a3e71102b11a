"""The step that puts tags on customers and takes tags off."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.batch import Batch
from app.core.errors import Invalid
from app.core.text import N_
from app.customers.bulk_changes import TagCustomers
from app.customers.bulk_steps import Step, Verdict, Why, refuse_deleted
from app.tags.book import book
from app.tags.schemas import MOST_TAGS, packed, too_many, unpacked


class Tagging(Step):
    """Puts tags on and takes tags off; what else a customer carries stays."""

    reads = ("status", "tags")
    shown = ("tags",)
    already = N_("These tags are so already.")

    def __init__(self, session: Session, actor: Actor, change: TagCustomers) -> None:
        super().__init__(session, actor)
        change.checked()
        known = book(session)
        problems = {
            side: problem
            for side, ids in (("add", change.add), ("remove", change.remove))
            for tag_id in ids
            if (problem := known.by_hand(tag_id))
        }
        if problems:
            raise Invalid(problems)
        self._add, self._remove = frozenset(change.add), frozenset(change.remove)

    def verdict(self, row: Any) -> Verdict:
        """Whether its tags become others."""
        if refusal := refuse_deleted(row):
            return refusal
        old = frozenset(unpacked(row.tags))
        new = self._tagged(old)
        if len(new) > MOST_TAGS and len(new) > len(old):
            return Why(too_many())
        return new != old

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Tag it."""
        customer.tags = packed(self._tagged(frozenset(unpacked(customer.tags))))

    def _tagged(self, old: frozenset[int]) -> frozenset[int]:
        return (old | self._add) - self._remove


class TakingOver(Step):
    """Gives every customer who carries one tag another instead, whatever state it is in."""

    reads = ("tags",)
    shown = ("tags",)
    already = N_("It does not carry this tag.")

    def __init__(self, session: Session, actor: Actor, tag_id: int, into: int) -> None:
        super().__init__(session, actor)
        self._tag, self._into = tag_id, into

    def verdict(self, row: Any) -> Verdict:
        """Whether it carries the one that goes."""
        return self._tag in unpacked(row.tags)

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Put the other in its place."""
        customer.tags = packed({*unpacked(customer.tags), self._into} - {self._tag})
