"""How subscriptions go on: which state follows which, and where their periods end."""

from datetime import date, datetime, timedelta

from app.catalogue.terms import Cycle
from app.core.clock import add_months
from app.core.errors import Conflict
from app.core.folding import search_text
from app.core.text import N_, _
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import LIVING, Next, SubscriptionStatus

S = SubscriptionStatus
# DOMAIN, machine "Subscription". What lives ends as expired when its last period is over.
TRANSITIONS: dict[SubscriptionStatus, frozenset[SubscriptionStatus]] = {
    S.TRIALING: frozenset({S.ACTIVE, S.CANCELLED, S.EXPIRED}),
    S.ACTIVE: frozenset({S.PAST_DUE, S.PAUSED, S.CANCELLED, S.EXPIRED}),
    S.PAST_DUE: frozenset({S.ACTIVE, S.CANCELLED, S.EXPIRED}),
    S.PAUSED: frozenset({S.ACTIVE, S.CANCELLED}),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
}
STATUS_WORDS = {
    S.TRIALING: N_("in its trial"),
    S.ACTIVE: N_("active"),
    S.PAST_DUE: N_("past due"),
    S.PAUSED: N_("paused"),
    S.CANCELLED: N_("cancelled"),
    S.EXPIRED: N_("expired"),
}
_WAYS = {
    S.TRIALING: N_("Its trial has to end first."),
    S.ACTIVE: "",
    S.PAST_DUE: N_("What is owed has to be paid first."),
    S.PAUSED: N_("Resume it first."),
    S.CANCELLED: N_("Start a new subscription instead."),
    S.EXPIRED: N_("Start a new subscription instead."),
}


def move(found: Subscription, to: SubscriptionStatus) -> None:
    """Bring a subscription into another state.

    Raises:
        Conflict: it cannot get there from where it is; the sentence says what can be done.
    """
    if to not in TRANSITIONS[found.status]:
        raise refused(found)
    found.status = to


def refused(found: Subscription) -> Conflict:
    """Why nothing like that can be done to a subscription now, and what can."""
    said = _("%(number)s is %(status)s.") % {
        "number": found.number,
        "status": _(STATUS_WORDS[found.status]),
    }
    way = _WAYS[found.status]
    return Conflict(f"{said} {_(way)}" if way else said)


def period_after(anchor: date, cycle: Cycle, day: date) -> tuple[date, date]:
    """The period that holds `day`: its first day, and the day after its last.

    Counted in whole cycles from `anchor`, so a subscription of the 31st is back on the
    31st after a short month.
    """
    months = cycle.months
    step = max(0, ((day.year - anchor.year) * 12 + day.month - anchor.month) // months - 1)
    while add_months(anchor, (step + 1) * months) <= day:
        step += 1
    return add_months(anchor, step * months), add_months(anchor, (step + 1) * months)


def next_of(found: Subscription) -> Next | None:
    """What happens by itself at the end of the period."""
    if found.status not in LIVING:
        return None
    if found.cancel_at_period_end:
        return Next.CANCELS
    if not found.renews:
        return Next.EXPIRES
    return Next.BEGINS if found.status is S.TRIALING else Next.RENEWS


def derive(found: Subscription) -> None:
    """Rewrite what follows from the subscription's own facts.

    What follows from its customer is written by `app.customers.following.follow`, after this.
    """
    found.next_on = found.period_end if next_of(found) else None
    found.total_minor = found.price_minor * found.quantity
    found.own_text = search_text([found.number])


def advance(found: Subscription, today: date, at: datetime) -> bool:
    """Let time do what it does at the end of a period; whether it was renewed.

    Periods that were missed are passed over: the current one is that which holds `today`.
    """
    if found.status not in LIVING or found.period_end > today:
        return False
    renewed = False
    if found.cancel_at_period_end:
        move(found, S.CANCELLED)
        found.ended_at = at
    elif not found.renews:
        move(found, S.EXPIRED)
        found.ended_at = at
    else:
        if found.status is S.TRIALING:
            move(found, S.ACTIVE)
        found.period_start, found.period_end = period_after(found.anchor_on, found.cycle, today)
        renewed = True
    derive(found)
    return renewed


def resume(found: Subscription, paused_on: date, today: date) -> None:
    """Go on after a pause: what was left of the period is still to come."""
    gone = max(timedelta(), today - max(paused_on, found.period_start))
    move(found, S.ACTIVE)
    found.paused_at = None
    if gone:
        found.period_end += gone
        found.anchor_on = found.period_end
    derive(found)
