"""Judges whether a license may be used on a device: for explaining, and for enforcing it.

Pure: what is true is gathered elsewhere, what follows from it is decided here alone.
"""

from collections.abc import Callable
from datetime import timedelta

from app.catalogue.terms import OnExpiry, Overage
from app.core.clock import end_of_day, start_of_day
from app.core.text import N_, _
from app.customers.schemas import Status as CustomerStatus
from app.licensing import checks_words as words
from app.licensing.checks_facts import (
    ActivateCustomer,
    AllowOffline,
    Assign,
    Check,
    CorrectKey,
    Extend,
    Facts,
    LicenseFacts,
    Lookup,
    RaiseLimit,
    Reinstate,
    ReleaseDevice,
    Remedy,
    Renew,
    Replace,
    Result,
    Resume,
    SetClock,
    UnblockDevice,
    Verdict,
    WaitUntil,
)
from app.licensing.schemas import LicenseState

# Clocks of good computers differ by less.
OWN_CLOCK_SLACK = timedelta(hours=1)
DEVICE_CLOCK_SLACK = timedelta(hours=24)
_TITLES = {
    "key": N_("The key is known"),
    "state": N_("The license is in use"),
    "customer": N_("The customer is active"),
    "started": N_("The license has begun"),
    "expiry": N_("The license has not expired"),
    "blocked": N_("The device is not blocked"),
    "seat": N_("The device has a seat already"),
    "limit": N_("A seat is free"),
    "offline": N_("Use without a network"),
    "clock": N_("The clocks agree"),
}
# The check whose refusal has a sentence of its own to begin with (ACT-08).
LIMIT = "limit"


def judge(facts: Facts) -> Verdict:
    """Go through all checks in their order; whatever fails refuses, the first is told of."""
    checks = [_key(facts)]
    found = facts.license
    for name, check in _CHECKS.items():
        checks.append(_skipped(name) if found is None else check(facts, found))
    failed = [check for check in checks if not check.passed]
    message = refusal(failed[0]) if failed else _welcome(facts)
    return Verdict(not failed, message, tuple(checks), found.id if found else None)


def refusal(check: Check) -> str:
    """What to tell whoever is refused: that, why, and what to do."""
    begin = _("Activation limit reached.") if check.name == LIMIT else _("Activation failed.")
    return " ".join(filter(None, (begin, check.evidence, check.advice)))


def _welcome(facts: Facts) -> str:
    if facts.device is None:
        return _("This license can be activated on a new device.")
    if facts.device.seat is not None:
        return _("This device is active already; activating it again takes no further seat.")
    return _("This license can be activated on this device.")


def _key(facts: Facts) -> Check:
    key = facts.key
    if key.lookup is Lookup.FOUND:
        return _passed("key", words.product(facts.license))
    if key.lookup is Lookup.LATER:
        return _failed("key", key.problem, _("Ask about a later day."))
    if key.lookup is Lookup.UNKNOWN:
        advice = _("Check that it is complete, and that it is a license of yours to see.")
        evidence = f"{_('No license has this key.')} {key.problem}".strip()
        return _failed("key", evidence, advice)
    evidence = _("This key is mistyped: no license has it.") + " " + key.problem
    if not key.suggestion:
        return _failed("key", evidence.strip(), _("Compare it with the original."))
    advice = _("Did you mean %s?") % key.suggestion
    return _failed("key", evidence.strip(), advice, CorrectKey(key.suggestion, key.suggested_id))


def _state(_facts: Facts, found: LicenseFacts) -> Check:
    reason = f" ({found.state_reason})" if found.state_reason else ""
    match found.state:
        case LicenseState.ACTIVE:
            return _passed("state", _("The license is active."))
        case LicenseState.AVAILABLE:
            evidence = _("The license belongs to nobody yet.")
            return _failed("state", evidence, _("Assign it to a customer."), Assign(found.id))
        case LicenseState.SUSPENDED:
            evidence = _("The license is suspended%s.") % reason
            return _failed("state", evidence, _("Resume it first."), Resume(found.id))
        case LicenseState.REVOKED:
            evidence = _("The license was revoked%s.") % reason
            advice = _("Reinstate it, or issue another one.")
            return _failed("state", evidence, advice, Reinstate(found.id), Replace(found.id))
        case LicenseState.CANCELLED:
            evidence = _("The license was cancelled%s.") % reason
            return _failed("state", evidence, _("Issue another one."), Replace(found.id))


def _customer(_facts: Facts, found: LicenseFacts) -> Check:
    customer = found.customer
    if customer is None:
        return _passed("customer", _("The license has no customer who could be held."))
    if customer.status is CustomerStatus.ACTIVE:
        return _passed("customer", _("%s is active.") % customer.name)
    evidence, advice = words.held(customer)
    return _failed("customer", evidence, advice, ActivateCustomer(customer.id, customer.status))


def _started(facts: Facts, found: LicenseFacts) -> Check:
    day = found.starts_on
    if day is None:
        return _passed("started", _("It has no first day."))
    begin = start_of_day(day, facts.zone)
    if facts.now >= begin:
        return _passed("started", _("It began on %s.") % day.isoformat())
    evidence = _("The license begins on %s.") % day.isoformat()
    advice = _("Wait until then, or give it an earlier first day.")
    return _failed("started", evidence, advice, WaitUntil(begin))


