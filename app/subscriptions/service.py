"""Use cases on subscriptions: find them, start, change, pause and end them."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.core.access import Permission
from app.core.clock import time_zone
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import query, use_case
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.customers.schemas import Outcome
from app.organization.service import current
from app.subscriptions import counters, due, events, queries, rules, spans, starting
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import (
    LIVING,
    PlanChange,
    SubscriptionDetail,
    SubscriptionRow,
    SubscriptionStatus,
)

REASON_LENGTH = 500


class SubscriptionService(ListService[SubscriptionRow], reads=Permission.LICENSES_READ):
    """Subscriptions of the customers within the actor's scope."""

    @query(Permission.LICENSES_READ)
    def show(self, session: Session, subscription_id: int) -> SubscriptionDetail:
        """Everything about one subscription.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        found = session.execute(
            sa.select(Subscription, Customer.name, Plan.name, Product.name)
            .join(Customer, Customer.id == Subscription.customer_id)
            .join(Plan, Plan.id == Subscription.plan_id)
            .join(Product, Product.id == Plan.product_id)
            .where(Subscription.id == subscription_id, *queries.visible(self.actor))
        ).first()
        if found is None:
            raise NotFound(queries.gone())
        return queries.detail(*found)

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def start(self, session: Session, draft: SubscriptionDraft) -> int:
        """Start a subscription, and return its id.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field.
            NotFound: the customer is not there, or not for this actor to see.
        """
        wanted = draft.checked()["customer_id"]
        customer = customers.get(session, self.actor, wanted, lock=True)
        found = starting.start(session, customer, draft, due.today(session))
        counters.recount(session, [customer.id])
        return found.id

    @query(Permission.LICENSES_READ)
    def change_preview(
        self, session: Session, subscription_id: int, draft: ChangeDraft
    ) -> PlanChange:
        """What `change` would do; nothing is kept.

        Raises:
            Conflict: the subscription is paused or over.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        statement = sa.select(Subscription).where(Subscription.id == subscription_id)
        found = session.scalar(statement.where(*queries.visible(self.actor)))
        if found is None:
            raise NotFound(queries.gone())
        before = queries.offer(session, found)
        with session.no_autoflush:
            starting.change(session, found, draft, due.today(session))
            after = queries.offer(session, found)
        shown = PlanChange(
            number=found.number,
            old_plan=before[0],
            new_plan=after[0],
            old_cycle=before[1],
            new_cycle=after[1],
            before=before[2],
            after=after[2],
            period_start=found.period_start,
            period_end=found.period_end,
        )
        session.expire(found)
        return shown

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def change(
        self, session: Session, subscription_id: int, version: int, draft: ChangeDraft
    ) -> None:
        """Another plan, cycle or quantity from today on, at today's terms of that plan.

        Raises:
            Conflict: the subscription is paused or over, or was changed since `version`.
            Invalid: the draft has problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
        """
        found = queries.get(session, self.actor, subscription_id)
        if found.version != version:
            raise Conflict(
                _("%s changed this subscription meanwhile. Look at it again before you change it.")
                % found.updated_by
            )
        today = due.today(session)
        starting.change(session, found, draft, today)
        queries.refollow(session, found)
        spans.follow(session, found, today)

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def pause(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let subscriptions rest; what is left of their period comes after the pause."""
        now = session.info["now"]

        def rest(found: Subscription) -> None:
            rules.move(found, SubscriptionStatus.PAUSED)
            found.paused_at = now

        return self._each(session, ids, rest)

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def resume(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let paused subscriptions go on, with what was left of their period."""
        today, zone = due.today(session), time_zone(current(session).time_zone)
        gone_on: list[Subscription] = []

        def go_on(found: Subscription) -> None:
            if found.paused_at is None:
                raise Conflict(_("%s is not paused, so there is nothing to resume.") % found.number)
            rules.resume(found, found.paused_at.astimezone(zone).date(), today)
            gone_on.append(found)

        outcome = self._each(session, ids, go_on)
        for tell in events.resumed:
            tell(session, gone_on)
        return outcome

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def cancel(
        self, session: Session, ids: Sequence[int], reason: str, *, at_period_end: bool = True
    ) -> Outcome:
        """End subscriptions, with their period or at once; the reason is kept.

        Raises:
            Invalid: the reason is too long, under "reason".
        """
        if len(reason) > REASON_LENGTH:
            raise Invalid({"reason": _("Use at most %d characters.") % REASON_LENGTH})
        now = session.info["now"]

        def end(found: Subscription) -> None:
            if SubscriptionStatus.CANCELLED not in rules.TRANSITIONS[found.status]:
                raise rules.refused(found)
            found.cancel_reason = reason.strip()
            if at_period_end and found.status in LIVING:
                found.cancel_at_period_end = True
            else:
                rules.move(found, SubscriptionStatus.CANCELLED)
                found.ended_at, found.cancel_at_period_end = now, False

        return self._each(session, ids, end)

    @use_case(Permission.SUBSCRIPTIONS_EDIT)
    def keep(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take back that subscriptions end with their period; they renew after all."""

        def stay(found: Subscription) -> None:
            if found.status not in LIVING or not next_ends(found):
                raise Conflict(_("%s renews already, or is over.") % found.number)
            found.cancel_at_period_end, found.cancel_reason, found.renews = False, "", True

        return self._each(session, ids, stay)

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether a trial or a period is over that nobody has looked at since."""
        return due.anything_due(session)

    @use_case(Permission.UPKEEP)
    def run_due(self, session: Session) -> int:
        """Let trials end, periods renew and endings come that are due; how many."""
        return due.run_due(session)

    def _each(
        self, session: Session, ids: Sequence[int], act: Callable[[Subscription], None]
    ) -> Outcome:
        """Do it to each subscription; who refuses is named and left as it was."""
        done, refused, whose = [], [], set()
        today, wanted = due.today(session), sorted(set(ids))
        queries.lock_customers_of(session, wanted)
        for one in wanted:
            try:
                found = queries.get(session, self.actor, one)
                act(found)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
                continue
            rules.derive(found)
            spans.follow(session, found, today)
            done.append(one)
            whose.add(found.customer_id)
        session.flush()
        counters.recount(session, whose)
        return Outcome(tuple(done), tuple(refused))

    def _listing(self, session: Session) -> Listing[SubscriptionRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)


def next_ends(found: Subscription) -> bool:
    """Whether the subscription ends with its period."""
    return found.cancel_at_period_end or not found.renews
