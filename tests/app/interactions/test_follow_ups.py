"""Promises: until when, by whom, what came of them, and who is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.core.clock import FixedClock
from app.core.engine import Database
from app.core.errors import Conflict, Invalid
from app.core.listing import Condition, ListQuery, Op
from app.customers.lifecycle import LifecycleService
from app.interactions.drafts import follow_up_draft_of
from app.interactions.follow_up_service import FollowUpService
from app.interactions.schemas import FollowUpState
from tests.app.interactions.conftest import NOON, TODAY, call, promise

DAY = timedelta(days=1)


def test_a_promise_comes_with_a_call_and_is_kept(services, jane):
    follow_ups, interactions = services.follow_ups, services.interactions
    call_id = interactions.log(call(jane, follow_ups=(promise(title=""), promise(title="Ring"))))
    first, second = interactions.show(call_id).follow_ups
    assert (first.title, second.title, first.assignee) == ("Renewal", "Ring", "Ada Admin")
    assert (first.interaction, first.interaction_id) == ("Renewal", call_id)
    assert interactions.rows([call_id])[0].follow_up_on == TODAY

    assert follow_ups.done([first.id, 99], " Sent ").refused[0][0] == 99
    found = follow_ups.show(first.id)
    assert (found.state, found.result, found.done_at) == (FollowUpState.DONE, "Sent", NOON)
    assert (found.done_by, found.customer) == ("Ada Admin", "Jane Roe")
    assert "did this already" in follow_ups.drop([first.id], "No").refused[0][1]
    with pytest.raises(Invalid, match="Say why"):
        follow_ups.drop([second.id], " ")
    follow_ups.drop([second.id], "They left")
    assert follow_ups.show(second.id).state is FollowUpState.DROPPED
    assert interactions.rows([call_id])[0].follow_up_on is None
    with pytest.raises(Conflict, match="dropped this already"):
        follow_ups.edit(second.id, 2, None, promise(jane, title="x"))
    assert follow_ups.reopen([first.id, second.id]).done == (first.id, second.id)
    assert "nothing to reopen" in follow_ups.reopen([second.id]).refused[0][1]
    assert follow_ups.show(second.id).result == ""
    assert follow_ups.count(ListQuery("ring")) == follow_ups.count(ListQuery("jane ring")) == 1
    assert interactions.remove([call_id]).done == (call_id,)
    assert follow_ups.show(second.id).interaction_id is None
    assert follow_ups.remove([second.id]).done == (second.id,)


def test_only_who_works_here_and_sees_the_customer_is_assigned(services, jane, colleague):
    follow_ups = services.follow_ups
    gone, narrow = colleague("Gone", active=False), colleague("Narrow")
    for whom, sentence in (
        (gone, "Gone does not work here any more"),
        (narrow, "Narrow may not see this customer"),
        (99, "Nobody with this number"),
    ):
        with pytest.raises(Invalid) as refusal:
            follow_ups.add(promise(jane, assignee_id=whom))
        assert sentence in refusal.value.fields["assignee_id"]
    other = colleague("Olga", "Operator")
    assert [name for _id, name in follow_ups.assignees(jane)] == ["Ada Admin", "Olga"]
    one = follow_ups.add(promise(jane, assignee_id=other))
    for bad in (date(206, 1, 1), date(2999, 1, 1)):
        with pytest.raises(Invalid, match="between 1970 and 2199"):
            follow_ups.move([one], bad)
    base = follow_up_draft_of(follow_ups.show(one))
    services.staff.deactivate(other)
    # Whoever left keeps what they had until somebody takes it over.
    assert follow_ups.edit(one, 1, base, replace(base, note="Soon")) == 2
    assert follow_ups.edit(one, 1, base, replace(base, assignee_id=1)) == 3
    assert follow_ups.show(one).note == "Soon"
    with pytest.raises(Invalid, match="stays with its customer"):
        follow_ups.edit(one, 3, None, replace(base, customer_id=99))
    with pytest.raises(Invalid, match="another customer's"):
        follow_ups.add(promise(jane, interaction_id=99))
    yesterday = promise(jane, due_on=TODAY - DAY)
    now = datetime.combine(TODAY, time(12), UTC)
    assert "overdue at once" in yesterday.hints(TODAY, now)["due_on"]
    assert promise(jane).hints(TODAY, now) == {}
    assert promise(jane, remind_at=now + DAY).hints(TODAY, now) == {}
    assert promise(jane, remind_at=now - DAY).hints(TODAY, now) == {
        "remind_at": "That time is over: the reminder will come at once."
    }
    assert follow_ups.show(follow_ups.add(yesterday)).is_overdue


def test_my_day_is_a_day_where_the_organization_is(services, jane, john, colleague, clock):
    follow_ups = services.follow_ups
    settings = services.organization.settings()
    services.organization.save(replace(settings, time_zone="Pacific/Auckland"))
    # There it is Saturday already.
    late, now, soon, far = (
        follow_ups.add(promise(jane, due_on=day, title=str(day)))
        for day in (TODAY, TODAY + DAY, TODAY + 3 * DAY, TODAY + 9 * DAY)
    )
    follow_ups.add(promise(jane, due_on=TODAY, assignee_id=colleague("Olga", "Operator")))
    gone = follow_ups.add(promise(john, due_on=TODAY))
    services.lifecycle.delete([john])
    mine = follow_ups.my_day()
    assert mine.today == TODAY + DAY
    parts = [[row.id for row in part] for part in (mine.overdue, mine.due_today, mine.next)]
    assert parts == [[late], [now], [soon]]
    assert (mine.overdue_total, mine.today_total, mine.next_total) == (1, 1, 1)
    assert follow_ups.overdue() == 1
    assert len(follow_ups.my_day(30).next) == 2
    overdue = ListQuery(conditions=(Condition("overdue", Op.IS, True),))
    assert [row.id for row in follow_ups.first(overdue, 9)][0::2] == [late, gone]
    assert [row.is_overdue for row in follow_ups.rows([late, far])] == [True, False]
    in_time = ListQuery(conditions=(Condition("overdue", Op.IS, False),))
    assert follow_ups.count(in_time) == 3
    open_ones = ListQuery(conditions=(Condition("state", Op.IN, (FollowUpState.OPEN,)),))
    assert follow_ups.count(open_ones) == 6
    clock.at += 30 * DAY
    assert follow_ups.overdue() == 4


def test_reminders_are_told_once_also_with_two_programs_open(
    services, jane, clock, desk_db, admin, changes
):
    follow_ups = services.follow_ups
    at = follow_ups.reminder_on(TODAY)
    assert (at.hour, at.date()) == (9, TODAY)
    ids = [
        follow_ups.add(promise(jane, title=f"Call {place}", remind_at=NOON + place * DAY))
        for place in range(4)
    ]
    silent = follow_ups.add(promise(jane, title="Silent"))
    done = follow_ups.add(promise(jane, title="Done", remind_at=NOON))
    follow_ups.done([done])
    assert [one.follow_up_id for one in follow_ups.due_reminders()] == ids[:1]
    assert follow_ups.due_reminders() == ()
    assert follow_ups.show(ids[0]).reminded_at == NOON

    clock.at += 5 * DAY
    others = [Database(desk_db.address, FixedClock(clock.at)) for _each in range(2)]
    asked = [FollowUpService(one, admin, changes).due_reminders for one in others]
    with ThreadPoolExecutor(2) as pool:
        told = [one for part in pool.map(lambda ask: ask(), asked) for one in part]
    for one in others:
        one.close()
    assert sorted(one.follow_up_id for one in told) == ids[1:]
    assert {(one.customer, one.due_on) for one in told} == {("Jane Roe", TODAY)}

    # What is put off is told again, as much later.
    follow_ups.move(ids, TODAY + 10 * DAY)
    assert follow_ups.show(ids[0]).remind_at == NOON + 10 * DAY
    assert follow_ups.due_reminders() == ()
    clock.at = NOON + 11 * DAY
    assert len(follow_ups.due_reminders()) == 2
    LifecycleService(desk_db, admin, changes).delete([jane])
    clock.at += 30 * DAY
    assert follow_ups.due_reminders() == ()
    assert follow_ups.show(silent).reminded_at is None
