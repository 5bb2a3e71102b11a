"""Jane, and what was said with her."""

from datetime import UTC, date, datetime

import pytest

from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import InteractionType
from app.staff.model import Role, StaffUser
from tests.app.licensing.conftest import acting, jane, john, stored

__all__ = ["acting", "jane", "john", "stored"]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # as the `clock` fixture has it
TODAY = NOON.date()


def call(customer_id: int, **values) -> InteractionDraft:
    given = {
        "type": InteractionType.CALL, "subject": "Renewal", "body": "Wants two more seats",
        "minutes": 12, "details": {"key_points": "Budget is there"}, **values,
    }  # fmt: skip
    return InteractionDraft(customer_id, **given)


def promise(customer_id: int | None = None, due_on: date = TODAY, **values) -> FollowUpDraft:
    return FollowUpDraft(customer_id, due_on=due_on, **{"title": "Send the quote", **values})


@pytest.fixture
def colleague(desk_db, admin):
    """A function that adds somebody who works here; their id."""

    def add(name="Sam", role="Support Staff", *, active=True):
        with desk_db.transaction(admin, "test") as session:
            found = next(one for one in session.query(Role) if one.name == role)
            staff = StaffUser(
                name=name, email=f"{name}@example.org".lower(), active=active,
                email_norm=f"{name}@example.org".lower(), password_hash="x", role_id=found.id,
            )  # fmt: skip
            session.add(staff)
            session.flush()
            return staff.id

    return add
