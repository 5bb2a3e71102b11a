"""Subscriptions on both databases: started, changed, paused, ended; counted and found."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from app.catalogue.terms import Cycle
from app.core.access import SYSTEM
from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.core.progress import Progress
from app.services import Services
from app.subscriptions import counters, events
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.rules import TRANSITIONS
from app.subscriptions.schemas import Next, SubscriptionStatus
from tests.app.customers.conftest import acting

__all__ = ["acting"]
S = SubscriptionStatus
TODAY = date(2026, 11, 20)  # as the `clock` fixture has it


@pytest.fixture
def start(services, jane, plan):
    """A function that starts a yearly subscription of Jane's; its id."""

    def make(**values):
        draft = SubscriptionDraft(**{"customer_id": jane, "plan_id": plan, **values})
        return services.subscriptions.start(draft)

    return make


def test_a_new_one_keeps_what_it_was_sold_with(services, start, jane):
    found = services.subscriptions.show(start(quantity=5))

    assert (found.number, found.status, found.next) == ("SUB-000001", S.ACTIVE, Next.RENEWS)
    assert (found.unit_price, found.price) == (Money(9000, "EUR"), Money(45_000, "EUR"))
    assert (found.period_start, found.period_end) == (TODAY, date(2027, 11, 20))
    whose = services.customers.show(jane)
    assert (whose.subscriptions, whose.active_subscriptions) == (1, 1)
    assert whose.version == 1


def test_a_trial_comes_before_the_first_period(services, start):
    found = services.subscriptions.show(start(trial_ends_on=date(2026, 12, 3), cycle=Cycle.MONTHLY))

    assert (found.status, found.next_on, found.next) == (S.TRIALING, date(2026, 12, 4), Next.BEGINS)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"quantity": 0}, "quantity", "between 1 and"),
        ({"plan_id": 4711}, "plan_id", "gone"),
        ({"plan_id": None}, "plan_id", "Choose a plan"),
        ({"unit_price": Money(-1, "EUR")}, "unit_price", "negative"),
        ({"unit_price": Money(100, "USD")}, "unit_price", "sold in EUR"),
        ({"started_on": date(2026, 12, 1), "trial_ends_on": date(2026, 11, 30)}, "trial_ends_on",
         "before the start"),
        ({"trial_ends_on": date(2026, 11, 1)}, "trial_ends_on", "before the start"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(services, start, values, field, said):
    with pytest.raises(Invalid) as refusal:
        start(**values)

    assert said in refusal.value.fields[field]
    assert services.subscriptions.count(ListQuery()) == 0


def test_a_plan_that_is_no_longer_sold_stays_with_who_has_it(services, start, plan, desk_db, admin):
    from app.catalogue.model import Plan

    held = start()
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Plan, plan).active = False

    with pytest.raises(Invalid, match="no longer sold"):
        start()
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.YEARLY, 2))
    assert services.subscriptions.show(held).price == Money(20_000, "EUR")


def test_what_a_change_would_do_is_what_it_does(services, start, plan, clock):
    held = start()
    clock.at += timedelta(days=40)
    draft = ChangeDraft(plan, Cycle.MONTHLY, 3)

    shown = services.subscriptions.change_preview(held, draft)
    assert services.subscriptions.show(held).cycle is Cycle.YEARLY
    services.subscriptions.change(held, 1, draft)

    found = services.subscriptions.show(held)
    assert (shown.before, shown.after) == (Money(10_000, "EUR"), Money(3000, "EUR"))
    assert (found.price, found.cycle) == (shown.after, shown.new_cycle)
    assert (found.period_start, found.period_end) == (shown.period_start, shown.period_end)
    with pytest.raises(Conflict, match="Ada Admin changed this subscription meanwhile"):
        services.subscriptions.change(held, 1, draft)


def test_pausing_and_resuming_keep_what_was_left(services, start, clock):
    held = start(cycle=Cycle.MONTHLY)
    clock.at += timedelta(days=10)
    services.subscriptions.pause([held])
    assert services.subscriptions.show(held).next is None
    clock.at += timedelta(days=100)

    assert services.subscriptions.resume([held]).done == (held,)

    assert services.subscriptions.show(held).period_end == date(2027, 3, 30)
    [(_id, why)] = services.subscriptions.resume([held]).refused
    assert why == "SUB-000001 is not paused, so there is nothing to resume."


def test_cancelling_with_the_period_can_be_taken_back_until_it_is_over(
    services, start, clock, jane
):
    held, gone = start(cycle=Cycle.MONTHLY), start(cycle=Cycle.MONTHLY)
    services.subscriptions.cancel([held, gone], "Too dear")
    assert services.subscriptions.show(held).next is Next.CANCELS
    services.subscriptions.keep([held])
    clock.at = datetime(2026, 12, 20, 0, 0, tzinfo=UTC)

    assert services.subscriptions.run_due() == 2

    assert services.subscriptions.show(held).period_end == date(2027, 1, 20)
    ended = services.subscriptions.show(gone)
    assert (ended.status, ended.cancel_reason) == (S.CANCELLED, "Too dear")
    whose = services.customers.show(jane)
    assert (whose.subscriptions, whose.active_subscriptions) == (2, 1)
    for step in (services.subscriptions.pause, services.subscriptions.keep):
        [(_id, why)] = step([gone]).refused
        assert "SUB-000002" in why


