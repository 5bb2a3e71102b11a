"""Moves licenses to another plan of their product, and says what that would change."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core.access import Actor
from app.core.batch import among
from app.core.errors import Conflict, DeskError
from app.core.folding import sort_key
from app.core.text import N_, _
from app.licensing import activating, keys, states
from app.licensing.issuing import plan_of
from app.licensing.model import Activation, License
from app.licensing.outcomes import PlanMove, PlanMoves
from app.licensing.queries import get
from app.licensing.rules import is_over, policy_of
from app.licensing.schemas import Policy
from app.licensing.settling import Settling, cycle_for

_SHOWN = {
    "activation_limit": N_("Activation limit"),
    "overage": N_("Above the limit"),
    "on_expiry": N_("When it expires"),
    "grace_days": N_("Days of grace"),
    "stale_days": N_("Days until a device is stale"),
    "self_deactivations": N_("Deactivations by the customer each year"),
    "offline_allowed": N_("Offline use"),
}


def change(settling: Settling, found: License, plan_id: int) -> None:
    """Sell a license on another plan's terms of today.

    Raises:
        Conflict: it is revoked or cancelled, or on these terms already.
        Invalid: the plan is of another product, or not offered.
    """
    states.refuse_over(found)
    session = settling.session
    plan = plan_of(session, session.get_one(Product, found.product_id), plan_id)
    if (found.plan_id, found.terms_id) == (plan.id, plan.terms_id):
        said = _("%(key)s is on the plan %(plan)s already, as it is sold today.")
        raise Conflict(said % {"key": states.called(found), "plan": plan.name})
    terms = settling.terms(plan.terms_id)
    settling.add(found, -1)
    found.plan_id, found.terms_id, found.plan_key = plan.id, plan.terms_id, sort_key(plan.name)
    settling.add(found)
    if found.cycle is None or terms is None or terms.price(found.cycle) is None:
        found.cycle = cycle_for(terms, None) or found.cycle


def preview(session: Session, actor: Actor, ids: Sequence[int], plan_id: int) -> PlanMoves:
    """What another plan would change in each license."""
    settling, rows, refused = Settling(session), [], []
    for one in dict.fromkeys(ids):
        try:
            rows.append(_preview(settling, get(session, actor, one), plan_id))
        except DeskError as refusal:
            refused.append((one, str(refusal)))
    return PlanMoves(tuple(rows), tuple(refused))


def restale(settling: Settling, moved: Iterable[License]) -> None:
    """Say anew from when the devices of licenses are stale: their terms are others."""
    policies = {one.id: settling.policy(one) for one in moved}
    theirs = among(settling.session, Activation.license_id, list(policies))
    for row in settling.session.scalars(sa.select(Activation).where(theirs)):
        activating.derive_own(row, policies[row.license_id])


def _preview(settling: Settling, found: License, plan_id: int) -> PlanMove:
    session = settling.session
    names = sa.select(Plan.name)
    old = session.scalar(names.where(Plan.id == found.plan_id)) if found.plan_id else ""
    before = settling.policy(found)
    with session.no_autoflush:
        change(settling, found, plan_id)
        after = policy_of(settling.terms(found.terms_id), found.overrides)
        new = session.scalar(names.where(Plan.id == plan_id)) or ""
        over = is_over(found.activations, after.activation_limit)
        key = (found.id, keys.mask(found.key_tail))
        session.expire(found)
    return PlanMove(*key, old or "", new, _differences(before, after), over)


def _differences(before: Policy, after: Policy) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (_(words), _say(getattr(before, name)), _say(getattr(after, name)))
        for name, words in _SHOWN.items()
        if getattr(before, name) != getattr(after, name)
    )


def _say(value: Any) -> str:
    if value is None:
        return _("Unlimited")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