def _expiry(facts: Facts, found: LicenseFacts) -> Check:
    day, policy = found.expires_on, found.policy
    if day is None:
        return _passed("expiry", words.endless(found.months_to_run))
    if facts.now < end_of_day(day, facts.zone):
        return _passed("expiry", _("It is good through %s.") % day.isoformat())
    last = day + timedelta(days=policy.grace_days)
    expired = _("The license expired on %s.") % day.isoformat()
    if facts.now < end_of_day(last, facts.zone):
        grace = _("In grace it is good through %s.") % last.isoformat()
        return _passed("expiry", f"{expired} {grace}")
    if policy.grace_days:
        expired += " " + _("Its grace ended on %s.") % last.isoformat()
    if policy.on_expiry is OnExpiry.MAINTAIN:
        if facts.device is not None and facts.device.seat is not None:
            return _passed("expiry", expired + " " + _("The devices it has go on working."))
        expired += " " + _("The devices it has go on working, but it admits no new one.")
    advice = _("Renew it, or give it a later last day.")
    return _failed("expiry", expired, advice, Renew(found.id), Extend(found.id))


def _blocked(facts: Facts, _found: LicenseFacts) -> Check:
    device = facts.device
    if device is None:
        return _skipped("blocked")
    if device.blocked_id is None:
        return _passed("blocked", _("%s is not blocked.") % device.name)
    reason = f" ({device.blocked_why})" if device.blocked_why else ""
    said = _("%(device)s is blocked for this license%(reason)s.")
    evidence = said % {"device": device.name, "reason": reason}
    advice = _("Unblock it, or use another device.")
    return _failed("blocked", evidence, advice, UnblockDevice(device.blocked_id))


def _seat(facts: Facts, _found: LicenseFacts) -> Check:
    device = facts.device
    if device is None:
        return _skipped("seat")
    if device.seat is None:
        return Check("seat", _(_TITLES["seat"]), Result.SKIPPED, _("It would be a new device."))
    said = _("It is active, and was last verified %s.")
    return _passed("seat", said % words.ago(device.seat.verified_at, facts.now))


def _limit(facts: Facts, found: LicenseFacts) -> Check:
    policy, active = found.policy, found.active
    if facts.device is not None and facts.device.seat is not None:
        taken = words.count(active, policy)
        return Check(LIMIT, _(_TITLES[LIMIT]), Result.SKIPPED, taken)
    allowed = policy.allowed
    if allowed is None or active < allowed:
        return _passed(LIMIT, words.room(active, policy))
    evidence = words.count(active, policy)
    if policy.overage is Overage.PERCENT and policy.activation_limit is not None:
        over = allowed - policy.activation_limit
        evidence += " " + _("Overage let in %d more.") % over if over else ""
    remedies: list[Remedy] = [RaiseLimit(found.id, policy.activation_limit or 0)]
    advice = _("Raise the limit.")
    if found.stalest:
        evidence += " " + words.stalest(found.stalest, facts.now)
        remedies.insert(0, ReleaseDevice(tuple(seat.id for seat in found.stalest)))
        advice = _("Deactivate one that is no longer in use, or raise the limit.")
    return _failed(LIMIT, evidence, advice, *remedies)


def _offline(facts: Facts, found: LicenseFacts) -> Check:
    if not facts.offline:
        return _skipped("offline")
    if found.policy.offline_allowed:
        return _passed("offline", _("The license may be used without a network."))
    evidence = _("The license may not be used without a network.")
    advice = _("Activate it online, or allow it for this license.")
    return _failed("offline", evidence, advice, AllowOffline(found.id))


def _clock(facts: Facts, found: LicenseFacts) -> Check:
    seen = found.last_seen
    if seen is not None and seen - facts.now > OWN_CLOCK_SLACK:
        evidence = _("This computer's clock says %(now)s, but the license was in use at %(seen)s.")
        said = {
            "now": words.moment(facts.now, facts.zone),
            "seen": words.moment(seen, facts.zone),
        }
        return _failed("clock", evidence % said, _("Set this computer's clock."), SetClock(False))
    device = facts.device
    if device is None or device.clock is None:
        return _passed("clock", _("It is %s.") % words.moment(facts.now, facts.zone))
    if abs(device.clock - facts.now) <= DEVICE_CLOCK_SLACK:
        return _passed("clock", _("The device's clock is right."))
    evidence = _("The device's clock says %(device)s, but it is %(now)s.") % {
        "device": words.moment(device.clock, facts.zone),
        "now": words.moment(facts.now, facts.zone),
    }
    return _failed("clock", evidence, _("Set the device's clock and try again."), SetClock(True))


_CHECKS: dict[str, Callable[[Facts, LicenseFacts], Check]] = {
    "state": _state,
    "customer": _customer,
    "started": _started,
    "expiry": _expiry,
    "blocked": _blocked,
    "seat": _seat,
    "limit": _limit,
    "offline": _offline,
    "clock": _clock,
}
NAMES = ("key", *_CHECKS)


def _passed(name: str, evidence: str) -> Check:
    return Check(name, _(_TITLES[name]), Result.PASSED, evidence)


def _skipped(name: str) -> Check:
    return Check(name, _(_TITLES[name]), Result.SKIPPED, _("Not asked."))


def _failed(name: str, evidence: str, advice: str, *remedies: Remedy) -> Check:
    return Check(name, _(_TITLES[name]), Result.FAILED, evidence, advice, remedies)


def allowance(found: LicenseFacts) -> str | None:
    """Why a customer may not give another seat back this year; None where they may."""
    quota = found.policy.self_deactivations
    if quota is None or found.self_ended < quota:
        return None
    said = _(
        "Devices given back this year: %(used)d of %(quota)d. "
        "Wait until 1 January, or have staff deactivate it."
    )
    return said % {"used": found.self_ended, "quota": quota}
