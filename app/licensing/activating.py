"""Admits devices to a license, keeps them verified, and ends them. Its license row is locked.

Whatever admits a device is judged by `checks` first, and by nothing else.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.core.clock import time_zone
from app.core.errors import Conflict
from app.core.folding import search_text, sort_key
from app.core.text import _
from app.licensing import checks, counters
from app.licensing.activations_drafts import DeviceDraft, fingerprint
from app.licensing.activations_facts import Device, Gatherer, as_it_is
from app.licensing.checks_facts import Facts, Verdict
from app.licensing.model import Activation, License
from app.licensing.rules import derive
from app.licensing.schemas import ActivationState, Policy
from app.licensing.settling import later
from app.organization.service import current

S = ActivationState
# What a device says of itself anew when it is verified.
_TOLD = ("label", "hostname", "platform", "domain", "ip")
_AT_ONCE = 500


class Refused(Conflict):
    """The device is not admitted; `verdict` has every check and its remedies."""

    def __init__(self, verdict: Verdict, message: str = "") -> None:
        super().__init__(message or verdict.message)
        self.verdict = verdict


def gatherer(session: Session) -> Gatherer:
    """What reads the facts as they are now."""
    return Gatherer(session, current(session).time_zone)


def ask(session: Session, found: License, draft: DeviceDraft) -> tuple[Facts, Verdict]:
    """What holds for a locked license and this device, and what follows."""
    values = draft.checked()
    print_ = fingerprint(values["kind"], values["identifier"])
    device = Device(print_, values["label"] or values["identifier"], values["clock"])
    facts = gatherer(session).facts(as_it_is(found), device, offline=values["offline"])
    return facts, checks.judge(facts)


def admit(session: Session, found: License, draft: DeviceDraft) -> tuple[int, bool]:
    """Activate a locked license on a device; its activation's id, and whether it is new.

    One that is active already is verified.

    Raises:
        Invalid: the draft has problems, keyed by field.
        Refused: a check failed.
    """
    values = draft.stored()
    facts, verdict = ask(session, found, draft)
    if facts.license is None or not verdict.allowed:
        raise Refused(verdict)
    policy = facts.license.policy
    if facts.device is not None and facts.device.seat is not None:
        return touch(session, facts.device.seat.id, policy, values), False
    begin(session, found, policy)
    now = session.info["now"]
    moments = {"activated_at": now, "last_verified_at": now, "state": S.ACTIVE}
    added = add(session, found, policy, values | moments)
    count(session, [found.id])
    return added.id, True


def touch(
    session: Session, activation_id: int, policy: Policy, values: Mapping[str, Any] | None = None
) -> int:
    """Note that an active device was verified now, and what it says of itself; its id."""
    row = session.get_one(Activation, activation_id, populate_existing=True)
    for name in _TOLD:
        if values and values[name]:
            setattr(row, name, values[name])
    if values and values["offline"]:
        row.offline = True
    row.last_verified_at = max(row.last_verified_at, session.info["now"])
    settle(row, policy)
    session.flush()
    return row.id


def add(session: Session, found: License, policy: Policy, values: Mapping[str, Any]) -> Activation:
    """Add a row with these columns; whoever calls counts."""
    row = Activation(license_id=found.id, **values)
    row.key_tail, row.customer_id = found.key_tail, found.customer_id
    row.product_id, row.product_key = found.product_id, found.product_key
    row.customer_key, row.own_text = found.customer_key, ""
    row.search_text = found.search_text.removeprefix(found.own_text)
    settle(row, policy)
    session.add(row)
    session.flush()
    return row


def settle(row: Activation, policy: Policy) -> None:
    """Rewrite what follows from an activation's own facts; its customer's it has already."""
    of_customer = row.search_text.removeprefix(row.own_text)
    derive_own(row, policy)
    row.search_text = row.own_text + of_customer


def derive_own(row: Activation, policy: Policy) -> None:
    """Rewrite what follows from an activation's own facts."""
    live = row.state is S.ACTIVE
    row.stale_at = row.last_verified_at + timedelta(days=policy.stale_days) if live else None
    row.device_key = sort_key(row.label or row.identifier) or ""
    parts = (row.label, row.identifier, row.hostname, row.domain, row.ip, row.key_tail)
    row.own_text = search_text(dict.fromkeys(parts))


def end(session: Session, row: Activation, state: ActivationState, why: str) -> None:
    """Bring an activation into a state in which it holds no seat; whoever calls counts.

    Raises:
        Conflict: it holds none, and is in that state, or is barred.
    """
    barring = state is S.BLOCKED
    if row.state is not S.ACTIVE and not (barring and row.state is S.DEACTIVATED):
        said = _("%s is blocked already.") if row.state is S.BLOCKED else _("%s is not active.")
        raise Conflict(said % called(row))
    _close(session, row, state, why)


def unbar(session: Session, row: Activation, why: str) -> None:
    """Let a blocked device come back, by a new activation.

    Raises:
        Conflict: it is not blocked.
    """
    if row.state is not S.BLOCKED:
        raise Conflict(_("%s is not blocked.") % called(row))
    _close(session, row, S.DEACTIVATED, why)


def called(row: Activation) -> str:
    """What to call a device in a sentence."""
    return row.label or row.identifier


def count(session: Session, license_ids: Iterable[int]) -> None:
    """Set what licenses show of their devices to what counting gives; no edit of theirs."""
    session.flush()
    ids = sorted(set(license_ids))
    known = {one.id: one for one in session.identity_map.values() if isinstance(one, License)}
    for start in range(0, len(ids), _AT_ONCE):
        for row in session.execute(_COUNT, {"ids": ids[start : start + _AT_ONCE]}):
            if (found := known.get(row.id)) is not None:
                set_committed_value(found, "activations", row.activations)
                set_committed_value(found, "over_limit", row.over_limit)


def begin(session: Session, found: License, policy: Policy, since: datetime | None = None) -> None:
    """Let a license's time run that was waiting for its first device: from now, or `since`."""
    if found.months_to_run is None:
        return
    zone, now = current(session).time_zone, session.info["now"]
    day = (since or now).astimezone(time_zone(zone)).date()
    found.starts_on = found.starts_on or day
    found.expires_on = later(day, found.months_to_run)
    found.months_to_run = None
    before = found.status
    derive(found, policy, now, zone)
    session.flush()
    if found.status is not before:
        counters.recount(session, [found.customer_id])


def _close(session: Session, row: Activation, state: ActivationState, why: str) -> None:
    row.state, row.stale_at = state, None
    row.ended_at, row.ended_by = session.info["now"], session.info["actor"].name
    row.ended_why = why


_ACTIVE = (
    sa.select(sa.func.count())
    .select_from(Activation)
    .where(Activation.license_id == License.id, Activation.state == S.ACTIVE)
    .correlate(License)
    .scalar_subquery()
)
_COUNT = (
    sa.update(License)
    .where(License.id.in_(sa.bindparam("ids", expanding=True)))
    .values(
        activations=_ACTIVE,
        over_limit=sa.func.coalesce(License.activation_limit < _ACTIVE, sa.false()),
    )
    .returning(License.id, License.activations, License.over_limit)
    .execution_options(synchronize_session=False)
)
