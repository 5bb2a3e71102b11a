"""Writes down devices that use, or used, licenses: by hand, or from another program's list."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.clock import start_of_day
from app.core.errors import Invalid
from app.core.text import _
from app.licensing import activating
from app.licensing.activating import Refused
from app.licensing.activations_drafts import RecordDraft
from app.licensing.activations_facts import policy
from app.licensing.checks import LIMIT, refusal
from app.licensing.model import License
from app.licensing.schemas import ActivationState, LicenseState
from app.organization.service import current

S = ActivationState
# What keeps a device out that is known to be in use; the rest is about devices to come.
_ALWAYS = frozenset({"blocked", LIMIT})


def record_many(
    session: Session, rows: Iterable[tuple[License, RecordDraft]], *, every: bool = False
) -> list[int]:
    """Write down devices on locked licenses; the new activations' ids in the same order.

    Active ones are held against the limit, and against licenses nobody has or that are no
    more; with `every` against all checks. Nothing is kept if one is refused.

    Raises:
        Invalid: a draft has problems, keyed by field.
        Refused: a check failed, or a device is written down as active already.
    """
    written, touched = [], set()
    for found, draft in rows:
        values = draft.stored()
        moments, ahead = draft.moments(session.info["now"])
        if ahead := ahead or _too_early(session, found, moments["activated_at"]):
            raise Invalid(ahead)
        if draft.state is S.ACTIVE:
            _judge(session, found, draft, every=every)
        else:
            values["ended_by"] = session.info["actor"].name
        holds = policy(session, found)
        if draft.state is S.ACTIVE:
            activating.begin(session, found, holds, moments["activated_at"])
        row = activating.add(session, found, holds, values | moments)
        written.append(row.id)
        touched.add(found.id)
    activating.count(session, touched)
    return written


def _judge(session: Session, found: License, draft: RecordDraft, *, every: bool) -> None:
    facts, verdict = activating.ask(session, found, draft)
    if facts.device is not None and facts.device.seat is not None:
        said = _("Activation failed. %s is active on this license already.")
        raise Refused(verdict, said % facts.device.name)
    for check in verdict.failed:
        if every or check.name in _ALWAYS or (check.name == "state" and _over(found)):
            raise Refused(verdict, refusal(check))


def _too_early(session: Session, found: License, activated_at: datetime) -> dict[str, str]:
    day, zone = found.starts_on, current(session).time_zone
    if day is None or activated_at >= start_of_day(day, zone):
        return {}
    said = _("The license begins on %s. Choose a moment from then on, or edit its dates.")
    return {"activated_at": said % day.isoformat()}


def _over(found: License) -> bool:
    return found.state is not LicenseState.SUSPENDED
