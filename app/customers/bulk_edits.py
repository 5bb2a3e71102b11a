"""Steps that edit fields of customers, and give them to another owner."""

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Scope
from app.core.batch import Batch
from app.core.errors import Invalid
from app.core.folding import sort_key
from app.core.text import N_, _
from app.customers import relations, rules, verifying
from app.customers.bulk_changes import (
    BULK_FIELDS,
    RELATIONS,
    ChangeOwner,
    Edit,
    EditFields,
    How,
    value_problem,
)
from app.customers.bulk_steps import DELETED, Step, Verdict, Why, column_of, refuse_deleted
from app.customers.model import Customer
from app.customers.queries import visible
from app.customers.verify_schemas import Ground
from app.staff.model import StaffUser

# What a field is to hold, seen from a row, or why it cannot.
Maker = Callable[[Any], Any]


class Editing(Step):
    """Edits fields: all of a customer's, or none where one of them is refused."""

    already = N_("These fields hold this already.")

    def __init__(self, session: Session, actor: Actor, change: EditFields) -> None:
        super().__init__(session, actor)
        edits = change.checked()
        self.shown = tuple(edit.field for edit in edits)
        self._edited = frozenset(self.shown)
        self.reads = tuple(dict.fromkeys(("status", "country", *self.shown)))
        self.needs = rules.following(self._edited)
        self._parent: int | None = None
        self._referred: list[int] = []
        self._makers = [(edit.field, self._maker(edit)) for edit in edits]

    def verdict(self, row: Any) -> Verdict:
        """Whether a field becomes another."""
        if refusal := refuse_deleted(row):
            return refusal
        changes = False
        for field, make in self._makers:
            value = make(row)
            if isinstance(value, Why):
                return value
            changes = changes or value != getattr(row, field)
        return changes

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Edit them."""
        made = [(field, make(customer)) for field, make in self._makers]
        for field, value in made:
            setattr(customer, field, value)
        if "referred_by_id" in self._edited:
            self._referred.append(customer.id)
        if self.needs:
            rules.derive(customer, customer.email_norm, self._edited)

    def finish(self) -> None:
        """Two people may put each other's customers above one another at once."""
        if self._parent is not None:
            relations.refuse_circle(self.session, self._parent)
        verifying.each(self.session, self._referred, Ground.REFERRED)

    def _maker(self, edit: Edit) -> Maker:
        if edit.field in RELATIONS and edit.how is How.SET:
            return self._related(edit)
        field = BULK_FIELDS[edit.field]
        if edit.how is How.CLEAR:
            blank = None if edit.field in RELATIONS else ""
            return lambda _row: blank
        if edit.how is How.SET:
            return lambda _row: edit.value
        make = _added(edit) if edit.how is How.ADD else _replaced(edit)

        def judged(row: Any) -> Any:
            value = make(row)
            if value == getattr(row, edit.field):
                return value
            problem = value_problem(field, value, row.country)
            return Why(_grouped(field.title, value, field.limit), problem) if problem else value

        return judged

    def _related(self, edit: Edit) -> Maker:
        """Another customer: one that is there, and for a parent, none that stands below."""
        other, field = int(edit.value), edit.field
        found = self.session.execute(
            sa.select(Customer.deleted_at, column_of("called")).where(
                Customer.id == other, *visible(self.actor)
            )
        ).first()
        if found is None:
            raise Invalid({field: _("That customer no longer exists, or is not yours to see.")})
        if found.deleted_at is not None:
            raise Invalid({field: _(DELETED)})
        above: frozenset[int] = frozenset()
        if field == "parent_id":
            self._parent = other
            above = frozenset(relations.above(self.session, other))
        own = Why(_("A customer cannot be its own parent or referrer."))
        below = Why(_("%s already stands below this customer.") % found.called)

        def judged(row: Any) -> Any:
            if getattr(row, field) == other:
                return other
            if row.id == other:
                return own
            return below if row.id in above else other

        return judged


class Owning(Step):
    """Gives customers to an owner, or to none; the team follows."""

    reads = ("status", "owner_id")
    needs = ("team_id", "owner_key")
    shown = ("owner_id",)
    already = N_("It has this owner already.")

    def __init__(self, session: Session, actor: Actor, change: ChangeOwner) -> None:
        super().__init__(session, actor)
        self._owner: Any = None
        if change.owner_id is not None:
            self._owner = session.execute(
                sa.select(StaffUser.id, StaffUser.name, StaffUser.team_id).where(
                    StaffUser.id == change.owner_id, StaffUser.active
                )
            ).first()
            if self._owner is None:
                raise Invalid({"owner_id": _("Choose somebody who works here.")})
        self._id = self._owner.id if self._owner else None

    def verdict(self, row: Any) -> Verdict:
        """Whether somebody else has it."""
        return refuse_deleted(row) or row.owner_id != self._id

    def apply(self, customer: Any, batch: Batch) -> None:  # noqa: ARG002 - nothing belongs to it
        """Give it."""
        customer.owner_id = self._id
        customer.team_id = self._owner.team_id if self._owner else None
        customer.owner_key = sort_key(self._owner.name) if self._owner else None

    def notes(self) -> list[str]:
        """Who gives customers away may not see them afterwards."""
        actor, team_id = self.actor, self._owner.team_id if self._owner else None
        mine = self._id == actor.id or (
            actor.scope is Scope.TEAM and team_id is not None and team_id == actor.team_id
        )
        if actor.scope is Scope.ALL or mine:
            return []
        return [_("They leave your list: afterwards they are no longer yours to see.")]


def _added(edit: Edit) -> Maker:
    return lambda row: "\n".join(filter(None, (getattr(row, edit.field), edit.value)))


def _replaced(edit: Edit) -> Maker:
    pattern = re.compile(re.escape(edit.find), 0 if edit.match_case else re.IGNORECASE)

    def make(row: Any) -> str:
        old: str = getattr(row, edit.field)
        new, count = pattern.subn(lambda _found: edit.value, old)
        return new.strip() if count else old

    return make


def _grouped(title: str, value: str, limit: int) -> str:
    """The same problem in words that fit every customer who has it."""
    if len(value) > limit:
        said = _("%(field)s would have more than %(limit)d characters.")
    else:
        said = _("%(field)s would not be right any more.")
    return said % {"field": _(title), "limit": limit}
