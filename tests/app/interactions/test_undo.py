"""Taking back what was logged, changed and removed; and what stays when customers go."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.listing import ListQuery
from app.core.service import Receipt
from app.customers.drafts import CustomerDraft
from app.interactions.drafts import draft_of, follow_up_draft_of
from app.interactions.model import FollowUp, Interaction
from app.undo.schemas import Blocked
from tests.app.interactions.conftest import NOON, TODAY, call, promise


def columns(row):
    left = {"version", "updated_at", "updated_by"}
    return {one.key: getattr(row, one.key) for one in row.__table__.columns if one.key not in left}


@pytest.fixture
def every(desk_db, admin):
    """A function that gives every row of both tables as it is."""

    def look():
        with desk_db.reading(admin) as session:
            tables = (Interaction, FollowUp)
            return [
                columns(row)
                for one in tables
                for row in session.scalars(sa.select(one).order_by(one.id))
            ]

    return look


def test_each_step_is_taken_back_and_forth(services, jane, every, clock):
    interactions, follow_ups, undo = services.interactions, services.follow_ups, services.undo
    states, titles = [every()], []

    def step(act):
        receipt = Receipt()
        clock.at += timedelta(minutes=1)
        act(receipt)
        states.append(every())
        titles.append(undo.steps().undo.title)
        return receipt.command

    at = NOON + timedelta(days=2)
    draft = call(jane, follow_ups=(promise(remind_at=at), promise(title="Ring")))
    step(lambda receipt: interactions.noting(receipt).log(draft))
    base = draft_of(interactions.show(1))
    mine = replace(base, subject="Seats", details={"key_points": "None"})
    step(lambda receipt: interactions.noting(receipt).edit(1, 1, base, mine))
    step(lambda receipt: follow_ups.noting(receipt).done([1], "Sent"))
    step(lambda receipt: follow_ups.noting(receipt).move([2], TODAY + timedelta(days=5)))
    step(lambda receipt: interactions.noting(receipt).remove([1]))
    step(lambda receipt: follow_ups.noting(receipt).remove([1, 2]))
    step(lambda receipt: follow_ups.noting(receipt).add(promise(jane, title="New")))
    assert titles == [
        "Log an interaction with Jane Roe", "Edit an interaction with Jane Roe",
        "Change a follow-up for Jane Roe", "Change a follow-up for Jane Roe",
        "Remove an interaction with Jane Roe", "Remove a follow-up for Jane Roe",
        "Add a follow-up for Jane Roe",
    ]  # fmt: skip
    for before in reversed(states[:-1]):
        undo.undo(undo.steps().undo.command)
        assert every() == before
    assert interactions.count(ListQuery()) == 0
    for after in states[1:]:
        undo.redo(undo.steps().redo.command)
        assert every() == after
    assert interactions.count(ListQuery("seats")) == 0
    assert services.upkeep.verify_audit().whole
    shown = {(row.what, row.field, row.new) for row in services.customers.history(jane)}
    assert ("Interaction created", "Details", "Key points: Budget is there") in shown
    assert ("Follow-up created", "Assigned to", "Ada Admin") in shown


def test_what_came_after_stands_in_the_way(services, jane):
    created = Receipt()
    john = services.customers.noting(created).create(CustomerDraft("john@x.example", "John", "X"))
    receipt = Receipt()
    one = services.interactions.noting(receipt).log(call(jane))
    services.follow_ups.add(promise(jane, interaction_id=one))
    with pytest.raises(Blocked, match="You added a follow-up on"):
        services.undo.undo(receipt.command)
    two = services.follow_ups.add(promise(john))
    with pytest.raises(Blocked, match="You added a follow-up on"):
        services.undo.undo(created.command)
    receipt = Receipt()
    services.follow_ups.noting(receipt).done([two])
    base = follow_up_draft_of(services.follow_ups.show(two))
    services.follow_ups.reopen([two])
    services.follow_ups.edit(two, 3, base, replace(base, title="Other"))
    assert services.undo.undo(receipt.command).rows == 1


def test_purging_a_customer_takes_what_was_said_along(services, jane, john, every, clock):
    services.interactions.log(call(jane, follow_ups=(promise(),)))
    stays = services.interactions.log(call(john))
    services.lifecycle.delete([jane])
    assert services.interactions.count(ListQuery()) == 2
    clock.at += timedelta(days=400)
    services.lifecycle.purge_due()
    assert [row["id"] for row in every()] == [stays]
    assert services.upkeep.verify_audit().whole