def test_one_that_does_not_renew_expires(services, start, clock):
    held = start(cycle=Cycle.MONTHLY, renews=False)
    clock.at += timedelta(days=40)
    services.subscriptions.run_due()
    assert services.subscriptions.show(held).status is S.EXPIRED
    assert not services.subscriptions.anything_due()


def test_others_hear_of_renewals_in_the_same_transaction(services, start, clock, monkeypatch):
    told = []
    monkeypatch.setattr(events, "renewed", [lambda _session, rows: told.extend(r.id for r in rows)])
    held, _fixed = start(cycle=Cycle.MONTHLY), start(cycle=Cycle.MONTHLY, renews=False)
    clock.at += timedelta(days=40)

    services.subscriptions.run_due()

    assert told == [held]


def test_lists_find_by_customer_and_coming_days(services, start, jane, john, plan):
    soon = start(cycle=Cycle.MONTHLY)
    start()
    services.subscriptions.start(SubscriptionDraft(john, plan))

    def numbers(*conditions, text=""):
        asked = ListQuery(text, conditions, "number")
        rows = services.subscriptions.first(asked, 10)
        assert services.subscriptions.count(asked) == len(rows)
        assert len(services.subscriptions.ids(asked, Progress())) == len(rows)
        return [row.number for row in rows]

    assert numbers(Condition("next_on", Op.NEXT, 30)) == ["SUB-000001"]
    assert numbers(Condition("customer_id", Op.IN, (jane,))) == ["SUB-000001", "SUB-000002"]
    assert numbers(text="doe.example") == ["SUB-000003"]
    assert numbers(text="sub-000002") == ["SUB-000002"]
    assert services.subscriptions.rows([soon])[0].customer == "Jane Roe"


def test_a_renamed_customer_is_found_by_the_new_name(services, start, jane, desk_db, admin):
    from dataclasses import replace

    from app.customers.editing import profile_of
    from app.customers.model import Customer

    start()
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
    services.customers.edit(jane, 1, base, replace(base, last_name="Miller"))

    assert services.subscriptions.count(ListQuery("miller")) == 1
    assert services.subscriptions.count(ListQuery("roe")) == 1  # by the e-mail


def test_a_deleted_customer_gets_none(services, start, jane):
    services.lifecycle.delete([jane])
    with pytest.raises(Conflict, match="deleted"):
        start()


def test_nobody_reaches_those_of_other_peoples_customers(acting, start, jane, plan):
    held = start()
    own: Services = acting("Support Staff", 7)
    assert own.subscriptions.count(ListQuery()) == 0
    with pytest.raises(NotFound):
        own.subscriptions.show(held)
    seller: Services = acting("Sales Manager", 7)
    with pytest.raises(NotFound):
        seller.subscriptions.start(SubscriptionDraft(jane, plan))
    assert seller.subscriptions.pause([held]).done == ()


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_keeps_states_and_counters_right(services, start, clock, plan, desk_db, seed):
    rng, ids, before = Random(seed), [start(cycle=Cycle.MONTHLY)], {}
    steps = services.subscriptions

    def begin(_one):
        trial = clock.at.date() + timedelta(days=5) if rng.random() < 0.5 else None
        ids.append(start(cycle=rng.choice(list(Cycle)), trial_ends_on=trial))

    def change(one):
        if (found := steps.show(one)).next:
            steps.change(one, found.version, ChangeDraft(plan, rng.choice(list(Cycle)), 2))

    acts = (
        begin,
        change,
        lambda one: steps.pause([one]),
        lambda one: steps.resume([one]),
        lambda one: steps.cancel([one], "", at_period_end=rng.random() < 0.7),
        lambda _one: steps.keep(ids),
        lambda _one: steps.run_due(),
    )
    for _step in range(25):
        clock.at += timedelta(days=rng.randrange(20))
        rng.choice(acts)(rng.choice(ids))
        for key in ids:
            now = steps.show(key)
            old = before.get(key, now.status)
            assert now.status is old or reachable(old, now.status)
            before[key] = now.status
    steps.run_due()
    with desk_db.reading(SYSTEM) as session:
        assert counters.wrong(session) == []
    assert all(steps.show(key).next_on is None or steps.show(key).next_on > clock.at.date()
               for key in ids)  # fmt: skip


def reachable(old, new):
    return any(new is step or new in TRANSITIONS[step] for step in TRANSITIONS[old])
