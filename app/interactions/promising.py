"""Writes follow-ups: what was promised to a customer, and what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clock import time_zone
from app.core.errors import Conflict, Invalid
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.interactions.deriving import derive_follow_up
from app.interactions.drafts import FollowUpDraft, ResultDraft
from app.interactions.follow_up_queries import get
from app.interactions.joining import joined
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import FollowUpState
from app.organization.service import current
from app.staff.model import Role, StaffUser
from app.staff.queries import actor_for

EDITABLE = ("title", "note", "due_on", "remind_at", "assignee_id")
# When people who ask to be reminded on a day begin to work.
_MORNING = time(9)
_CLOSED = (FollowUpState.DONE, FollowUpState.DROPPED)


def reminder_on(day: date, zone: str) -> datetime:
    """The moment of a day to be reminded at, where nobody chose another."""
    return datetime.combine(day, _MORNING, time_zone(zone))


def add(session: Session, actor: Actor, customer: Customer, draft: FollowUpDraft) -> FollowUp:
    """Promise something to a customer, who is locked.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field.
    """
    if draft.assignee_id is None:
        draft = replace(draft, assignee_id=actor.id)
    values = draft.checked()
    refuse_deleted(session, customer)
    _check_assignee(session, draft.assignee_id, customer.id)
    _check_interaction(session, draft.interaction_id, customer.id)
    found = FollowUp(**values, state=FollowUpState.OPEN, done_by="", result="")
    derive_follow_up(session, found, customer)
    session.add(found)
    session.flush()
    return found


def edit(
    session: Session,
    actor: Actor,
    follow_up_id: int,
    version: int,
    base: FollowUpDraft | None,
    mine: FollowUpDraft,
) -> int:
    """Save what changed from base to mine; the new version.

    Raises:
        Conflict: others changed it since `version` and there is no base, or it is closed.
        Invalid: the changes have problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
        Stale: others changed the same fields since; nothing was saved.
    """
    found = get(session, actor, follow_up_id, lock=True)
    _refuse_closed(found)
    values = joined(session, found, version, facts_of(found), (base, mine), EDITABLE)
    if mine.customer_id not in {None, found.customer_id}:
        said = _("A follow-up stays with its customer. Drop it, and add one for the other.")
        raise Invalid({"customer_id": said})
    replace(mine, **values, customer_id=found.customer_id).checked()
    if values["assignee_id"] != found.assignee_id:
        _check_assignee(session, values["assignee_id"], found.customer_id)
    if values["remind_at"] != found.remind_at:
        found.reminded_at = None
    for name, value in values.items():
        if getattr(found, name) != value:
            setattr(found, name, value)
    _settle(session, found)
    return found.version


def close(
    session: Session, actor: Actor, follow_up_id: int, state: FollowUpState, words: str
) -> None:
    """Say that a promise was kept, and with what result; or that it was dropped, and why.

    Raises:
        Conflict: it is closed already.
        NotFound: it is not there, or not for this actor to see.
    """
    found = get(session, actor, follow_up_id, lock=True)
    _refuse_closed(found)
    found.state, found.result = state, words
    found.done_at, found.done_by = session.info["now"], actor.name
    _settle(session, found)


def reopen(session: Session, actor: Actor, follow_up_id: int) -> None:
    """Let a closed promise be open again; what was said of it goes.

    Raises:
        Conflict: it is open.
        NotFound: it is not there, or not for this actor to see.
    """
    found = get(session, actor, follow_up_id, lock=True)
    if found.state is FollowUpState.OPEN:
        raise Conflict(_("This follow-up is open, so there is nothing to reopen."))
    found.state, found.result = FollowUpState.OPEN, ""
    found.done_at, found.done_by = None, ""
    _settle(session, found)


def move(session: Session, actor: Actor, follow_up_id: int, day: date) -> None:
    """Put a promise off, or bring it forward; its reminder moves along.

    Raises:
        Conflict: it is closed.
        NotFound: it is not there, or not for this actor to see.
    """
    found = get(session, actor, follow_up_id, lock=True)
    _refuse_closed(found)
    if found.remind_at is not None:
        zone = time_zone(current(session).time_zone)
        local = found.remind_at.astimezone(zone).replace(tzinfo=None)
        moved = local + timedelta(days=(day - found.due_on).days)
        found.remind_at, found.reminded_at = moved.replace(tzinfo=zone), None
    found.due_on = day
    _settle(session, found)


def remove(session: Session, actor: Actor, follow_up_id: int) -> None:
    """Take a follow-up away, as if it had never been.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    found = get(session, actor, follow_up_id, lock=True)
    session.delete(found)
    session.flush()


