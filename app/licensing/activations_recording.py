"""Writes down devices that use, or used, licenses: by hand, or from another program's list."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import start_of_day
from app.core.errors import Invalid
from app.core.text import _
from app.licensing import activating
from app.licensing.activating import Refused
from app.licensing.activations_drafts import RecordDraft
from app.licensing.activations_facts import policy
from app.licensing.checks import LIMIT, refusal
from app.licensing.model import Activation, License
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
        written.append(record(session, found, draft, every=every))
        touched.add(found.id)
    activating.count(session, touched)
    return written


def record(session: Session, found: License, draft: RecordDraft, *, every: bool = False) -> int:
    """Write down one device on a locked license, and give its id; whoever calls counts.

    Raises:
        Invalid, Refused: as `record_many`.
    """
    moments = refuse(session, found, draft, every=every)
    values, holds = draft.stored(), policy(session, found)
    if draft.state is S.ACTIVE:
        activating.begin(session, found, holds, moments["activated_at"])
    else:
        values["ended_by"] = session.info["actor"].name
    return activating.add(session, found, holds, values | moments).id


def refuse(
    session: Session, found: License, draft: RecordDraft, *, every: bool = False
) -> dict[str, Any]:
    """Refuse a device that cannot be written down; of another the moments it would have.

    Raises:
        Invalid, Refused: as `record_many`.
    """
    draft.checked()
    moments, ahead = draft.moments(session.info["now"])
    if ahead := ahead or _too_early(session, found, moments["activated_at"]):
        raise Invalid(ahead)
    if draft.state is S.ACTIVE:
        _judge(session, found, draft, every=every)
    return moments


def renew(session: Session, found: License, row: Activation, told: Mapping[str, Any]) -> None:
    """Write what is new of a known device, by its columns."""
    for name, value in told.items():
        setattr(row, name, value)
    activating.settle(row, policy(session, found))


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
