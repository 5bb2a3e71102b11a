"""What does not follow from its facts is found, row by row."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.interactions.model import FollowUp, Interaction
from app.upkeep.contact_checks import interactions
from tests.app.interactions.conftest import call, promise
from tests.app.orders.conftest import order, rates

__all__ = ["order", "rates"]
WRONG = (
    (Interaction, {"subject_key": "x"}, "these interactions: 1"),
    (Interaction, {"staff_key": "x"}, "these interactions: 1"),
    (Interaction, {"customer_key": "x"}, "these interactions: 1"),
    (Interaction, {"own_text": "x"}, "these interactions: 1"),
    (Interaction, {"automatic": False}, "these interactions: 1"),
    (Interaction, {"source": "order:99:placed"}, "no order of their customer: 1"),
    (Interaction, {"source": "order:x:placed"}, "no order of their customer: 1"),
    (Interaction, {"type": "call"}, "no order of their customer: 1"),
    (FollowUp, {"title_key": "x"}, "these follow-ups: 1"),
    (FollowUp, {"assignee_key": "x"}, "these follow-ups: 1"),
    (FollowUp, {"search_text": "x"}, "these follow-ups: 1"),
    (FollowUp, {"done_at": sa.func.current_timestamp()}, "these follow-ups: 1"),
    (FollowUp, {"interaction_id": 1}, "these follow-ups: 1"),
)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_does_not_follow_is_found(services, john, order, desk_db):
    order()
    services.interactions.log(call(john, follow_ups=(promise(),)))

    @contextmanager
    def changed(entity, values):
        with desk_db.engine.connect() as connection:
            if values:
                connection.execute(sa.update(entity).where(entity.id == 1).values(**values))
            with Session(connection) as session:
                yield interactions(session, Progress())
            connection.rollback()

    with changed(Interaction, {}) as said:
        assert said == ""
    for entity, values, sentence in WRONG:
        with changed(entity, values) as said:
            assert sentence in said, values
    assert "interactions" in {found.check for found in services.upkeep.check()}
