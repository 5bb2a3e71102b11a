"""A desk on a real database, and customers to talk with."""

import pytest

from app.interactions.drafts import FollowUpDraft, InteractionDraft
from app.interactions.schemas import InteractionType
from tests.ui.subscriptions.conftest import (
    action,
    close,
    desk,
    dialog_of,
    engine_name,
    jane,
    john,
    list_of,
    press_key,
    run,
    save,
)

__all__ = [
    "action", "close", "desk", "dialog_of", "engine_name", "jane", "john", "list_of",
    "press_key", "run", "save",
]  # fmt: skip


@pytest.fixture
def log(services, jane):
    """A function that writes down a call with Jane; its id."""

    def make(**values):
        given = {"customer_id": jane, "type": InteractionType.CALL, "subject": "About the offer",
                 "body": "They liked it.", **values}  # fmt: skip
        return services.interactions.log(InteractionDraft(**given))

    return make


@pytest.fixture
def promise(services, jane, admin):
    """A function that promises Jane something; its id."""

    def make(title, due_on, **values):
        given = {"customer_id": jane, "assignee_id": admin.id, **values}
        return services.follow_ups.add(FollowUpDraft(title=title, due_on=due_on, **given))

    return make
