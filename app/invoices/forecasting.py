"""Foretells the invoices of the coming months, by what the monthly runs will go by."""

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clock import add_months
from app.core.errors import NotFound
from app.core.money import Money
from app.core.progress import Progress
from app.core.service import Service, query
from app.core.text import _
from app.customers import queries as customers
from app.invoices import claims, parties, planning, queries, words
from app.invoices.charges import Claim
from app.invoices.gathering import Spans, Wanted
from app.invoices.model import BillingRun
from app.invoices.planning import Plan
from app.invoices.run_schemas import Forecast, ForecastMonth, PlanForecast
from app.subscriptions import queries as subscriptions
from app.subscriptions import spans, starting
from app.subscriptions.drafts import ChangeDraft
from app.subscriptions.model import Subscription, SubscriptionSpan

MONTHS = 12


class ForecastService(Service):
    """The next bills of the customers within the actor's scope."""

    @query(Permission.BILLING_READ)
    def customer(self, session: Session, customer_id: int, months: int = MONTHS) -> Forecast:
        """The invoices of this and the coming months, of what is known now.

        Raises:
            NotFound: the customer, or who is billed for it, is not for this actor to see.
        """
        customers.get(session, self.actor, customer_id)
        return _forecast(session, self.actor, customer_id, {}, months)

    @query(Permission.BILLING_READ)
    def plan_change(
        self, session: Session, subscription_id: int, draft: ChangeDraft, months: int = MONTHS
    ) -> PlanForecast:
        """The coming invoices as they are, and with a subscription changed today.

        Raises:
            Conflict: the subscription is paused or over.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        statement = sa.select(Subscription).where(Subscription.id == subscription_id)
        found = session.scalar(statement.where(*subscriptions.visible(self.actor)))
        if found is None:
            raise NotFound(_("That subscription is not there, or is not yours to see."))
        whose, today = found.customer_id, queries.today(session)
        before = _forecast(session, self.actor, whose, {}, months)
        stored = _stored(session, subscription_id)
        with session.no_autoflush:
            starting.change(session, found, draft, today)
            changed = spans.changed(stored, found, today)
        session.expire(found)
        after = _forecast(session, self.actor, whose, {subscription_id: changed}, months)
        return PlanForecast(before, after)


def _forecast(
    session: Session, actor: Actor, customer_id: int, changed: Spans, months: int
) -> Forecast:
    billing = parties.Billing(session)
    payer = billing.payer(customer_id)
    party = parties.party(session, customers.get(session, actor, payer))
    whose = billing.payees(payer)
    claimed = claims.of_subscriptions(session, _subscriptions(session, whose))
    first = queries.today(session).replace(day=1)
    latest = session.scalar(sa.select(sa.func.max(BillingRun.month)))
    orders: set[int] = set()
    found, totals = [], defaultdict[str, int](int)
    for step in range(months):
        month = add_months(first, step)
        if latest is not None and month < latest:
            # The run of a later month took what there was.
            found.append(ForecastMonth(month, (), ()))
            continue
        until = planning.last_day(month)
        wanted = Wanted(actor, until, whose, claimed, orders, changed)
        plan = planning.plan(session, wanted, Progress(), payers=frozenset({payer}))
        _claim(plan, claimed, orders)
        for one in plan.invoices:
            totals[one.currency] += one.totals.total_minor
        found.append(ForecastMonth(month, words.invoices(plan), plan.left_out))
    sums = tuple(Money(minor, currency) for currency, minor in sorted(totals.items()))
    return Forecast(customer_id, payer, party.name, tuple(found), sums)


def _claim(plan: Plan, claimed: dict[int, dict[str, Claim]], orders: set[int]) -> None:
    """Let what a month bills be billed in no later one."""
    for one in plan.invoices:
        orders.update(one.order_ids)
        for line in one.lines:
            if (key := line.subscription_id) is not None:
                asked = (one.currency, line.net_minor)
                claims.add(claimed.setdefault(key, {}), line.source, key, asked)


def _subscriptions(session: Session, whose: set[int]) -> list[int]:
    ids = sa.select(Subscription.id).where(Subscription.customer_id.in_(whose))
    return list(session.scalars(ids.order_by(Subscription.id)))


def _stored(session: Session, subscription_id: int) -> tuple[spans.Span, ...]:
    rows = sa.select(SubscriptionSpan).where(SubscriptionSpan.subscription_id == subscription_id)
    return tuple(map(spans.as_span, session.scalars(rows.order_by(SubscriptionSpan.id))))
