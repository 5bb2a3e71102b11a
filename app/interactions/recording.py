"""Writes interactions down, changes them and takes them away."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Conflict, Invalid, PermissionDenied
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.stale import refuse_deleted
from app.interactions import promising
from app.interactions.activity import raise_activity
from app.interactions.deriving import derive
from app.interactions.drafts import InteractionDraft
from app.interactions.joining import joined
from app.interactions.model import FollowUp, Interaction
from app.interactions.queries import get, may_edit

# Clocks of two computers differ that much, and nobody is to blame.
TOLERANCE = timedelta(minutes=5)
EDITABLE = (
    "type", "subject", "body", "occurred_at", "direction", "sentiment", "minutes",
    "satisfaction", "details",
)  # fmt: skip


def log(session: Session, actor: Actor, draft: InteractionDraft) -> Interaction:
    """Write down a contact that was, and what was promised.

    Raises:
        Conflict: the customer is deleted.
        Invalid: the draft has problems, keyed by field.
        NotFound: the customer is not there, or not for this actor to see.
    """
    now = session.info["now"]
    draft = replace(draft, occurred_at=draft.occurred_at or now)
    values = _checked(draft, now)
    customer = customers.get(session, actor, values["customer_id"], lock=True)
    refuse_deleted(session, customer)
    found = Interaction(
        customer_id=customer.id,
        staff_id=actor.id,
        automatic=False,
        source="",
        **{name: values[name] for name in EDITABLE},
    )
    derive(session, found, customer)
    session.add(found)
    session.flush()
    promise(session, actor, customer, found, draft)
    raise_activity(session, customer.id, found.occurred_at)
    return found


def promise(
    session: Session,
    actor: Actor,
    customer: Customer,
    found: Interaction,
    draft: InteractionDraft,
) -> None:
    """Add the follow-ups of an interaction's draft.

    Raises:
        Invalid: who is to do one left, or does not see the customer.
    """
    for place, part in enumerate(draft.parts()):
        try:
            promising.add(session, actor, customer, replace(part, interaction_id=found.id))
        except Invalid as refused:
            told = {f"follow_ups.{place}.{name}": said for name, said in refused.fields.items()}
            raise Invalid(told) from refused


def edit(
    session: Session,
    actor: Actor,
    interaction_id: int,
    version: int,
    base: InteractionDraft | None,
    mine: InteractionDraft,
) -> int:
    """Save what changed from base to mine; the new version.

    Raises:
        Conflict: others changed it since `version` and there is no base.
        Invalid: the changes have problems, keyed by field.
        NotFound: it is not there, or not for this actor to see.
        PermissionDenied: somebody else wrote it down, and the role may not correct it.
        Stale: others changed the same fields since; nothing was saved.
    """
    found = get(session, actor, interaction_id, lock=True)
    _refuse_foreign(actor, found)
    stored = facts_of(found)
    mine = replace(mine, occurred_at=mine.occurred_at or found.occurred_at)
    values = joined(session, found, version, stored, (base, mine), EDITABLE)
    _checked(replace(mine, **values, customer_id=found.customer_id), session.info["now"])
    if mine.customer_id not in {None, found.customer_id}:
        said = _("An interaction stays with its customer. Remove it, and log it for the other.")
        raise Invalid({"customer_id": said})
    if mine.follow_ups:
        raise Invalid({"follow_ups": _("Add follow-ups to an interaction one by one.")})
    with session.no_autoflush:  # One edit is one version.
        for name, value in values.items():
            if getattr(found, name) != value:
                setattr(found, name, value)
        derive(session, found, session.get_one(Customer, found.customer_id))
    session.flush()
    raise_activity(session, found.customer_id, found.occurred_at)
    return found.version


def remove(session: Session, actor: Actor, interaction_id: int) -> None:
    """Take an interaction away; follow-ups and files stay with the customer.

    Raises:
        Conflict: it was written by the program, and the order or message is still there.
        NotFound: it is not there, or not for this actor to see.
        PermissionDenied: somebody else wrote it down, and the role may not correct it.
    """
    found = get(session, actor, interaction_id, lock=True)
    _refuse_foreign(actor, found)
    if found.automatic:
        said = _("This entry is automatic and says what happened, so it stays. You can edit it.")
        raise Conflict(said)
    # Let go here, where the trail sees it, or undoing would not bring them together again.
    mine = sa.select(FollowUp).where(FollowUp.interaction_id == found.id).order_by(FollowUp.id)
    for one in session.scalars(mine.with_for_update()):
        one.interaction_id = None
    session.flush()
    session.delete(found)
    session.flush()


def facts_of(found: Interaction) -> InteractionDraft:
    """An interaction's editable fields as they are stored."""
    values: dict[str, Any] = {name: getattr(found, name) for name in EDITABLE}
    return InteractionDraft(customer_id=found.customer_id, **values)


def _checked(draft: InteractionDraft, now: datetime) -> dict[str, Any]:
    problems = draft.problems()
    if draft.occurred_at is not None and draft.occurred_at > now + TOLERANCE:
        problems.setdefault(
            "occurred_at",
            _("That moment has yet to come. Enter when it was, or add a follow-up for later."),
        )
    if problems:
        raise Invalid(problems)
    return draft.values()


def _refuse_foreign(actor: Actor, found: Interaction) -> None:
    if may_edit(actor, found):
        return
    if not found.automatic and found.staff_id == actor.id:
        actor.require(Permission.INTERACTIONS_LOG)
    raise PermissionDenied(
        _("%s wrote this down. Ask them, or somebody who may correct what others logged.")
        % (found.created_by or _("Somebody else"))
    )