def facts_of(found: FollowUp) -> FollowUpDraft:
    """A follow-up's editable fields as they are stored."""
    values = {name: getattr(found, name) for name in EDITABLE}
    return FollowUpDraft(found.customer_id, found.interaction_id, **values)


def words_of(text: str, *, needed: bool = False) -> str:
    """A result or reason as it will be kept.

    Raises:
        Invalid: it is too long, or blank where it is `needed`.
    """
    found: str = ResultDraft(text).checked()["result"]
    if needed and not found:
        raise Invalid({"result": _("Say why it is dropped; it stays with the follow-up.")})
    return found


def check_day(day: date) -> None:
    """Check that people mean a day.

    Raises:
        Invalid: they do not; under "due_on".
    """
    if said := FollowUpDraft(due_on=day).problems().get("due_on"):
        raise Invalid({"due_on": said})


def assignees(session: Session, customer_id: int) -> Sequence[StaffUser]:
    """Who works here and may see a customer, by name."""
    staff = sa.select(StaffUser, Role).join(Role, Role.id == StaffUser.role_id)
    found = session.execute(staff.where(StaffUser.active).order_by(StaffUser.name, StaffUser.id))
    return [one for one, role in found if _sees(session, one, role, customer_id)]


def _check_assignee(session: Session, staff_id: int | None, customer_id: int) -> None:
    if staff_id is None:
        return
    staff = session.get(StaffUser, staff_id)
    if staff is None:
        raise Invalid({"assignee_id": _("Nobody with this number works here. Choose somebody.")})
    if not staff.active:
        said = _("%s does not work here any more. Choose somebody else.")
        raise Invalid({"assignee_id": said % staff.name})
    if not _sees(session, staff, session.get_one(Role, staff.role_id), customer_id):
        said = _("%s may not see this customer. Choose somebody who may.")
        raise Invalid({"assignee_id": said % staff.name})


def _sees(session: Session, staff: StaffUser, role: Role, customer_id: int) -> bool:
    actor = actor_for(staff, role)
    within = customers.visible(actor)
    if not actor.can(Permission.CUSTOMERS_READ):
        return False
    mine = sa.select(Customer.id).where(Customer.id == customer_id, *within)
    return not within or session.scalar(mine) is not None


def _check_interaction(session: Session, interaction_id: int | None, customer_id: int) -> None:
    if interaction_id is None:
        return
    whose = sa.select(Interaction.customer_id).where(Interaction.id == interaction_id)
    if session.scalar(whose) != customer_id:
        said = _("That interaction is not there, or is another customer's.")
        raise Invalid({"interaction_id": said})


def _refuse_closed(found: FollowUp) -> None:
    if found.state not in _CLOSED:
        return
    said = {
        FollowUpState.DONE: _("%s did this already. Reopen it before you change it."),
        FollowUpState.DROPPED: _("%s dropped this already. Reopen it before you change it."),
    }
    raise Conflict(said[found.state] % (found.done_by or _("Somebody else")))


def _settle(session: Session, found: FollowUp) -> None:
    with session.no_autoflush:  # One edit is one version.
        derive_follow_up(session, found, session.get_one(Customer, found.customer_id))
    session.flush()
