"""The demo's interactions, follow-ups and tags: of every kind, spread over staff, and sound."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.progress import Progress
from app.demo.service import BASE, DemoService
from app.interactions.drafts import FollowUpDraft
from app.interactions.model import FollowUp, Interaction
from app.interactions.recording import facts_of
from app.interactions.schemas import Direction, FollowUpState, InteractionType, Sentiment
from app.orders.model import Order
from app.tags.model import CustomerTag, Tag
from app.tags.schemas import STARTING_SET
from app.upkeep.contact_checks import interactions


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_was_said_is_a_mixed_lot(desk_db, changes, services, clock):
    DemoService(desk_db, SYSTEM, changes).fill(280)
    with desk_db.reading(SYSTEM) as session:
        every = session.scalars(sa.select(Interaction)).all()
        automatic = [one for one in every if one.automatic]
        written = [one for one in every if not one.automatic]
        assert 200 < len(written) < 400
        assert {one.type for one in written} == set(InteractionType)
        assert {one.sentiment for one in written} == {*Sentiment, None}
        assert {one.direction for one in written} == set(Direction)
        assert len({one.staff_id for one in written}) >= 5
        assert len(automatic) > session.scalar(sa.select(sa.func.count()).select_from(Order)) > 100
        assert all(facts_of(one).problems() == {} for one in written)
        assert max(one.occurred_at for one in every) <= BASE
        promised = session.scalars(sa.select(FollowUp)).all()
        assert {one.state for one in promised} == set(FollowUpState)
        assert all(
            FollowUpDraft(one.customer_id, None, one.title, one.note, one.due_on).problems() == {}
            for one in promised
        )
        assert interactions(session, Progress()) == ""
        carried = dict(
            session.execute(
                sa.select(Tag.name, sa.func.count())
                .join(CustomerTag, CustomerTag.tag_id == Tag.id)
                .group_by(Tag.name)
            ).all()
        )
        by_hand = {name for name, _colour, _meaning in STARTING_SET}
        assert carried.keys() == by_hand | {"Big spender", "Gone quiet", "Corporate"}
        assert sum(carried[name] for name in by_hand) < 280
    members = {
        one.name: services.segments.figures(one.id).members for one in services.segments.list()
    }
    assert carried["Gone quiet"] == members["At risk customers"] > 10
    assert carried["Corporate"] == members["Enterprise customers"] > 10
    mine = services.follow_ups.my_day()
    assert mine.overdue
    assert mine.due_today
    assert mine.next
    assert services.follow_ups.due_reminders() == ()
    clock.at += timedelta(days=3)
    assert services.follow_ups.due_reminders()
