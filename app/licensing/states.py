"""Which state of a license follows which (DOMAIN, machine "License"), and when it ends."""

from datetime import date
from enum import StrEnum

from app.core.clock import add_months
from app.core.errors import Conflict
from app.core.text import N_, _
from app.licensing.model import License
from app.licensing.schemas import LicenseState as S
from app.licensing.settling import later

# Available is what nobody has; whoever gives it to a customer makes it active.
TRANSITIONS: dict[S, frozenset[S]] = {
    S.AVAILABLE: frozenset({S.ACTIVE, S.REVOKED, S.CANCELLED}),
    S.ACTIVE: frozenset({S.AVAILABLE, S.SUSPENDED, S.REVOKED, S.CANCELLED}),
    S.SUSPENDED: frozenset({S.ACTIVE, S.REVOKED, S.CANCELLED}),
    S.REVOKED: frozenset({S.ACTIVE, S.AVAILABLE, S.CANCELLED}),
    S.CANCELLED: frozenset(),
}
_WORDS = {
    S.AVAILABLE: N_("available: nobody has it"),
    S.ACTIVE: N_("active"),
    S.SUSPENDED: N_("suspended"),
    S.REVOKED: N_("revoked"),
    S.CANCELLED: N_("cancelled"),
}
_WAYS = {
    S.AVAILABLE: N_("Assign it to a customer first."),
    S.ACTIVE: "",
    S.SUSPENDED: N_("Resume it first."),
    S.REVOKED: N_("Reinstate it first."),
    S.CANCELLED: N_("That is final. Issue a new license instead."),
}


class From(StrEnum):
    """What a renewal is counted from."""

    EXPIRY = "expiry"
    TODAY = "today"


def move(found: License, to: S, reason: str = "") -> None:
    """Bring a license into another state; the reason is kept with it.

    Raises:
        Conflict: it cannot get there from where it is; the sentence says what can be done.
    """
    if to not in TRANSITIONS[found.state]:
        raise Conflict(refusal(found, to))
    found.state, found.state_reason = to, reason


def refusal(found: License, to: S | None = None) -> str:
    """Why a license cannot become what it should, and what to do instead."""
    words = {"key": called(found), "state": _(_WORDS[found.state])}
    if found.state is to:
        return _("%(key)s is %(state)s already.") % words
    way = _WAYS[found.state]
    said = _("%(key)s is %(state)s.") % words
    return f"{said} {_(way)}" if way else said


def called(found: License) -> str:
    """What to call a license in a sentence: by the end of its key."""
    return _("The license …%s") % found.key_tail


def refuse_over(found: License) -> None:
    """Let nobody change what is revoked or cancelled.

    Raises:
        Conflict: it is.
    """
    if found.state in {S.REVOKED, S.CANCELLED}:
        raise Conflict(refusal(found))


def renewed(found: License, months: int, since: From, today: date) -> date:
    """A license's last good day once it is renewed by so many months.

    Counted in whole months from its first day where it ends on such: one that began on the
    31st is back on the 31st after a short month.

    Raises:
        Conflict: there is nothing to renew, or it would end sooner than it does.
        Invalid: it would end too far away.
    """
    refuse_over(found)
    if found.months_to_run is not None:
        said = _("%s has not begun to run. There is nothing to renew yet.")
        raise Conflict(said % called(found))
    if found.expires_on is None:
        raise Conflict(_("%s never expires. There is nothing to renew.") % called(found))
    new = later(today, months)
    if since is From.EXPIRY:
        new = _on(found.starts_on, found.expires_on, months)
    if new <= found.expires_on:
        said = _("%(key)s lasts until %(day)s already. Renew it from its expiry instead.")
        raise Conflict(said % {"key": called(found), "day": found.expires_on.isoformat()})
    return new


def _on(starts_on: date | None, expires_on: date, months: int) -> date:
    if starts_on is not None:
        gone = (expires_on.year - starts_on.year) * 12 + expires_on.month - starts_on.month
        if gone >= 0 and add_months(starts_on, gone) == expires_on:
            return later(starts_on, gone + months)
    return later(expires_on, months)
